"""Changing the working draft. Every change counts as a new version of the sitting it touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from pitchday import clock, history
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db, new_uid
from pitchday.errors import DomainError, NotFound
from pitchday.events.enums import Act
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.events.templates import CHANGEOVER, GAP, MEETING, Template
from pitchday.history.stale import require_version
from pitchday.places.models import Room
from pitchday.schedule.enums import ItemKind, SessionKind
from pitchday.schedule.models import PitchSlot, Release, ReleaseItem, Sitting
from pitchday.schedule.rules import Planned, pitch_times
from pitchday.startups.visibility import public_facts


@dataclass(frozen=True)
class SittingValues:
    """What an organiser enters; lengths in minutes. `ends_at` is None for pitch sessions, whose end follows."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    room: Room | None = None
    description: str = ""
    pitch_minutes: int = 3
    qa_minutes: int = 5
    changeover_minutes: int = 2
    meeting_minutes: int = 20
    gap_minutes: int = 5
    table_count: int = 0


def add_sitting(event: Event, kind: SessionKind, values: SittingValues) -> Sitting:
    """A new session in the draft. Raises DomainError when its values contradict each other."""
    require(Act.PLAN, event, clock.now())
    sitting = Sitting(event=event, kind=kind)
    _set(sitting, values)
    db.session.add(sitting)
    db.session.flush()
    return sitting


def plan_from_template(event: Event, template: Template) -> None:
    """Put the sessions of a template into the draft: everything in the largest room, meetings in the next one."""
    by_size = sorted(event.rooms, key=lambda room: (-room.capacity, room.name))
    for session, starts_at, ends_at in template.plan(event.starts_at):
        is_meetings = session.kind == "meetings"
        values = SittingValues(
            title=session.title,
            starts_at=starts_at,
            ends_at=ends_at,
            room=by_size[1] if is_meetings and by_size[1:] else by_size[0],
            pitch_minutes=session.pitch,
            qa_minutes=session.questions,
            changeover_minutes=CHANGEOVER,
            meeting_minutes=MEETING,
            gap_minutes=GAP,
            table_count=session.tables,
        )
        add_sitting(event, SessionKind(session.kind), values)


def edit_sitting(sitting: Sitting, values: SittingValues, *, version: int | None) -> None:
    """Raises StaleEdit when somebody else has changed the session or its pitches since `version` was read."""
    _hold(sitting, version)
    _set(sitting, values)


def _set(sitting: Sitting, values: SittingValues) -> None:
    ends_at = None if sitting.kind is SessionKind.PITCHES else values.ends_at
    if sitting.kind is not SessionKind.PITCHES and ends_at is None:
        raise DomainError("Enter when it ends.", field="ends_at")
    if ends_at is not None and ends_at <= values.starts_at:
        raise DomainError("The end must be after the start.", field="ends_at")
    sitting.title = values.title or sitting.kind.label
    sitting.description = values.description
    sitting.room = values.room
    sitting.starts_at, sitting.ends_at = values.starts_at, ends_at
    sitting.pitch_minutes, sitting.qa_minutes = values.pitch_minutes, values.qa_minutes
    sitting.changeover_minutes = values.changeover_minutes
    sitting.meeting_minutes, sitting.gap_minutes = values.meeting_minutes, values.gap_minutes
    sitting.table_count = values.table_count


def remove_sitting(sitting: Sitting, *, version: int | None) -> None:
    """Take a session out of the draft; its startups wait for another place."""
    _hold(sitting, version)
    db.session.delete(sitting)
    db.session.flush()


def place(sitting: Sitting, application: Application, *, version: int | None) -> PitchSlot:
    """Put a startup last in a pitch session.

    One that had a place in an earlier release gets the same identity back, so that calendars move its entry instead
    of adding another. Raises DomainError for a startup that has not confirmed.
    """
    # A startup that withdraws at this moment waits, and then finds the place to give up.
    db.session.refresh(application, ["state", "version"], with_for_update=True)
    _hold(sitting, version)
    if sitting.kind is not SessionKind.PITCHES:
        raise DomainError(f"{sitting.title} is no pitch session.")
    if application.event_id != sitting.event_id or application.state is not ApplicationState.CONFIRMED:
        raise DomainError(
            "This startup has not confirmed a place at this pitch day, so it cannot pitch.", field="application"
        )
    last = db.session.scalar(sa.select(sa.func.max(PitchSlot.position)).where(PitchSlot.sitting_id == sitting.id))
    slot = PitchSlot(
        uid=_released_uid(application) or new_uid(),
        event_id=sitting.event_id,
        sitting_id=sitting.id,
        application=application,
        position=(last or 0) + 1,
    )
    db.session.add(slot)
    _touch(sitting)
    return slot


def _released_uid(application: Application) -> str | None:
    return db.session.scalar(
        sa.select(ReleaseItem.uid)
        .join(ReleaseItem.release)
        .where(
            Release.event_id == application.event_id,
            ReleaseItem.startup_id == application.startup_id,
            ReleaseItem.kind == ItemKind.PITCH,
        )
        .order_by(Release.number.desc())
        .limit(1)
    )


def remove_pitch(slot: PitchSlot, *, version: int | None) -> None:
    """Take a startup out of its session; those after it move up."""
    _hold(slot.sitting, version)
    _remove(slot)


def free_place(application: Application) -> None:
    """Take a startup that gave up its application out of the draft, if it is in it."""
    slot = db.session.scalar(sa.select(PitchSlot).where(PitchSlot.application_id == application.id))
    if slot is not None:
        db.session.get(Sitting, slot.sitting_id, populate_existing=True, with_for_update=True)
        _remove(slot)


def _remove(slot: PitchSlot) -> None:
    sitting = slot.sitting
    db.session.delete(slot)
    _touch(sitting)
    _number(_in_order(sitting))


def move_pitch(slot: PitchSlot, *, earlier: bool, version: int | None) -> None:
    """Swap a pitch with its neighbour; at the end of the row nothing happens."""
    sitting = slot.sitting
    _hold(sitting, version)
    order = list(_in_order(sitting))
    here = order.index(slot)
    there = here - 1 if earlier else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    _number(order)
    _touch(sitting)
    history.record(
        "moved earlier" if earlier else "moved later",
        subject=f"pitch_slot:{slot.id}",
        label=slot.history_label(),
        scope=slot.history_scope(),
        changes={"position": [here + 1, there + 1]},
    )


def _in_order(sitting: Sitting) -> Sequence[PitchSlot]:
    return db.session.scalars(
        sa.select(PitchSlot)
        .where(PitchSlot.sitting_id == sitting.id)
        .order_by(PitchSlot.position, PitchSlot.id)
        .execution_options(populate_existing=True)
    ).all()


def _number(order: Iterable[PitchSlot]) -> None:
    """Positions 1 to n. One act, told once: those that merely made room leave no line in the history."""
    wrong = [(slot, number) for number, slot in enumerate(order, 1) if slot.position != number]
    if wrong:
        db.session.execute(sa.update(PitchSlot), [{"id": slot.id, "position": number} for slot, number in wrong])
        for slot, _ in wrong:
            db.session.expire(slot, ["position"])


def _hold(sitting: Sitting, version: int | None) -> None:
    """Let nobody else change the sitting until the commit, and refuse when somebody has since it was read."""
    held = db.session.get(Sitting, sitting.id, populate_existing=True, with_for_update=True)
    if held is None:
        raise NotFound("This session has been removed from the draft.")
    require_version(held, version)
    require(Act.PLAN, held.event, clock.now())


def _touch(sitting: Sitting) -> None:
    sitting.version += 1
    db.session.flush()
    db.session.expire(sitting, ["pitches"])


def planned(sittings: Iterable[Sitting]) -> list[Planned]:
    """The draft as items with times, every session followed by its pitches.

    A pitch session with nobody in it lasts as long as one pitch, so that it can be seen.
    """
    items: list[Planned] = []
    for sitting in sittings:
        times = pitch_times(
            sitting.starts_at,
            max(1, len(sitting.pitches)),
            sitting.pitch_minutes,
            sitting.qa_minutes,
            sitting.changeover_minutes,
        )
        items.append(_session(sitting, sitting.ends_at or times[-1][1]))
        items += [_pitch(sitting, slot, *when) for slot, when in zip(sitting.pitches, times, strict=False)]
    return items


def _session(sitting: Sitting, ends_at: datetime) -> Planned:
    is_block = sitting.kind is SessionKind.MEETINGS
    return Planned(
        uid=sitting.uid,
        kind=ItemKind(sitting.kind.value),
        title=sitting.title,
        description=sitting.description,
        starts_at=sitting.starts_at,
        ends_at=ends_at,
        room_id=sitting.room_id,
        room=sitting.room.name if sitting.room else "",
        minutes=sitting.meeting_minutes if is_block else 0,
        gap=sitting.gap_minutes if is_block else 0,
        tables=sitting.table_count if is_block and sitting.room_id else 0,
    )


def _pitch(sitting: Sitting, slot: PitchSlot, starts_at: datetime, ends_at: datetime) -> Planned:
    startup = slot.application.startup
    facts = public_facts(startup)
    return Planned(
        uid=slot.uid,
        kind=ItemKind.PITCH,
        title=facts["name"],
        description=facts["one_liner"] or "",
        starts_at=starts_at,
        ends_at=ends_at,
        room_id=sitting.room_id,
        room=sitting.room.name if sitting.room else "",
        parent_uid=sitting.uid,
        startup_id=startup.id,
        startup_slug=startup.slug,
        city=facts["city"] or "",
        sector=facts["sector"] or "",
    )
