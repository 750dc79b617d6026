"""Cities, venues and rooms as organisers type them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FloatField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from pitchday.places.models import City
from pitchday.places.rules import AreaFacts, CityFacts
from pitchday.web.forms import Form, OnceForm, VersionedForm

LARGEST_ROOM = 20_000


class WholeNumber(IntegerField):
    """A number of things, from `least` to `most`."""

    def __init__(self, label: str, validators: list[Any] | None = None, *, least: int = 1, most: int, **kwargs: Any):
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 9 and self.least <= int(text) <= self.most):
            raise ValueError(f"Enter a number from {self.least:,} to {self.most:,}.")
        self.data = int(text)


class Degrees(FloatField):
    """A coordinate in degrees, within the frame in which the places of this country lie."""

    def __init__(self, label: str, validators: list[Any] | None = None, *, frame: tuple[int, int], **kwargs: Any):
        super().__init__(label, validators, **kwargs)
        self.frame = frame

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        least, most = self.frame
        if not re.fullmatch(r"[-+]?[0-9]{1,3}(\.[0-9]{1,12})?", text) or not least <= float(text) <= most:
            raise ValueError(f"Enter degrees from {least} to {most}, such as {(least + most) / 2 + 0.12:.2f}.")
        self.data = float(text)


# The outermost points of the United Kingdom, rounded outwards.
LATITUDES, LONGITUDES = (49, 61), (-9, 2)


class FirstDay(DateField):
    """A day, with our words for what is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError:
            raise ValueError("Enter a day, such as 7 May 2024.") from None
        if not 1900 <= self.data.year <= 2100:
            self.data = None
            raise ValueError("Enter a year between 1900 and 2100.")


class CityFields:
    """What is known of a city, whichever form asks for it."""

    name = StringField("Name", [DataRequired("Enter the name of the city."), Length(max=100)])
    latitude = Degrees("Latitude", [InputRequired("Enter the latitude.")], frame=LATITUDES)
    longitude = Degrees("Longitude", [InputRequired("Enter the longitude.")], frame=LONGITUDES)
    hue = WholeNumber("Hue", [InputRequired("Enter a hue from 0 to 360.")], least=0, most=360)
    summary = TextAreaField("Words for its page", [Length(max=5000)])

    def facts(self) -> CityFacts:
        return CityFacts(**{known.name: getattr(self, known.name).data for known in fields(CityFacts)})


class AreaFields:
    region = StringField("Region", [DataRequired("Enter the region."), Length(max=100)])
    combined_authority = StringField("Combined authority", [Length(max=100)])
    valid_from = FirstDay("From this day on", [InputRequired("Enter the first day on which this holds.")])

    def area(self) -> AreaFacts:
        return AreaFacts(**{known.name: getattr(self, known.name).data for known in fields(AreaFacts)})


class NewCityForm(CityFields, AreaFields, OnceForm):
    slug = StringField("Address of its page", [Length(max=60)])

    def validate_slug(self, field: Field) -> None:
        if field.data == "new" or (field.data and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", field.data)):
            raise ValidationError("Use small letters, digits and hyphens only, such as tees-valley.")


class CityForm(CityFields, VersionedForm):
    """The address is not asked for: links and calendars hold it."""


class AreaForm(AreaFields, OnceForm):
    pass


class TakeBackForm(Form):
    """Which area is meant: the one that began on this day."""

    begun = FirstDay("First day", [InputRequired("Look at the areas as they are now.")], widget=HiddenInput())


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
    capacity = WholeNumber(
        "How many people it holds", [InputRequired("Enter how many people the room holds.")], most=LARGEST_ROOM
    )


class NewRoomForm(RoomFields, OnceForm):
    pass


class RoomForm(RoomFields, VersionedForm):
    pass
