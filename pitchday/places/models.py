"""Cities, venues, rooms and tables, shared by everybody who runs pitch days."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.history import Recorded


class City(Row, Recorded, Base):
    """A stop on the line. `hue` is its accent colour, in degrees of oklch."""

    __tablename__ = "city"
    __table_args__ = (sa.CheckConstraint("hue BETWEEN 0 AND 360", name="hue_is_an_angle"),)

    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    hue: Mapped[int]
    region: Mapped[str] = mapped_column(sa.String(100))
    combined_authority: Mapped[str] = mapped_column(sa.String(100))


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


explain("uq_venue_city_id_name", "This city has a venue of that name already.", field="name")
explain("uq_room_venue_id_name", "This venue has a room of that name already.", field="name")
explain("ck_room_capacity_is_positive", "Enter how many people the room holds.", field="capacity")
