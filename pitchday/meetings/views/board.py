"""The investor's board: their own day, and who is free when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.applications.queries import confirmed
from pitchday.db import commits, db, new_uid
from pitchday.diary import DiaryEntry
from pitchday.events.enums import EventState
from pitchday.events.models import Event, Sector
from pitchday.events.queries import sectors
from pitchday.investors.models import InvestorProfile
from pitchday.investors.permissions import basis_of
from pitchday.meetings import queries, rules, services
from pitchday.meetings.forms import BookForm, read_round, round_code
from pitchday.meetings.models import Meeting
from pitchday.meetings.permissions import board_reader
from pitchday.meetings.rules import Opening
from pitchday.meetings.services import MeetingRefused
from pitchday.meetings.views import blueprint
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, ReleaseItem
from pitchday.schedule.queries import in_newest_releases, meeting_blocks
from pitchday.startups.models import Startup
from pitchday.startups.visibility import public_facts
from pitchday.web.filters import span
from pitchday.web.guards import guard
from pitchday.web.once import once
from pitchday.web.paging import Page, paged


@dataclass(frozen=True)
class Row:
    """A startup on the board: its public facts, the meeting with it if there is one, and when it could be met."""

    startup: Startup
    facts: dict[str, Any]
    meeting: Meeting | None
    openings: Sequence[Opening]


@dataclass(frozen=True)
class Filters:
    """What the address asks for."""

    q: str
    sector: str
    at: str

    @classmethod
    def asked(cls) -> Filters:
        return cls(
            **{name: request.args.get(name, "").replace("\0", "").strip()[:80] for name in ("q", "sector", "at")}
        )

    @property
    def values(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@blueprint.get("/events/<event_slug>/meetings")
@guard(board_reader)
def board(event: Event, profile: InvestorProfile) -> str:
    return _page(event, profile.person)


@blueprint.post("/events/<event_slug>/meetings")
@guard(board_reader)
@commits
@once
def book(event: Event, profile: InvestorProfile) -> Response | tuple[str, int]:
    form, refusal, investor = BookForm(), None, profile.person
    with form.refusals():
        try:
            form.validate()
            meeting = _book(form, event, investor)
        except MeetingRefused as error:
            refusal = error
            raise
    if refusal is None and not form.errors:
        flash(f"Booked: {meeting.startup.name}, {_when(meeting)}, {meeting.table.name}.", "done")
        filters: dict[str, Any] = Filters.asked().values
        return redirect(url_for("meetings.board", event_slug=event.slug, **filters), 303)
    return _page(event, investor, form=form, refusal=refusal), 422


def _book(form: BookForm, event: Event, investor: Person) -> Meeting:
    startup = db.session.scalar(sa.select(Startup).where(Startup.uid == form.startup.data))
    asked = read_round(form.at.data)
    if startup is None or asked is None:
        raise MeetingRefused("Choose a startup and a time from the board.")
    block = next((block for block in meeting_blocks(event.id) if block.uid == asked[0]), None)
    if block is None:
        raise MeetingRefused("The programme has changed. Choose a time from the board as it is now.")
    return services.book(event=event, block=block, starts_at=asked[1], startup=startup, investor=investor)


def _when(meeting: Meeting) -> str:
    return span(meeting.starts_at, meeting.ends_at, meeting.event.zone)


def _page(
    event: Event, investor: Person, *, form: BookForm | None = None, refusal: MeetingRefused | None = None
) -> str:
    filters = Filters.asked()
    mine = list(db.session.scalars(queries.of_investor(event.id, investor.id)))
    blocks = queries.blocks(event.id)
    chosen = _opening_asked(filters, blocks)
    listing: Page[Application] = paged(_asked(event, filters, chosen))
    shown = [application.startup for application in listing.items]
    busy = queries.busy([investor.diary_id, *(startup.diary_id for startup in shown)], blocks)
    openings = list(rules.open_to(rules.with_free_seats(blocks, busy, after=clock.now()), busy, [investor.diary_id]))
    meetings = {meeting.startup_id: meeting for meeting in mine}
    rows = [
        Row(
            startup,
            public_facts(startup),
            meetings.get(startup.id),
            [
                opening
                for opening in rules.open_to(openings, busy, [startup.diary_id])
                if chosen is None or (opening.block_uid, opening.starts_at) == chosen
            ],
        )
        for startup in shown
    ]
    return render_template(
        "meetings/board.html",
        event=event,
        form=form,
        refusal=refusal,
        missing=_missing(event, investor),
        my_day=_my_day(event, mine),
        has_blocks=bool(blocks),
        listing=listing,
        rows=rows,
        sector_options=[("", "All sectors"), *((sector.slug, sector.name) for sector in sectors())],
        time_options=_times(openings, event, filters),
        filters=filters,
        round_code=round_code,
        once_key=lambda: new_uid(20),
        open_for_booking=event.state is EventState.PUBLISHED,
    )


def _opening_asked(filters: Filters, blocks: Sequence[rules.Block]) -> tuple[str, Any] | None:
    asked = read_round(filters.at)
    if asked is None:
        return None
    return asked if any(block.uid == asked[0] and block.round_at(asked[1]) for block in blocks) else None


def _asked(event: Event, filters: Filters, chosen: tuple[str, Any] | None) -> sa.Select[Application]:
    """Startups with a place at the pitch day that the filters let through."""
    statement = confirmed(event.id)
    if filters.q:
        wanted = (column.icontains(filters.q, autoescape=True) for column in (Startup.name, Startup.one_liner))
        statement = statement.where(sa.or_(*wanted))
    if filters.sector:
        statement = statement.where(Startup.sector.has(Sector.slug == filters.sector))
    if chosen is not None:
        statement = statement.where(
            ~sa.exists().where(
                DiaryEntry.diary_id == Startup.diary_id,
                DiaryEntry.starts_at <= chosen[1],
                DiaryEntry.ends_at > chosen[1],
            )
        )
    return statement


def _times(openings: Sequence[Opening], event: Event, filters: Filters) -> list[tuple[str, str]]:
    """Times at which the investor is free and a table is left; the one in the address stays, even when it is gone."""
    times = {
        round_code(opening.block_uid, opening.starts_at): span(opening.starts_at, opening.ends_at, event.zone)
        for opening in openings
    }
    if filters.at and filters.at not in times:
        times = {filters.at: "A time that is taken"} | times
    return [("", "Any time"), *times.items()]


def _missing(event: Event, investor: Person) -> str | None:
    """What keeps the investor from booking at all, in words."""
    if basis_of(investor, clock.today()) is None:
        return "Founders may only make offers to people who have signed an investor statement. It takes three minutes."
    if basis_of(investor, event.starts_at.astimezone(clock.UK).date()) is None:
        return "Your investor statement ends before the pitch day. Sign a new one, so that it holds on the day."
    return None


def _my_day(event: Event, mine: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Meetings, and the pitches of the startups they are with, in one column."""
    startups = [meeting.startup_id for meeting in mine]
    pitches = db.session.scalars(
        in_newest_releases().where(
            Release.event_id == event.id, ReleaseItem.kind == ItemKind.PITCH, ReleaseItem.startup_id.in_(startups)
        )
    )
    column = [
        {
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            "title": f"Meeting with {meeting.startup.name}",
            "url": url_for("meetings.show", meeting_uid=meeting.uid),
            "detail": rules.place(meeting.table.name, meeting.table.room.name),
            "state": "done" if meeting.ends_at <= clock.now() else "todo",
        }
        for meeting in mine
    ]
    column += [
        {
            "starts_at": pitch.starts_at,
            "ends_at": pitch.ends_at,
            "title": f"{pitch.title} pitches",
            "detail": pitch.room,
            "state": "done" if pitch.ends_at <= clock.now() else "todo",
        }
        for pitch in pitches
    ]
    return sorted(column, key=lambda entry: (entry["starts_at"], entry["title"]))
