"""A pitch day as organisers type it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from wtforms import (
    Field,
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from pitchday.events.enums import EventKind
from pitchday.events.models import Event, Programme, Sector
from pitchday.events.rules import GRACE_MINUTES, EventFacts, PlaceChoice
from pitchday.places.models import City, Room, Venue
from pitchday.web.forms import CountField, Form, MomentField, OnceForm, VersionedForm

MOST_ROOMS = 20
LARGEST_ROOM = 20_000
KINDS = {kind.value: kind for kind in EventKind}


def _at_most(characters: int) -> Length:
    return Length(max=characters, message=f"Use at most {characters:,} characters.")


class RoomRow(Form):
    """A room to be added; an empty row is no room."""

    class Meta(Form.Meta):
        csrf = False

    name = StringField("Room", [_at_most(100)])
    capacity = StringField("People it holds")

    def validate_capacity(self, field: Field) -> None:
        text = field.data or ""
        if not text and not self.name.data:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= LARGEST_ROOM):
            raise ValidationError(f"Enter how many people it holds, from 1 to {LARGEST_ROOM:,}.")
        if not self.name.data:
            raise ValidationError("Enter the name of this room as well.")


class EventForm(Form):
    """What is asked of a pitch day. `name`, `address` and `postcode` are those of a venue added on the spot.

    Its buttons named `again` ask for the page once more, with another row for a room or with the description as it
    will look, and save nothing.
    """

    title = StringField("Title", [DataRequired("Enter a title, such as Leeds heat."), _at_most(120)])
    kind = SelectField(
        "Kind", choices=[SelectChoice(kind.value, kind.label) for kind in EventKind], validate_choice=False
    )
    programme = SelectField("Programme", validate_choice=False)
    city = SelectField("City", validate_choice=False)
    starts_at = MomentField("Starts", [InputRequired("Enter the date and time it starts.")])
    ends_at = MomentField("Ends", [InputRequired("Enter the date and time it ends.")], same_day_as="starts_at")
    applications_open_at = MomentField("Applications open")
    applications_close_at = MomentField("Applications close", [InputRequired("Enter when applications close.")])
    grace_minutes = CountField("Minutes of grace", least=0, most=120, default=GRACE_MINUTES)
    description = TextAreaField("Description", [_at_most(20_000)])
    venue = SelectField("Venue", validate_choice=False)
    name = StringField("Name of the new venue", [_at_most(200)])
    address = StringField("Street and town", [_at_most(300)])
    postcode = StringField("Postcode", [Length(max=12, message="Enter a full UK postcode, such as M2 5PD.")])
    sectors = SelectMultipleField(
        "Sectors", validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    guests_expected = CountField("People you expect", most=100_000)
    new_rooms = FieldList(FormField(RoomRow), min_entries=1, max_entries=MOST_ROOMS)

    def __init__(
        self,
        *,
        cities: Iterable[City],
        venues: Iterable[Venue],
        programmes: Iterable[Programme],
        sectors: Iterable[Sector],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.cities = {city.slug: city for city in cities}
        self.venues = {venue.uid: venue for venue in venues}
        self.known_sectors = {sector.slug: sector for sector in sectors}
        self.sectors.choices = [SelectChoice(slug, sector.name) for slug, sector in self.known_sectors.items()]
        self.programmes = {programme.slug: programme for programme in programmes}
        self.city.choices = [
            SelectChoice("", "Choose a city"),
            *(SelectChoice(city.slug, city.name) for city in self.cities.values()),
        ]
        self.venue.choices = [
            SelectChoice("", "Choose a venue, or add one below"),
            *(SelectChoice(venue.uid, f"{venue.city.name}: {venue.name}") for venue in self.venues.values()),
        ]
        self.programme.choices = [
            SelectChoice("", "None, it stands alone"),
            *(SelectChoice(programme.slug, programme.name) for programme in self.programmes.values()),
        ]

    @property
    def again(self) -> str:
        """Which button asked for the page once more: `room`, `preview`, or none."""
        return request.form.get("again", "") if request.method == "POST" else ""

    def look_again(self) -> None:
        if self.again == "room" and len(self.new_rooms.entries) < MOST_ROOMS:
            self.new_rooms.append_entry()

    def validate_kind(self, field: Field) -> None:
        if field.data not in KINDS:
            raise ValidationError("Choose a kind from the list.")

    def validate_city(self, field: Field) -> None:
        if field.data not in self.cities:
            raise ValidationError("Choose a city from the list.")

    def validate_programme(self, field: Field) -> None:
        if field.data and field.data not in self.programmes:
            raise ValidationError("Choose a programme from the list.")

    def validate_venue(self, field: Field) -> None:
        if field.data and field.data not in self.venues:
            raise ValidationError("Choose a venue from the list.")
        if field.data and self.name.data:
            raise ValidationError("Choose a venue or add a new one, not both. Empty the name of the new one to choose.")
        if not field.data and not self.name.data:
            raise ValidationError("Choose a venue, or enter the name of a new one below.")

    def place(self) -> PlaceChoice:
        return PlaceChoice(
            city=self.cities[self.city.data],
            venue=self.venues.get(self.venue.data),
            name=self.name.data or "",
            address=self.address.data or "",
            postcode=self.postcode.data or "",
            rooms=self.chosen_rooms(),
            new_rooms=[(row["name"], int(row["capacity"])) for row in self.new_rooms.data if row["name"]],
        )

    def chosen_rooms(self) -> Sequence[Room] | None:
        """The rooms taken of the chosen venue; None for all that it has."""
        return None

    def facts(self, venue: Venue, rooms: Sequence[Room]) -> EventFacts:
        return EventFacts(
            title=self.title.data or "",
            kind=KINDS[self.kind.data],
            city=self.cities[self.city.data],
            venue=venue,
            rooms=rooms,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            applications_close_at=self.applications_close_at.data,
            description=self.description.data or "",
            programme=self.programmes.get(self.programme.data),
            sectors=[sector for slug, sector in self.known_sectors.items() if slug in (self.sectors.data or ())],
            applications_open_at=self.applications_open_at.data,
            guests_expected=self.guests_expected.data,
            grace_minutes=GRACE_MINUTES if self.grace_minutes.data is None else self.grace_minutes.data,
        )


class NewEventForm(EventForm, OnceForm):
    """Takes every room of the chosen venue: fewer can be chosen once the pitch day is there."""


class EditEventForm(EventForm, VersionedForm):
    rooms = SelectMultipleField(
        "Rooms you use", validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, event: Event, **kwargs: Any) -> None:
        super().__init__(data=_data_of(event), **kwargs)
        self.event_venue = event.venue
        self.rooms.choices = [
            SelectChoice(room.uid, f"{room.name}, holds {room.capacity:,}") for room in event.venue.rooms
        ]

    def chosen_rooms(self) -> Sequence[Room] | None:
        if self.venues.get(self.venue.data) is not self.event_venue:
            return None
        chosen = set(self.rooms.data or ())
        return [room for room in self.event_venue.rooms if room.uid in chosen]


def _data_of(event: Event) -> dict[str, Any]:
    return {
        "title": event.title,
        "kind": event.kind.value,
        "programme": event.programme.slug if event.programme else "",
        "city": event.city.slug,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "applications_open_at": event.applications_open_at,
        "applications_close_at": event.applications_close_at,
        "sectors": [sector.slug for sector in event.sectors],
        "guests_expected": event.guests_expected,
        "grace_minutes": event.grace_minutes,
        "description": event.description,
        "venue": event.venue.uid,
        "rooms": [room.uid for room in event.rooms],
        "version": event.version,
    }
