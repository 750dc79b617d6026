"""The organisers' list of the meetings of a pitch day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.events.lists import EventListing
from pitchday.events.rights import Right
from pitchday.investors.models import InvestorProfile
from pitchday.investors.queries import profiles_of
from pitchday.meetings import queries
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.rules import Block
from pitchday.places.models import Room, Table
from pitchday.startups.models import Startup
from pitchday.web.listing import Choice, Column, Filter, in_order


@dataclass(frozen=True)
class Line:
    """A meeting with the profile of its investor, and whether the newest release still has its time."""

    meeting: Meeting
    profile: InvestorProfile | None
    in_programme: bool

    @property
    def is_live(self) -> bool:
        return self.meeting.state is MeetingState.SCHEDULED

    @property
    def where(self) -> str:
        return f"{self.meeting.table.name}, {self.meeting.table.room.name}"

    @property
    def state(self) -> str:
        if not self.is_live:
            return "Cancelled"
        return "Booked" if self.in_programme else "Outside the programme"


class Meetings(EventListing):
    """Who meets whom, cancelled meetings only when they are asked for."""

    name = "meetings"
    endpoint = "meetings.desk"
    right = Right.MEETINGS
    title, one, many = "Meetings", "meeting", "meetings"
    searched = (Person.name, Startup.name)
    search_label = "Investor or startup"
    first = "when"
    tie = (Meeting.id,)
    columns = (
        Column("investor", "Investor", lambda line: line.meeting.investor.name, [sa.func.lower(Person.name)]),
        Column("startup", "Startup", lambda line: line.meeting.startup.name, [sa.func.lower(Startup.name)]),
        Column("when", "Begins", lambda line: line.meeting.starts_at, [Meeting.starts_at, Table.number], "time"),
        Column("ends", "Ends", lambda line: line.meeting.ends_at, [Meeting.ends_at], "time", False),
        Column("where", "Where", lambda line: line.where, [sa.func.lower(Room.name), Table.number]),
        Column("state", "State", lambda line: line.state, [in_order(Meeting.state, MeetingState)]),
        Column("firm", "Firm", lambda line: line.profile and line.profile.firm, shown=False),
        Column("booked", "Booked", lambda line: line.meeting.booked_at, [Meeting.booked_at], "time", False),
        Column("reason", "Reason", lambda line: line.meeting.cancelled_reason, shown=False),
    )

    @cached_property
    def blocks(self) -> list[Block]:
        return queries.blocks(self.event.id)

    def statement(self) -> sa.Select[Meeting]:
        return (
            queries.of_event(self.event.id)
            .join(Meeting.investor)
            .join(Meeting.startup)
            .join(Room, Room.id == Table.room_id)
        )

    def available(self) -> list[Filter]:
        states = {MeetingState.SCHEDULED: "Booked", MeetingState.CANCELLED: "Cancelled"}
        choices = [Choice(state.value, words, Meeting.state == state) for state, words in states.items()]
        rooms = [Choice(room.uid, room.name, Room.id == room.id) for room in self.event.rooms]
        return [
            Filter("state", "State", "All", choices, default=MeetingState.SCHEDULED.value),
            Filter("room", "Room", "All rooms", rooms),
        ]

    def rows(self, found: Sequence[Meeting]) -> list[Line]:
        rounds = {block.uid: {begins for begins, _ in block.rounds} for block in self.blocks}
        profiles = profiles_of({meeting.investor_id for meeting in found})
        return [
            Line(meeting, profiles.get(meeting.investor_id), meeting.starts_at in rounds.get(meeting.block_uid, ()))
            for meeting in found
        ]
