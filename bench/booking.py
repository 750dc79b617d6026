"""How many meetings can be booked and refused in a second, on PostgreSQL with commits that reach the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from flask import Flask

from bench import data, floor
from bench.harness import Row, Table, in_threads, interleaved, migrated_app, postgresql
from pitchday.accounts.models import Person
from pitchday.db import commits, db
from pitchday.diary.models import DiaryEntry
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.history import HistoryEntry
from pitchday.mail import Mail
from pitchday.meetings import services
from pitchday.meetings.models import Meeting
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.queries import meeting_blocks
from pitchday.schedule.rules import rounds
from pitchday.startups.models import Startup
from tests import factories

T = TypeVar("T")

CLIENTS = 8
RIVALS = 200
ROUNDS = 7
STARTUPS = 20
TABLES = 20
# Each startup has 16 times of 20 minutes, 5 apart; half of them get booked, as on a day that is half full.
TIMES = 16
BOOKED = 8


@dataclass(frozen=True)
class Day:
    """A pitch day with a released block of meetings."""

    event_id: int
    starts_on: date
    wishes: Sequence[floor.Wish]
    refusals: Sequence[floor.Wish]


def tables(folder: Path) -> Iterator[Table]:
    with postgresql(folder) as create:
        app = migrated_app(create("booking"), folder)
        with app.app_context():
            url = db.engine.url
            people = [factories.add_investor(f"Investor {number}").id for number in range(RIVALS)]
            startups = data.add_startups(STARTUPS, factories.add_person("Founder"))
            days = [_day(number, startups, people) for number in range(3 * (ROUNDS + 1) + 1)]
            db.session.remove()
        connections = [
            psycopg.connect(url.set(drivername="postgresql").render_as_string(False)) for _ in range(CLIENTS)
        ]
        try:
            yield _rates(app, connections, days[:-1])
            yield _rivals(app, days[-1], people)
        finally:
            for connection in connections:
                connection.close()
            with app.app_context():
                db.engine.dispose()


def _day(number: int, startups: list[int], people: list[int]) -> Day:
    """One pitch day; `wishes` are bookings that fit together, `refusals` ask for the same times once more."""
    starts_at = data.morning(30 + number)
    event = factories.add_event(starts_at=starts_at, hours=8, title=f"Bench day {number}", slug=f"bench-day-{number}")
    span = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=25 * TIMES)}
    factories.add_sitting(event, kind=SessionKind.MEETINGS, table_count=TABLES, **span)
    data.add_applications(event, startups)
    db.session.commit()
    data.release(event)
    (block,) = meeting_blocks(event.id)
    times = rounds(block.starts_at, block.ends_at, minutes=20, gap=5)[:TIMES:2][:BOOKED]

    def wish(time: int, place: int, offset: int) -> floor.Wish:
        investor = people[offset + (time + place) % STARTUPS]
        return floor.Wish(event.id, block.uid, startups[place], investor, times[time][0])

    places = [(time, place) for time in range(len(times)) for place in range(STARTUPS)]
    return Day(
        event.id, starts_at.date(), [wish(*each, 0) for each in places], [wish(*each, STARTUPS) for each in places]
    )


def _rates(app: Flask, connections: Sequence[psycopg.Connection[Any]], days: Sequence[Day]) -> Table:
    """Bookings of distinct times, each batch on a fresh day: by the service, with a view's reads, in plain SQL."""
    fresh = iter(days)
    last: list[Day] = []

    def booked() -> float:
        last[:] = [next(fresh)]
        return _rate([_read(app, wish) for wish in last[0].wishes], lambda _client, asked: _book(app, asked))

    def refused() -> float:
        return _rate([_read(app, wish) for wish in last[0].refusals], lambda _client, asked: _refused(app, asked))

    def viewed() -> float:
        return _rate(next(fresh).wishes, lambda _client, wish: _read_and_book(app, wish))

    def plain() -> float:
        day = next(fresh)
        return _rate(day.wishes, lambda client, wish: floor.book(connections[client], wish, day.starts_on))

    found = interleaved({"booked": booked, "refused": refused, "plain": plain, "viewed": viewed}, ROUNDS)
    _check_rows(app, days)
    rate = {name: f"{value:.0f}" for name, value in found.items()}
    service, sql = found["booked"], found["plain"]
    return Table(
        f"Meetings on PostgreSQL, {CLIENTS} clients, a second",
        "the service",
        "held against",
        [
            Row("booked, against plain SQL", rate["booked"], rate["plain"], service / sql, least=0.25),
            Row("refused, against booked", rate["refused"], rate["booked"], found["refused"] / service, least=1.5),
            Row("booked with a view's reads", rate["viewed"], rate["plain"], found["viewed"] / sql),
        ],
    )


def _rate(wishes: Sequence[T], work: Callable[[int, T], None]) -> float:
    """Wishes a second, shared among the clients."""

    def client(number: int) -> None:
        for wish in wishes[number::CLIENTS]:
            work(number, wish)

    return len(wishes) / in_threads(CLIENTS, client)


def _load(wish: floor.Wish) -> dict[str, Any]:
    return {
        "event": db.session.get_one(Event, wish.event_id),
        "block": next(block for block in meeting_blocks(wish.event_id) if block.uid == wish.block_uid),
        "starts_at": wish.starts_at,
        "startup": db.session.get_one(Startup, wish.startup_id),
        "investor": db.session.get_one(Person, wish.investor_id),
    }


def _read(app: Flask, wish: floor.Wish) -> dict[str, Any]:
    """What a view hands to the service, read beforehand: that is not the service's work."""
    with app.app_context():
        asked = _load(wish)
        db.session.expunge_all()
        return asked


def _book(app: Flask, asked: dict[str, Any]) -> None:
    """One booking in a context, a session and a transaction of its own."""
    with app.app_context():
        commits(services.book)(**asked)


def _read_and_book(app: Flask, wish: floor.Wish) -> None:
    with app.app_context():
        commits(lambda: services.book(**_load(wish)))()


def _refused(app: Flask, asked: dict[str, Any]) -> None:
    try:
        _book(app, asked)
    except DomainError:
        return
    raise AssertionError("A time that was taken has been booked again.")


def _check_rows(app: Flask, days: Sequence[Day]) -> None:
    """Both sides have written the same number of everything, or the comparison means nothing."""
    with app.app_context():
        for day in days:
            claims = sa.select("meeting:" + Meeting.uid).where(Meeting.event_id == day.event_id)
            rows = {
                "meetings": sa.select(Meeting.id).where(Meeting.event_id == day.event_id),
                "diary entries": sa.select(DiaryEntry.id).where(DiaryEntry.claim.in_(claims)),
                "mails": sa.select(Mail.id).where(Mail.about.in_(sa.select(claims.subquery().c[0] + ":0"))),
                "history": sa.select(HistoryEntry.id).where(
                    HistoryEntry.scope == f"event:{day.event_id}", HistoryEntry.subject.startswith("meeting:")
                ),
            }
            counts = {
                name: db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery()))
                for name, found in rows.items()
            }
            many = len(day.wishes)
            assert counts == {"meetings": many, "diary entries": 3 * many, "mails": 2 * many, "history": many}, counts


def _rivals(app: Flask, day: Day, people: Sequence[int]) -> Table:
    """All at one startup and one time, each an investor of their own."""
    wish = day.wishes[0]
    answers: list[str] = []

    def client(number: int) -> None:
        try:
            _read_and_book(app, replace(wish, investor_id=people[number]))
        except DomainError as refusal:
            assert str(refusal), "a refusal without words"
            answers.append("refused")
        else:
            answers.append("booked")

    in_threads(RIVALS, client)
    with app.app_context():
        held = db.session.scalar(
            sa.select(sa.func.count()).select_from(Meeting).where(Meeting.event_id == day.event_id)
        )
    booked, refused = answers.count("booked"), answers.count("refused")
    return Table(
        f"{RIVALS} clients at one time of one startup",
        "found",
        "expected",
        [
            Row("told that it is booked", str(booked), "1", booked, least=1, most=1),
            Row("meetings in the database", str(held), "1", held or 0, least=1, most=1),
            Row(
                "told in words that it is taken", str(refused), str(RIVALS - 1), refused / (RIVALS - 1), least=1, most=1
            ),
        ],
    )
