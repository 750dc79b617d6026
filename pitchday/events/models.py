"""Programmes, the pitch days in them, and who does what at each."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.invitations import Invitation
from pitchday.accounts.models import Person
from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.events.enums import EventKind, EventState, Role
from pitchday.files.models import StoredFile
from pitchday.history import Recorded
from pitchday.places.models import City, Room, Venue


class Sector(Row, Base):
    """A field of business, as in the Industrial Strategy; data, so that a programme can add its own."""

    __tablename__ = "sector"

    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)


class Funder(Versioned, Recorded, Base):
    """Whoever pays for programmes. `acknowledgement` is the sentence that they ask to be shown."""

    __tablename__ = "funder"

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    acknowledgement: Mapped[str] = mapped_column(sa.String(500), default="")


class Programme(Versioned, Recorded, Base):
    """A branded series of pitch days with one set of objectives, in some cities and sectors.

    `summary` is one sentence, `description` the page's text in Markdown. No city or sector named means all of them.
    """

    __tablename__ = "programme"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    funder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("funder.id"))
    logo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))

    funder: Mapped[Funder | None] = relationship()
    logo: Mapped[StoredFile | None] = relationship()
    cities: Mapped[list[City]] = relationship(secondary="programme_city", order_by=City.name)
    sectors: Mapped[list[Sector]] = relationship(secondary="programme_sector", order_by=Sector.name)

    @property
    def called(self) -> str:
        """As a pitch day has it, where a page or mail is about either."""
        return self.name

    @property
    def history_key(self) -> str:
        """The scope under which everything that belongs to the programme itself is put down."""
        return f"programme:{self.id}"

    def history_scope(self) -> str | None:
        return self.history_key


programme_city = sa.Table(
    "programme_city",
    Base.metadata,
    sa.Column("programme_id", sa.ForeignKey("programme.id"), primary_key=True),
    sa.Column("city_id", sa.ForeignKey("city.id"), primary_key=True),
)

programme_sector = sa.Table(
    "programme_sector",
    Base.metadata,
    sa.Column("programme_id", sa.ForeignKey("programme.id"), primary_key=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id"), primary_key=True),
)


def _one_lead(table: str, of: str) -> sa.Index:
    """Whatever happens at the same moment, nothing is owned by two."""
    is_lead = sa.text("role = 'lead'")
    return sa.Index(f"uq_{table}_lead", of, unique=True, sqlite_where=is_lead, postgresql_where=is_lead)


class ProgrammeRole(Row, Recorded, Base):
    """A person's role at every pitch day of a programme."""

    __tablename__ = "programme_role"
    __table_args__ = (
        sa.UniqueConstraint("programme_id", "person_id", "role"),
        _one_lead("programme_role", "programme_id"),
    )

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]

    person: Mapped[Person] = relationship()
    programme: Mapped[Programme] = relationship()

    def history_label(self) -> str:
        return f"{self.person.name} as {self.role.label.lower()}" if self.person else self.role.label

    def history_scope(self) -> str | None:
        return f"programme:{self.programme_id or self.programme.id}"


# For the public lists: what is to come, in the order of time, the same by city, and calls by their deadline. A
# condition that is written `state <> 'draft'` finds them.
_PUBLIC_INDEXES = tuple(
    sa.Index(name, *columns, sqlite_where=sa.text("state <> 'draft'"), postgresql_where=sa.text("state <> 'draft'"))
    for name, columns in (
        ("ix_event_public_end", ("ends_at",)),
        ("ix_event_public_time", ("starts_at", "id", "ends_at")),
        ("ix_event_public_city", ("city_id", "starts_at", "id", "ends_at", "state")),
        ("ix_event_public_call", ("applications_close_at", "id")),
    )
)


class Event(Versioned, Recorded, Base):
    """A pitch day: a dated occurrence at a venue, in one time zone.

    Applications are taken from `applications_open_at`, or from the day it is published where that is None.
    One that was begun before `applications_close_at` may be sent for `grace_minutes` more.
    `guests_expected` counts everybody in the largest room at once; None when nobody has said.
    `calendar_sequence` rises whenever something changes that people have in their calendars; `changed_at` says when.
    """

    __tablename__ = "event"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("applications_close_at <= starts_at", name="closes_before_start"),
        sa.CheckConstraint("applications_open_at < applications_close_at", name="opens_before_it_closes"),
        sa.CheckConstraint("guests_expected > 0", name="guests_are_counted"),
        sa.CheckConstraint("grace_minutes BETWEEN 0 AND 120", name="grace_is_short"),
        *_PUBLIC_INDEXES,
    )

    history_skips: ClassVar[frozenset[str]] = frozenset({"changed_at", "calendar_sequence", "schedule_released_at"})

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    kind: Mapped[EventKind]
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    title: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    city_id: Mapped[int] = mapped_column(sa.ForeignKey("city.id"), index=True)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"))
    zone_name: Mapped[str] = mapped_column(sa.String(60), default="Europe/London")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    applications_open_at: Mapped[datetime | None]
    applications_close_at: Mapped[datetime]
    grace_minutes: Mapped[int] = mapped_column(default=10)
    guests_expected: Mapped[int | None]
    # Of the first release, and of the first after a new date; from then on there is a programme to come to.
    schedule_released_at: Mapped[datetime | None]
    # What organisers told everybody when they postponed or cancelled it.
    notice: Mapped[str] = mapped_column(sa.String(1000), default="")
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    created_at: Mapped[datetime]

    programme: Mapped[Programme | None] = relationship()
    city: Mapped[City] = relationship()
    venue: Mapped[Venue] = relationship()
    rooms: Mapped[list[Room]] = relationship(secondary="event_room", order_by=Room.name)
    sectors: Mapped[list[Sector]] = relationship(secondary="event_sector", order_by=Sector.name)

    @property
    def called(self) -> str:
        """As a programme has it, where a page or mail is about either."""
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def history_key(self) -> str:
        """The scope under which everything that belongs to this pitch day is put down."""
        return f"event:{self.id}"

    def history_scope(self) -> str | None:
        return self.history_key


event_room = sa.Table(
    "event_room",
    Base.metadata,
    sa.Column("event_id", sa.ForeignKey("event.id"), primary_key=True),
    sa.Column("room_id", sa.ForeignKey("room.id"), primary_key=True),
)

event_sector = sa.Table(
    "event_sector",
    Base.metadata,
    sa.Column("event_id", sa.ForeignKey("event.id"), primary_key=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id"), primary_key=True, index=True),
)


class EventRole(Row, Recorded, Base):
    """A person's role at one pitch day; one person may hold several."""

    __tablename__ = "event_role"
    __table_args__ = (sa.UniqueConstraint("event_id", "person_id", "role"), _one_lead("event_role", "event_id"))

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    event: Mapped[Event] = relationship()

    def history_label(self) -> str:
        return f"{self.person.name} as {self.role.label.lower()}" if self.person else self.role.label


def _one_open(of: str) -> sa.Index:
    is_open = sa.text("state = 'open'")
    name = f"uq_team_invitation_open_{of}"
    return sa.Index(name, of, "email", "role", unique=True, sqlite_where=is_open, postgresql_where=is_open)


class TeamInvitation(Row, Invitation, Base):
    """Into the team of a pitch day or of a programme. What happens to it is put down in words by `events.teams`."""

    __tablename__ = "team_invitation"
    __table_args__ = (
        sa.CheckConstraint("(event_id IS NULL) <> (programme_id IS NULL)", name="of_one_team"),
        sa.CheckConstraint("role <> 'lead' AND role <> 'investor'", name="of_a_role_that_is_offered"),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="open_until_it_is_answered"),
        _one_open("event_id"),
        _one_open("programme_id"),
    )

    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    role: Mapped[Role]
    created_at: Mapped[datetime]

    event: Mapped[Event | None] = relationship()
    programme: Mapped[Programme | None] = relationship()

    @property
    def team(self) -> Event | Programme:
        """The pitch day or the programme."""
        team = self.event or self.programme
        assert team is not None  # noqa: S101 - the database says so
        return team


class DismissedWarning(Row, Base):
    """That somebody has looked at a warning. `mark` stands for the facts behind it: others make another warning."""

    __tablename__ = "dismissed_warning"
    __table_args__ = (sa.UniqueConstraint("event_id", "mark"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    mark: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str] = mapped_column(sa.String(300))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()


explain("fk_event_programme_id", "This programme has just been removed. Choose another.", field="programme")
explain("uq_event_slug", "A pitch day of this name on this date is here already.", field="title")
explain("uq_programme_slug", "A programme of this name is here already.", field="name")
explain("uq_funder_name", "A funder of this name is here already.", field="name")
explain("ck_programme_ends_after_start", "The programme cannot end before it starts.", field="ends_on")
explain("ck_event_opens_before_it_closes", "Applications must open before they close.", field="applications_open_at")
explain("ck_event_grace_is_short", "Enter between 0 and 120 minutes.", field="grace_minutes")
explain("ck_event_guests_are_counted", "Enter how many people you expect, or leave it empty.", field="guests_expected")
explain("uq_programme_role_programme_id_person_id_role", "This person has that role already.", field="email")
explain("ck_event_ends_after_start", "The end must be after the start.", field="ends_at")
explain(
    "ck_event_closes_before_start",
    "Applications must close before the pitch day starts.",
    field="applications_close_at",
)
explain("uq_dismissed_warning_event_id_mark", "Somebody has dismissed this warning already.")
for _of in ("event_id", "programme_id"):
    explain(f"uq_team_invitation_open_{_of}", "Somebody with this address is invited already.", field="email")
for _table in ("event_role", "programme_role"):
    explain(f"uq_{_table}_lead", "Somebody else owns it by now. Open the page of the team again.")
explain("uq_event_role_event_id_person_id_role", "This person has that role already.", field="email")
