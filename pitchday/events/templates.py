"""Shapes of pitch days to start from, as plain values; minutes throughout.

The lengths follow what organisers in the North have run: three minutes of pitch, five of questions, two to change over,
and no more than an hour and a half without a break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pitchday import clock
from pitchday.events.enums import EventKind

PITCH, QUESTIONS, CHANGEOVER = 3, 5, 2
MEETING, GAP = 20, 5
NOTICE = timedelta(weeks=10)
"""How far ahead a date is suggested: six weeks for the call, two to choose, two to prepare."""
CHOOSING = timedelta(weeks=2)
DEADLINE = time(17, 0)


@dataclass(frozen=True)
class Session:
    """`minutes` is None for pitch sessions, whose length follows from `pitches`. `tables` is for meetings."""

    kind: Literal["pitches", "break", "talk", "meetings"]
    title: str
    minutes: int | None = None
    pitches: int = 0
    pitch: int = PITCH
    questions: int = QUESTIONS
    tables: int = 0

    @property
    def length(self) -> timedelta:
        if self.minutes is not None:
            return timedelta(minutes=self.minutes)
        return self.pitches * timedelta(minutes=self.pitch + self.questions + CHANGEOVER)

    @property
    def rounds(self) -> int:
        """How many meetings fit one after the other; the last one needs no gap after it."""
        return ((self.minutes or 0) + GAP) // (MEETING + GAP) if self.kind == "meetings" else 0


@dataclass(frozen=True)
class Template:
    """A shape of a pitch day: its sessions follow each other from `starts`, on the wall of its zone."""

    key: str
    label: str
    summary: str
    kind: EventKind
    starts: time
    sessions: Sequence[Session]

    @property
    def length(self) -> timedelta:
        return sum((session.length for session in self.sessions), timedelta())

    @property
    def pitches(self) -> int:
        return sum(session.pitches for session in self.sessions)

    @property
    def meetings(self) -> int:
        """How many one-to-one meetings the tables have room for."""
        return sum(session.rounds * session.tables for session in self.sessions)

    def plan(self, starts_at: datetime) -> list[tuple[Session, datetime, datetime]]:
        """Each session with its start and end, from the start of the day."""
        found, at = [], starts_at
        for session in self.sessions:
            found.append((session, at, at + session.length))
            at += session.length
        return found


TEMPLATES = {
    template.key: template
    for template in (
        Template(
            "evening",
            "Pitch evening",
            "After work: a welcome, one round of pitches, and time to talk.",
            EventKind.HEAT,
            time(18, 0),
            (
                Session("talk", "Welcome", 20),
                Session("pitches", "Pitches", pitches=8),
                Session("break", "Drinks and conversation", 50),
            ),
        ),
        Template(
            "half-day",
            "Half a day with meetings",
            "Two rounds of pitches in the afternoon, then investors and founders meet one to one.",
            EventKind.HEAT,
            time(13, 0),
            (
                Session("talk", "Welcome", 15),
                Session("pitches", "Pitches, first round", pitches=6),
                Session("break", "Coffee", 25),
                Session("pitches", "Pitches, second round", pitches=6),
                Session("break", "Break", 15),
                Session("meetings", "One-to-one meetings", 120, tables=10),
            ),
        ),
        Template(
            "demo-day",
            "Demo day",
            "A cohort on stage: more pitches, no questions in the room, and a long block of meetings.",
            EventKind.SHOWCASE,
            time(10, 0),
            (
                Session("talk", "Welcome", 20),
                Session("pitches", "The cohort, part one", pitches=10, pitch=4, questions=0),
                Session("break", "Coffee", 30),
                Session("pitches", "The cohort, part two", pitches=10, pitch=4, questions=0),
                Session("break", "Lunch", 60),
                Session("meetings", "One-to-one meetings", 170, tables=20),
            ),
        ),
        Template(
            "final",
            "Final",
            "Those who came through the heats, with longer questions, the panel’s decision and a reception.",
            EventKind.FINAL,
            time(16, 0),
            (
                Session("talk", "Welcome", 20),
                Session("pitches", "The finalists, part one", pitches=5, pitch=5, questions=8),
                Session("break", "Break", 20),
                Session("pitches", "The finalists, part two", pitches=5, pitch=5, questions=8),
                Session("break", "The panel decides", 30),
                Session("talk", "Results", 15),
                Session("break", "Reception", 60),
            ),
        ),
    )
}


@dataclass(frozen=True)
class Suggestion:
    """Times to begin with; everything about them can be changed."""

    starts_at: datetime
    ends_at: datetime
    applications_close_at: datetime


def suggest(template: Template, today: date, zone: ZoneInfo) -> Suggestion:
    """A Tuesday far enough ahead, and the end of the call two weeks before it, in the afternoon of a working day."""
    day = today + NOTICE
    day += timedelta(days=(1 - day.weekday()) % 7)
    starts_at = clock.instant(day, template.starts, zone)
    return Suggestion(starts_at, starts_at + template.length, clock.instant(day - CHOOSING, DEADLINE, zone))
