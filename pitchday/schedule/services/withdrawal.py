"""What becomes of a schedule whose pitch day is called off, gets another date, or is cloned."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from pitchday import clock, diary, history, jobs
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.schedule import notifications, queries
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, Sitting
from pitchday.schedule.services.preview import changes, event_facts
from pitchday.schedule.services.release import COLUMNS, Item, hold, insert_items
from pitchday.schedule.signals import programme_released


def withdraw_programme(event: Event) -> None:
    """A cancelled pitch day needs no time any more: free rooms and startups, and clear calendars of pitches to come."""
    newest = queries.newest_release(event.id)
    if newest is None:
        return
    items = [item for item in queries.items_of(newest.id) if not item.cancelled]
    diary.replace([f"slot:{item.uid}" for item in items], [])
    gone = [_values(item) | {"sequence": item.sequence + 1} for item in items]
    _tell_startups(event, gone, "The pitch day is cancelled.")


def release_nothing(event: Event, *, note: str, reason: str) -> None:
    """A release in which nothing takes place: what was announced is taken out, and its time is free again.

    The draft stays as it is; what is released of it later goes on under the same identities. `reason` is told to
    startups that were to pitch. Without an earlier release there is nothing to take back.
    """
    hold(event)
    newest = queries.newest_release(event.id)
    if newest is None:
        return
    now = clock.now().replace(microsecond=0)
    before = {item.uid: item for item in queries.items_of(newest.id)}
    facts = event_facts(event)
    made = Release(
        event_id=event.id,
        number=newest.number + 1,
        note=note,
        released_at=now,
        facts=facts,
        changes=[asdict(change) for change in changes((), before, newest, facts, event)],
    )
    db.session.add(made)
    db.session.flush()
    kept = [_taken_out(item, now) for item in before.values()]
    insert_items(made, kept)
    diary.replace([f"slot:{uid}" for uid in before], [])
    history.record(
        "took the schedule back",
        subject=f"release:{made.id}",
        label=f"Release {made.number}",
        scope=event.history_key,
        changes={"note": [None, note]},
    )
    _tell_startups(event, [item for item in kept if not before[item["uid"]].cancelled], reason)
    jobs.after_commit("exports.prepare", made.id)
    programme_released.send(made)


def _values(item: Any) -> Item:
    return {name: getattr(item, name) for name in COLUMNS}


def _taken_out(item: Any, now: datetime) -> Item:
    values = _values(item)
    return values if item.cancelled else values | {"cancelled": True, "sequence": item.sequence + 1, "changed_at": now}


def _tell_startups(event: Event, items: list[Item], reason: str) -> None:
    pitches = [item for item in items if item["kind"] is ItemKind.PITCH and item["ends_at"] > clock.now()]
    people = queries.members_of(sorted({item["startup_id"] for item in pitches if item["startup_id"]}))
    for item in pitches:
        members = people.get(item["startup_id"] or 0, [])
        notifications.pitch_removed(item, people=members, event=event, reason=reason)


def shift_draft(event: Event, shift: timedelta) -> None:
    """Move every session of the draft by so much on the wall of the pitch day's zone."""
    for sitting in db.session.scalars(sa.select(Sitting).where(Sitting.event_id == event.id)):
        sitting.starts_at = clock.moved(sitting.starts_at, event.zone, shift)
        if sitting.ends_at is not None:
            sitting.ends_at = clock.moved(sitting.ends_at, event.zone, shift)


def copy_draft(source: Event, target: Event, shift: timedelta) -> None:
    """The sessions of one pitch day's draft in another's, by so much later and without startups."""
    kept = [
        column.key
        for column in sa.inspect(Sitting).column_attrs
        if column.key not in ("id", "uid", "version", "event_id", "starts_at", "ends_at")
    ]
    for sitting in db.session.scalars(sa.select(Sitting).where(Sitting.event_id == source.id).order_by(Sitting.id)):
        ends_at = clock.moved(sitting.ends_at, source.zone, shift) if sitting.ends_at else None
        starts_at = clock.moved(sitting.starts_at, source.zone, shift)
        values = {name: getattr(sitting, name) for name in kept}
        db.session.add(Sitting(event_id=target.id, starts_at=starts_at, ends_at=ends_at, **values))
