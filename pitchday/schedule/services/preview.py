"""What a release would change, and what stands in its way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pitchday.diary import Claim, DiaryEntry
from pitchday.events.models import Event
from pitchday.schedule import queries
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, ReleaseItem
from pitchday.schedule.rules import Planned, room_clashes
from pitchday.schedule.services import taking
from pitchday.schedule.services.draft import planned
from pitchday.web.filters import clock_span, span

# What of an item stands in people's calendars; where it is follows from the room and the venue.
IN_CALENDARS = ("title", "description", "starts_at", "ends_at", "room")


@dataclass(frozen=True)
class Change:
    """One public line about what a release changed: `kind` is new, moved, room, renamed, details or gone."""

    kind: str
    uid: str
    title: str
    words: str


@dataclass(frozen=True)
class Preview:
    """A draft beside the newest release.

    `refusals` stop a release; `in_the_way` are booked meetings of this pitch day, one entry each, that would have to
    give way. `seen` names exactly this draft, so that nobody releases what they have not looked at.
    """

    items: tuple[Planned, ...]
    facts: dict[str, Any]
    newest: Release | None
    before: dict[str, ReleaseItem]
    changes: tuple[Change, ...]
    refusals: tuple[str, ...]
    in_the_way: tuple[DiaryEntry, ...]
    people_in_the_way: frozenset[int]
    claims: tuple[Claim, ...]
    seen: str

    @property
    def identical(self) -> bool:
        return self.newest is not None and not self.changes and self.newest.facts == self.facts


def preview(event: Event) -> Preview:
    """Compare the draft with the newest release, in a number of queries that does not depend on their size."""
    drafted = planned(queries.draft(event.id))
    with_pitches = {item.parent_uid for item in drafted}
    items = tuple(item for item in drafted if item.kind is not ItemKind.PITCHES or item.uid in with_pitches)
    newest = queries.newest_release(event.id)
    before = {item.uid: item for item in queries.items_of(newest.id)} if newest else {}
    facts = event_facts(event)
    claims = tuple(taking.claims_of(event, items))
    taken = list(taking.taken(claims, {f"slot:{uid}" for uid in before}))
    ours = taking.our_meetings(before.values())
    homeless = taking.homeless(ours, items)
    giving_way = {entry.claim: entry for entry in [*taken, *homeless] if entry.claim in {own.claim for own in ours}}
    others = [entry for entry in taken if entry.claim not in giving_way]
    return Preview(
        items=items,
        facts=facts,
        newest=newest,
        before=before,
        changes=tuple(changes(items, before, newest, facts, event)) if newest else (),
        refusals=(*room_clashes(items, event.zone), *taking.refusals(others, claims, items, event)),
        in_the_way=tuple(sorted(giving_way.values(), key=lambda entry: (entry.starts_at, entry.claim))),
        people_in_the_way=frozenset(queries.people_of(list(giving_way)) if giving_way else ()),
        claims=claims,
        seen=hashlib.sha256(repr((items, sorted(facts.items()), newest and newest.number)).encode()).hexdigest()[:32],
    )


def event_facts(event: Event) -> dict[str, Any]:
    """What the pages and files of a release need of the event, as it is now."""
    return {
        "uid": event.uid,
        "slug": event.slug,
        "title": event.title,
        "city": event.city.name,
        "city_slug": event.city.slug,
        "venue": event.venue.name,
        "address": ", ".join(part for part in (event.venue.address, event.venue.postcode) if part),
        "zone": event.zone_name,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
    }


def changes(
    items: Sequence[Planned], before: dict[str, ReleaseItem], newest: Release, facts: dict[str, Any], event: Event
) -> Iterator[Change]:
    """Public lines about what is new, moved, elsewhere, renamed or gone."""
    now = {item.uid for item in items}
    for item in items:
        old = before.get(item.uid)
        if old is None or old.cancelled:
            where = f", {item.room}" if item.room else ""
            yield Change("new", item.uid, item.title, f"{span(item.starts_at, item.ends_at, event.zone)}{where}")
        else:
            yield from _difference(item, old, event)
    for old in before.values():
        if old.uid not in now and not old.cancelled:
            yield Change("gone", old.uid, old.title, f"was {span(old.starts_at, old.ends_at, event.zone)}")
    if facts != newest.facts:
        yield Change("details", "", event.title, "where it is or what it is called has changed")


def _difference(item: Planned, old: ReleaseItem, event: Event) -> Iterator[Change]:
    if (item.starts_at, item.ends_at) != (old.starts_at, old.ends_at):
        same_day = _day(item.starts_at, event) == _day(old.starts_at, event)
        told = clock_span if same_day else span
        words = f"{span(item.starts_at, item.ends_at, event.zone)}, was {told(old.starts_at, old.ends_at, event.zone)}"
        yield Change("moved", item.uid, item.title, words)
    if item.room != old.room:
        yield Change("room", item.uid, item.title, f"{item.room or 'no room'}, was {old.room or 'no room'}")
    if item.title != old.title:
        yield Change("renamed", item.uid, item.title, f"was {old.title}")
    elif not same_details(item, old):
        yield Change("details", item.uid, item.title, "its description or details have changed")


def _day(moment: datetime, event: Event) -> date:
    return moment.astimezone(event.zone).date()


def same_details(item: Planned, old: ReleaseItem) -> bool:
    """Everything but title, times and room."""
    kept = ("kind", "parent_uid", "description", "room_id", "startup_slug", "city", "sector")
    blocks = old.details
    return all(getattr(item, name) == getattr(old, name) for name in kept) and (
        item.minutes,
        item.gap,
        item.tables,
    ) == (blocks.get("meeting_minutes", 0), blocks.get("gap_minutes", 0), len(blocks.get("tables", ())))


def row(item: Planned, tables: list[dict[str, Any]]) -> dict[str, Any]:
    """The columns of a release's item that come from the plan."""
    values = {key: value for key, value in asdict(item).items() if key not in ("minutes", "gap", "tables")}
    is_block = item.kind is ItemKind.MEETINGS
    details = {"meeting_minutes": item.minutes, "gap_minutes": item.gap, "tables": tables}
    return {**values, "details": details if is_block else {}}
