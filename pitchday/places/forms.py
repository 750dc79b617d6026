"""Cities, venues and rooms as organisers type them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from wtforms import (
    Field,
    FloatField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from pitchday.places.enums import Layout, ScreenRatio
from pitchday.places.models import City
from pitchday.places.rules import AreaFacts, CityFacts, RoomFacts, VenueFacts
from pitchday.web.forms import CountField, DayField, Form, OnceForm, VersionedForm

LARGEST_ROOM, LARGEST_VENUE = 20_000, 100_000
# As many as a block of meetings can have; a day.
MOST_TABLES, MOST_MINUTES = 200, 1440
BAD_POSTCODE = "Enter a full UK postcode, such as M2 5PD."


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


# The first year of which anybody may want to say in which area a city lay.
OLDEST_AREA = 1900


class CityFields:
    """What is known of a city, whichever form asks for it."""

    name = StringField("Name", [DataRequired("Enter the name of the city."), Length(max=100)])
    latitude = Degrees("Latitude", [InputRequired("Enter the latitude.")], frame=LATITUDES)
    longitude = Degrees("Longitude", [InputRequired("Enter the longitude.")], frame=LONGITUDES)
    hue = CountField("Hue", [InputRequired("Enter a hue from 0 to 360.")], least=0, most=360)
    summary = TextAreaField("Words for its page", [Length(max=5000)])

    def facts(self) -> CityFacts:
        return CityFacts(**{known.name: getattr(self, known.name).data for known in fields(CityFacts)})


class AreaFields:
    region = StringField("Region", [DataRequired("Enter the region."), Length(max=100)])
    combined_authority = StringField("Combined authority", [Length(max=100)])
    valid_from = DayField(
        "From this day on", [InputRequired("Enter the first day on which this holds.")], first_year=OLDEST_AREA
    )

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

    begun = DayField(
        "First day",
        [InputRequired("Look at the areas as they are now.")],
        first_year=OLDEST_AREA,
        widget=HiddenInput(),
    )


KNOWN = {"yes": True, "no": False, "unknown": None}


class KnownField(RadioField):
    """A question with three answers: yes, no, and that nobody knows."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        choices = [SelectChoice("yes", "Yes"), SelectChoice("no", "No"), SelectChoice("unknown", "Not known")]
        super().__init__(label, choices=choices, validate_choice=False, default="unknown", **kwargs)
        self.type = "RadioField"  # by which templates choose how a field is drawn

    def process_data(self, value: Any) -> None:
        super().process_data(value if value in KNOWN else next(word for word in KNOWN if KNOWN[word] is value))

    def pre_validate(self, form: Any) -> None:
        if self.data not in KNOWN:
            raise ValidationError("Choose yes, no or not known.")

    @property
    def known(self) -> bool | None:
        return KNOWN[self.data]


class VenueFields:
    """What is known of a venue, whichever form asks for it."""

    name = StringField("Name", [DataRequired("Enter the name of the venue."), Length(max=200)])
    address = StringField("Street and town", [Length(max=300)])
    postcode = StringField("Postcode", [Length(max=12, message=BAD_POSTCODE)])
    latitude = Degrees("Latitude", frame=LATITUDES)
    longitude = Degrees("Longitude", frame=LONGITUDES)
    nearest_station = StringField("Nearest station", [Length(max=200)])
    step_free = KnownField("Step-free from the street to every room we use")
    hearing_loop = KnownField("Hearing loop")
    quiet_room = KnownField("Quiet room")
    capacity = CountField("How many people the whole venue holds", most=LARGEST_VENUE)
    access_notes = TextAreaField("Other things to know about access", [Length(max=2000)])

    def facts(self) -> VenueFacts:
        asked = ((known.name, getattr(self, known.name)) for known in fields(VenueFacts))
        values: dict[str, Any] = {
            name: field.known if isinstance(field, KnownField) else field.data for name, field in asked
        }
        return VenueFacts(**values)


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


SCREENS = {screen.value: screen for screen in ScreenRatio}


class RoomFields:
    """What is known of a room, whichever form asks for it."""

    name = StringField("Name", [DataRequired("Enter the name of the room."), Length(max=100)])
    capacity = CountField(
        "How many people it holds", [InputRequired("Enter how many people the room holds.")], most=LARGEST_ROOM
    )
    screen = SelectField(
        "Screen",
        choices=[
            SelectChoice("", "Not known"),
            *(SelectChoice(screen.value, screen.label) for screen in ScreenRatio),
        ],
        coerce=lambda value: value.value if isinstance(value, ScreenRatio) else value or "",
        validate_choice=False,
    )
    seats_theatre = CountField("Theatre", most=LARGEST_ROOM)
    seats_cabaret = CountField("Cabaret", most=LARGEST_ROOM)
    seats_boardroom = CountField("Boardroom", most=LARGEST_ROOM)
    seats_classroom = CountField("Classroom", most=LARGEST_ROOM)
    seats_standing = CountField("Standing", most=LARGEST_ROOM)
    most_tables = CountField("Tables for one-to-one meetings", most=MOST_TABLES)

    def validate_screen(self, field: Field) -> None:
        if field.data and field.data not in SCREENS:
            raise ValidationError("Choose a screen from the list.")

    @property
    def layouts(self) -> dict[Layout, Field]:
        return {layout: getattr(self, layout.column) for layout in Layout}

    def facts(self) -> RoomFacts:
        return RoomFacts(
            name=self.name.data or "",
            capacity=self.capacity.data or 0,
            screen=SCREENS.get(self.screen.data),
            layouts={layout: field.data for layout, field in self.layouts.items() if field.data is not None},
            most_tables=self.most_tables.data,
        )


class NewRoomForm(RoomFields, OnceForm):
    pass


class RoomForm(RoomFields, VersionedForm):
    pass


class HandOverForm(Form):
    email = StringField("Their email address", [DataRequired("Enter their email address."), Length(max=254)])


class WayForm(Form):
    """How long the way between two venues takes."""

    minutes = CountField("Minutes", [InputRequired("Enter how many minutes it takes.")], most=MOST_MINUTES)
    note = StringField("How one goes", [Length(max=200)])
