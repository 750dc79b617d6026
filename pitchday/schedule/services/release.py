"""Freezing the draft: the release, its time in the diaries and the mails about it come out together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pitchday import clock, diary, history, jobs
from pitchday.db import db
from pitchday.diary import DiaryClash
from pitchday.errors import DomainError
from pitchday.events.enums import Act
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.events.services import note_released_schedule
from pitchday.places.models import Room
from pitchday.places.services import ensure_tables
from pitchday.schedule import notifications, queries
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, ReleaseItem
from pitchday.schedule.rules import Planned
from pitchday.schedule.services.preview import IN_CALENDARS, Preview, preview, row
from pitchday.schedule.signals import meetings_must_give_way, programme_released
from pitchday.web.filters import plural, span

Item = dict[str, Any]

# What every row must carry, so that all of them go into one statement.
COLUMNS = [column.key for column in sa.inspect(ReleaseItem).column_attrs if column.key not in ("id", "release_id")]


def release(event: Event, *, note: str, give_way: bool = False, seen: str | None = None) -> Release:
    """Freeze the draft as the newest release, take its time in the diaries and write to the startups concerned.

    `give_way` agrees that booked meetings in the way are cancelled; `seen` is the preview the organiser looked at.
    Raises DomainError for a schedule that is empty, unchanged or cannot work, and for meetings in the way.
    """
    hold(event)
    found = preview(event)
    _refuse(event, found, give_way, seen)
    made = _release_row(event, found, note)
    note_released_schedule(event, made.released_at)
    items = _items(found, made.released_at)
    insert_items(made, items)
    if found.in_the_way:
        meetings_must_give_way.send(event, claims=[entry.claim for entry in found.in_the_way])
    try:
        diary.replace([f"slot:{uid}" for uid in found.before], found.claims)
    except DiaryClash as clash:
        raise DomainError(
            "Somebody took a room or the time of a startup while you looked. Open this page again to see what changed."
        ) from clash
    history.record(
        "released the schedule",
        subject=f"release:{made.id}",
        label=f"Release {made.number}",
        scope=event.history_key,
        changes={"note": [None, note]} if note else {},
    )
    _write_to_startups(event, items, found)
    jobs.after_commit("exports.prepare", made.id)
    programme_released.send(made)
    return made


def hold(event: Event) -> None:
    """Wait for bookings under way, which share this row, and let the next ones wait until they can see the release."""
    db.session.flush()  # refreshing would forget what has been set and not written
    columns = [column.key for column in sa.inspect(Event).column_attrs]
    db.session.refresh(event, columns, with_for_update={"key_share": True})


def _refuse(event: Event, found: Preview, give_way: bool, seen: str | None) -> None:
    require(Act.RELEASE, event, clock.now())
    if not found.items:
        raise DomainError("There is nothing to release yet. Add a session first.")
    if seen is not None and seen != found.seen:
        raise DomainError("The draft has changed since you opened this page. Look at what it changes now.")
    if found.identical:
        raise DomainError("Nothing has changed since the newest release.")
    if found.refusals:
        raise DomainError(" ".join(found.refusals))
    if found.in_the_way and not give_way:
        names = "; ".join(
            f"{entry.label}, {span(entry.starts_at, entry.ends_at, event.zone)}" for entry in found.in_the_way
        )
        raise DomainError(
            f"{plural(len(found.in_the_way), 'booked meeting')} would have to be cancelled: {names}. "
            "Agree to that below, or change the draft.",
            field="give_way",
        )


def _release_row(event: Event, found: Preview, note: str) -> Release:
    made = Release(
        event_id=event.id,
        number=found.newest.number + 1 if found.newest else 1,
        note=note,
        released_at=clock.now().replace(microsecond=0),
        facts=found.facts,
        changes=[asdict(change) for change in found.changes],
    )
    db.session.add(made)
    # Two releases at one moment meet here, before anything else is done.
    db.session.flush()
    return made


def _items(found: Preview, now: datetime) -> list[Item]:
    """All rows of the release: what is planned, then what was taken out now or earlier."""
    moved_house = found.newest is not None and _place(found.facts) != _place(found.newest.facts)
    tables = _tables(found.items)
    items = []
    for item in found.items:
        values = row(item, tables.get(item.uid, []))
        items.append({**values, **_counted(values, found.before.get(item.uid), now, moved_house), "cancelled": False})
    planned = {item.uid for item in found.items}
    for old in found.before.values():
        if old.uid not in planned:
            kept = {name: getattr(old, name) for name in COLUMNS}
            if not old.cancelled:
                kept.update(cancelled=True, sequence=old.sequence + 1, changed_at=now)
            items.append(kept)
    return items


def _place(facts: dict[str, Any]) -> tuple[Any, ...]:
    return (facts["title"], facts["venue"], facts["address"])


def _counted(values: Item, old: ReleaseItem | None, now: datetime, moved_house: bool) -> Item:
    """Sequence and time of change: they rise only when what stands in calendars is another than before."""
    if old is None:
        return {"sequence": 0, "changed_at": now}
    same = not old.cancelled and not moved_house and all(values[name] == getattr(old, name) for name in IN_CALENDARS)
    if same:
        return {"sequence": old.sequence, "changed_at": old.changed_at}
    return {"sequence": old.sequence + 1, "changed_at": now}


def _tables(items: Iterable[Planned]) -> dict[str, list[Item]]:
    blocks = [item for item in items if item.kind is ItemKind.MEETINGS and item.room_id and item.tables]
    return {
        block.uid: [
            {"id": table.id, "name": table.name, "diary_id": table.diary_id}
            for table in ensure_tables(db.session.get_one(Room, block.room_id), block.tables)
        ]
        for block in blocks
    }


def insert_items(made: Release, items: Sequence[Item]) -> None:
    """Every row of a release in one statement."""
    db.session.connection().execute(sa.insert(ReleaseItem), [{**item, "release_id": made.id} for item in items])


def _news(found: Preview) -> dict[str, int]:
    """Pitches still to come that this release announces, changes or takes out, with their startups."""
    now = clock.now()
    pitches = {item.uid: item.startup_id for item in found.items if item.startup_id and item.ends_at > now}
    if found.newest is None:
        return pitches
    planned = {item.uid for item in found.items}
    for old in found.before.values():
        if old.startup_id and old.uid not in planned and old.ends_at > now:
            pitches[old.uid] = old.startup_id
    kinds = ("new", "moved", "room", "gone")
    return {
        change.uid: pitches[change.uid] for change in found.changes if change.kind in kinds and change.uid in pitches
    }


def people_told(found: Preview) -> int:
    """How many people a release of this draft writes to."""
    members = queries.members_of(sorted(set(_news(found).values())))
    return len({person.id for people in members.values() for person in people} | found.people_in_the_way)


def _write_to_startups(event: Event, items: Sequence[Item], found: Preview) -> None:
    """Only about pitches that are still to come and that this release changed."""
    news = _news(found)
    told = [item for item in items if item["uid"] in news]
    people = queries.members_of(sorted({item["startup_id"] for item in told}))
    for item in told:
        members = people.get(item["startup_id"], [])
        if item["cancelled"]:
            reason = "The organisers have taken it out of the schedule."
            notifications.pitch_removed(item, people=members, event=event, reason=reason)
        else:
            before = _before(found.before.get(item["uid"]), event)
            notifications.pitch_released(item, people=members, event=event, before=before)


def _before(old: ReleaseItem | None, event: Event) -> str:
    if old is None or old.cancelled:
        return ""
    return ", ".join(part for part in (span(old.starts_at, old.ends_at, event.zone), old.room) if part)
