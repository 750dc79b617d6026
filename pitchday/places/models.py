"""Cities, venues, rooms and tables, shared by everybody who runs pitch days."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.history import Recorded


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
    __tablename__ = "venue"
    __table_args__ = (sa.UniqueConstraint("city_id", "name"),)

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    city_id: Mapped[int] = mapped_column(sa.ForeignKey("city.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    postcode: Mapped[str] = mapped_column(sa.String(10), default="")
    nearest_station: Mapped[str] = mapped_column(sa.String(200), default="")
    step_free: Mapped[bool] = mapped_column(default=False)
    hearing_loop: Mapped[bool] = mapped_column(default=False)
    access_notes: Mapped[str] = mapped_column(sa.Text, default="")

    city: Mapped[City] = relationship(lazy="joined")
    rooms: Mapped[list[Room]] = relationship(back_populates="venue", order_by="Room.name")


class Room(Versioned, Recorded, Base):
    __tablename__ = "room"
    __table_args__ = (
        sa.UniqueConstraint("venue_id", "name"),
        sa.CheckConstraint("capacity > 0", name="capacity_is_positive"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"))
    name: Mapped[str] = mapped_column(sa.String(100))
    capacity: Mapped[int]
    diary_id: Mapped[int] = mapped_column(sa.ForeignKey("diary.id"), unique=True)

    venue: Mapped[Venue] = relationship(back_populates="rooms")
    tables: Mapped[list[Table]] = relationship(back_populates="room", order_by="Table.number")


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


explain("uq_city_name", "A city of this name is here already.", field="name")
explain("uq_city_slug", "This address belongs to another city already.", field="slug")
explain("ck_city_hue_is_an_angle", "Enter a hue from 0 to 360.", field="hue")
explain("ex_city_area_overlap", "Another area of this city holds on one of these days already.", field="valid_from")
explain("uq_venue_city_id_name", "This city has a venue of that name already.", field="name")
explain("uq_room_venue_id_name", "This venue has a room of that name already.", field="name")
explain("ck_room_capacity_is_positive", "Enter how many people the room holds.", field="capacity")
