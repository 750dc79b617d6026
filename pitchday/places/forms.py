"""Venues and rooms as organisers type them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from pitchday.places.models import City
from pitchday.web.forms import OnceForm, VersionedForm

LARGEST_ROOM = 20_000


class Capacity(IntegerField):
    """How many people a room holds."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= LARGEST_ROOM):
            raise ValueError(f"Enter a number from 1 to {LARGEST_ROOM:,}.")
        self.data = int(text)


class VenueFields:
    """What is known of a venue, whichever form asks for it."""

    name = StringField("Name", [DataRequired("Enter the name of the venue."), Length(max=200)])
    address = StringField("Street and town", [Length(max=300)])
    postcode = StringField("Postcode", [Length(max=12)])
    nearest_station = StringField("Nearest station", [Length(max=200)])
    step_free = BooleanField("Step-free from the street to every room we use")
    hearing_loop = BooleanField("Hearing loop")
    access_notes = TextAreaField("Other things to know about access", [Length(max=2000)])


class NewVenueForm(VenueFields, OnceForm):
    city = SelectField("City", validate_choice=False)

    def __init__(self, cities: Iterable[City], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cities = {city.slug: city for city in cities}
        self.city.choices = [
            SelectChoice("", "Choose a city"),
            *(SelectChoice(city.slug, city.name) for city in self.cities.values()),
        ]

    def validate_city(self, field: Field) -> None:
        if field.data not in self.cities:
            raise ValidationError("Choose a city from the list.")


class VenueForm(VenueFields, VersionedForm):
    """The city is not asked for: venues do not move."""


class RoomFields:
    name = StringField("Name", [DataRequired("Enter the name of the room."), Length(max=100)])
    capacity = Capacity("How many people it holds", [InputRequired("Enter how many people the room holds.")])


class NewRoomForm(RoomFields, OnceForm):
    pass


class RoomForm(RoomFields, VersionedForm):
    pass
