"""Sessions, places and releases as organisers type them."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import InputRequired, Length, ValidationError

from pitchday.events.models import Event
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import Sitting
from pitchday.schedule.services import SittingValues
from pitchday.web.forms import CountField, Form, MomentField, OnceForm, VersionedForm

LENGTHS = ("pitch_minutes", "qa_minutes", "changeover_minutes", "meeting_minutes", "gap_minutes", "table_count")


def _at_most(characters: int) -> Length:
    return Length(max=characters, message=f"Use at most {characters:,} characters.")


def _number(label: str, least: int, most: int) -> CountField:
    return CountField(label, [InputRequired(f"Enter a number from {least} to {most}.")], least=least, most=most)


class SittingForm(OnceForm, VersionedForm):
    """What every kind of session has. `FORMS` names the form of each kind."""

    title = StringField("Title", [_at_most(200)])
    room = SelectField("Room", validate_choice=False)
    starts_at = MomentField("Starts", [InputRequired("Enter the date and time it starts.")])
    description = TextAreaField("Description", [_at_most(5000)])

    def __init__(self, event: Event, kind: SessionKind, sitting: Sitting | None = None, **kwargs: Any) -> None:
        super().__init__(data=_data_of(event, kind, sitting), **kwargs)
        self.rooms = {room.uid: room for room in event.rooms}
        if sitting is not None and sitting.room is not None:
            self.rooms.setdefault(sitting.room.uid, sitting.room)
        self.room.choices = [
            SelectChoice("", "No room yet" if kind is SessionKind.PITCHES else "No room"),
            *(SelectChoice(room.uid, f"{room.name}, holds {room.capacity:,}") for room in self.rooms.values()),
        ]
        for field in self:
            if isinstance(field, MomentField):
                field.zone = event.zone
                if not self.is_submitted():
                    field.process_data(field.data)

    def validate_room(self, field: Field) -> None:
        if field.data and field.data not in self.rooms:
            raise ValidationError("Choose a room from the list.")

    def values(self) -> SittingValues:
        lengths = {name: self[name].data for name in LENGTHS if name in self}
        return SittingValues(
            title=self.title.data or "",
            starts_at=self.starts_at.data,
            ends_at=self["ends_at"].data if "ends_at" in self else None,
            room=self.rooms.get(self.room.data or ""),
            description=self.description.data or "",
            **lengths,
        )


class PitchesForm(SittingForm):
    pitch_minutes = _number("Pitch", 1, 60)
    qa_minutes = _number("Questions", 0, 60)
    changeover_minutes = _number("Changeover", 0, 30)


class TimedForm(SittingForm):
    """For breaks and talks, which end when somebody says so."""

    ends_at = MomentField("Ends", [InputRequired("Enter the date and time it ends.")])


class MeetingsForm(TimedForm):
    meeting_minutes = _number("Each meeting", 5, 120)
    gap_minutes = _number("Pause after each", 0, 60)
    table_count = _number("Tables", 0, 200)


FORMS: dict[SessionKind, type[SittingForm]] = {
    SessionKind.PITCHES: PitchesForm,
    SessionKind.BREAK: TimedForm,
    SessionKind.TALK: TimedForm,
    SessionKind.MEETINGS: MeetingsForm,
}


def _data_of(event: Event, kind: SessionKind, sitting: Sitting | None) -> dict[str, Any]:
    if sitting is None:
        return {
            "title": kind.label,
            "room": event.rooms[0].uid if event.rooms and kind is not SessionKind.BREAK else "",
            "starts_at": event.starts_at,
            "version": 0,
            "pitch_minutes": 3,
            "qa_minutes": 5,
            "changeover_minutes": 2,
            "meeting_minutes": 20,
            "gap_minutes": 5,
            "table_count": 6,
        }
    return {
        "title": sitting.title,
        "room": sitting.room.uid if sitting.room else "",
        "starts_at": sitting.starts_at,
        "ends_at": sitting.ends_at,
        "description": sitting.description,
        "version": sitting.version,
        **{name: getattr(sitting, name) for name in LENGTHS},
    }


class ChangeForm(VersionedForm):
    """A button: it carries the version of the session that the page showed."""

    def seen(self) -> int | None:
        return self.version.data if self.validate() else None


class PlaceForm(Form):
    """Which startup goes into which session; `sitting` is `<uid>:<version>`."""

    application = HiddenField()
    sitting = HiddenField()

    def wanted(self) -> tuple[str, int | None]:
        uid, _, version = (self.sitting.data or "").partition(":")
        is_number = version.isascii() and version.isdigit() and len(version) < 10
        return uid, int(version) if is_number else None


class ReleaseForm(OnceForm):
    note = StringField("Note", [_at_most(500)])
    give_way = BooleanField("Cancel these meetings and tell everybody in them")
    seen = HiddenField()
