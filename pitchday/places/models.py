"""Cities, venues, rooms and tables, shared by everybody who runs pitch days."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.history import Recorded
from pitchday.places.enums import Layout, ScreenRatio


class City(Versioned, Recorded, Base):
    """A stop on the line. `hue` is its accent colour, in degrees of oklch; `summary` its page's words, in Markdown."""

    __tablename__ = "city"
    __table_args__ = (sa.CheckConstraint("hue BETWEEN 0 AND 360", name="hue_is_an_angle"),)

    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    hue: Mapped[int]
    summary: Mapped[str] = mapped_column(sa.Text, default="")

    areas: Mapped[list[CityArea]] = relationship(back_populates="city", order_by="CityArea.valid_from.desc()")


class CityArea(Row, Recorded, Base):
    """The region and combined authority in which a city lies from `valid_from` to `valid_to`, both days included.

    The newest has no last day. No two of one city hold on one day: PostgreSQL refuses by the exclusion constraint
    `ex_city_area_overlap`, SQLite by triggers that raise the same name; both are made in the migrations.
    """

    __tablename__ = "city_area"
    __table_args__ = (
        sa.CheckConstraint("valid_to >= valid_from", name="ends_after_start"),
        sa.Index(None, "city_id", "valid_from"),
    )

    city_id: Mapped[int] = mapped_column(sa.ForeignKey("city.id"))
    region: Mapped[str] = mapped_column(sa.String(100))
    combined_authority: Mapped[str] = mapped_column(sa.String(100), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    city: Mapped[City] = relationship(back_populates="areas")

    def history_label(self) -> str:
        return f"Area of {self.city.name}" if self.city else "Area"


class Venue(Versioned, Recorded, Base):
    """A building that every organiser can use and its owner looks after.

    What has three answers is None where nobody knows. A retired one is no longer offered; pitch days keep it. One
    without an owner, left from before venues had them, is looked after by whoever may create pitch days.
    """

    __tablename__ = "venue"
    __table_args__ = (
        sa.UniqueConstraint("city_id", "name"),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="both_coordinates_or_none"),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="is_on_earth"),
        sa.CheckConstraint("capacity > 0", name="capacity_is_positive"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    city_id: Mapped[int] = mapped_column(sa.ForeignKey("city.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    postcode: Mapped[str] = mapped_column(sa.String(10), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    nearest_station: Mapped[str] = mapped_column(sa.String(200), default="")
    step_free: Mapped[bool | None]
    hearing_loop: Mapped[bool | None]
    quiet_room: Mapped[bool | None]
    capacity: Mapped[int | None]
    access_notes: Mapped[str] = mapped_column(sa.Text, default="")
    retired_at: Mapped[datetime | None]

    city: Mapped[City] = relationship(lazy="joined")
    owner: Mapped[Person | None] = relationship()
    rooms: Mapped[list[Room]] = relationship(back_populates="venue", order_by="Room.name")


class Room(Versioned, Recorded, Base):
    """`capacity` is the most people it may hold, however the chairs stand; each layout seats that many or fewer.

    What is None nobody has said; `most_tables` are those that fit in for one-to-one meetings.
    """

    __tablename__ = "room"
    __table_args__ = (
        sa.UniqueConstraint("venue_id", "name"),
        sa.CheckConstraint("capacity > 0", name="capacity_is_positive"),
        sa.CheckConstraint("most_tables > 0", name="tables_are_counted"),
        sa.CheckConstraint(
            " AND ".join(f"coalesce({layout.column}, 1) BETWEEN 1 AND capacity" for layout in Layout),
            name="layouts_fit",
        ),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"))
    name: Mapped[str] = mapped_column(sa.String(100))
    capacity: Mapped[int]
    screen: Mapped[ScreenRatio | None]
    seats_theatre: Mapped[int | None]
    seats_cabaret: Mapped[int | None]
    seats_boardroom: Mapped[int | None]
    seats_classroom: Mapped[int | None]
    seats_standing: Mapped[int | None]
    most_tables: Mapped[int | None]
    diary_id: Mapped[int] = mapped_column(sa.ForeignKey("diary.id"), unique=True)

    venue: Mapped[Venue] = relationship(back_populates="rooms")
    tables: Mapped[list[Table]] = relationship(back_populates="room", order_by="Table.number")

    @property
    def layouts(self) -> dict[Layout, int]:
        """How many people each layout seats, where that is known."""
        seats = {layout: getattr(self, layout.column) for layout in Layout}
        return {layout: count for layout, count in seats.items() if count is not None}


class Table(Row, Recorded, Base):
    """Where two people meet, in a room; numbered from 1."""

    __tablename__ = "meeting_table"
    __table_args__ = (
        sa.UniqueConstraint("room_id", "number"),
        sa.CheckConstraint("number > 0", name="number_is_positive"),
    )

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"))
    number: Mapped[int]
    diary_id: Mapped[int] = mapped_column(sa.ForeignKey("diary.id"), unique=True)

    room: Mapped[Room] = relationship(back_populates="tables")

    @property
    def name(self) -> str:
        return f"Table {self.number}"


class TravelTime(Row, Recorded, Base):
    """How long the way between two venues takes, both ways alike, as somebody who knows it has entered.

    The venue with the smaller number comes first, so that no pair is there twice.
    """

    __tablename__ = "travel_time"
    __table_args__ = (
        sa.UniqueConstraint("from_venue_id", "to_venue_id"),
        sa.CheckConstraint("from_venue_id < to_venue_id", name="one_row_for_both_ways"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_of_a_day"),
    )

    from_venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"))
    to_venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"), index=True)
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(200), default="")

    from_venue: Mapped[Venue] = relationship(foreign_keys=[from_venue_id])
    to_venue: Mapped[Venue] = relationship(foreign_keys=[to_venue_id])

    def history_label(self) -> str:
        if not (self.from_venue and self.to_venue):
            return "Way between venues"
        return f"Way between {self.from_venue.name} and {self.to_venue.name}"


explain("uq_city_name", "A city of this name is here already.", field="name")
explain("uq_city_slug", "This address belongs to another city already.", field="slug")
explain("ck_city_hue_is_an_angle", "Enter a hue from 0 to 360.", field="hue")
explain("ex_city_area_overlap", "Another area of this city holds on one of these days already.", field="valid_from")
explain("uq_venue_city_id_name", "This city has a venue of that name already.", field="name")
explain("uq_room_venue_id_name", "This venue has a room of that name already.", field="name")
explain("ck_room_capacity_is_positive", "Enter how many people the room holds.", field="capacity")
explain("ck_room_tables_are_counted", "Enter how many tables fit in, or leave it empty.", field="most_tables")
explain("ck_room_layouts_fit", "No layout seats more people than the room holds.", field="capacity")
explain("ck_venue_capacity_is_positive", "Enter how many people the venue holds.", field="capacity")
explain("ck_venue_both_coordinates_or_none", "Enter both latitude and longitude, or neither.", field="longitude")
explain("ck_venue_is_on_earth", "Enter degrees north and east.", field="latitude")
explain("ck_travel_time_minutes_of_a_day", "Enter from 1 minute to a day.", field="minutes")
explain("uq_travel_time_from_venue_id_to_venue_id", "Somebody else has just entered this way. Look at it first.")
for _refused in ("fk_event_venue_id", "fk_event_room_room_id", "fk_travel_time_to_venue_id"):
    explain(_refused, "This venue has just been removed. Choose another.", field="venue")
