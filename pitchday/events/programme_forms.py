"""Programmes and funders as organisers type them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from pitchday.errors import DomainError
from pitchday.events.models import Funder, Programme, Sector
from pitchday.events.programmes import ProgrammeFacts
from pitchday.places.models import City
from pitchday.web.forms import DayField, Form, OnceForm, VersionedForm
from pitchday.web.urls import read_website


def _at_most(characters: int) -> Length:
    return Length(max=characters, message=f"Use at most {characters:,} characters.")


def _boxes(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label, validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


def _website(field: Field) -> None:
    """Validate and complete the address of a website."""
    try:
        field.data = read_website(field.data or "", field=field.name)
    except DomainError as refusal:
        raise ValidationError(refusal.message) from None


class ProgrammeForm(Form):
    """What is asked of a programme. `funder_name` and what follows are those of a funder added on the spot.

    Its button named `again` asks for the page once more with the description as it will look, and saves nothing.
    """

    name = StringField("Name", [DataRequired("Enter a name, such as Northern Pitch 2027."), _at_most(120)])
    summary = StringField("In one sentence", [_at_most(300)])
    description = TextAreaField("Description", [_at_most(20_000)])
    starts_on = DayField("First day")
    ends_on = DayField("Last day")
    cities = _boxes("Cities")
    sectors = _boxes("Sectors")
    funder = SelectField("Funder", validate_choice=False)
    funder_name = StringField("Name of the new funder", [_at_most(200)])
    funder_website = StringField("Website of the new funder", [_at_most(290)])
    funder_acknowledgement = StringField("How the new funder asks to be thanked", [_at_most(500)])
    logo = FileField("Logo")

    def __init__(
        self, *, cities: Iterable[City], sectors: Iterable[Sector], funders: Iterable[Funder], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.known_cities = {city.slug: city for city in cities}
        self.known_sectors = {sector.slug: sector for sector in sectors}
        self.known_funders = {funder.uid: funder for funder in funders}
        self.cities.choices = [SelectChoice(slug, city.name) for slug, city in self.known_cities.items()]
        self.sectors.choices = [SelectChoice(slug, sector.name) for slug, sector in self.known_sectors.items()]
        self.funder.choices = [
            SelectChoice("", "Nobody yet, or a new one below"),
            *(SelectChoice(uid, funder.name) for uid, funder in self.known_funders.items()),
        ]

    @property
    def again(self) -> bool:
        return request.method == "POST" and request.form.get("again") == "preview"

    def validate_cities(self, field: Field) -> None:
        if set(field.data or ()) - self.known_cities.keys():
            raise ValidationError("Choose cities from the list.")

    def validate_sectors(self, field: Field) -> None:
        if set(field.data or ()) - self.known_sectors.keys():
            raise ValidationError("Choose sectors from the list.")

    def validate_funder(self, field: Field) -> None:
        if field.data and field.data not in self.known_funders:
            raise ValidationError("Choose a funder from the list.")
        if field.data and self.funder_name.data:
            raise ValidationError("Choose a funder or add a new one, not both.")

    def validate_funder_website(self, field: Field) -> None:
        _website(field)
        if field.data and not self.funder_name.data:
            raise ValidationError("Enter the name of the new funder as well.")

    def validate_funder_acknowledgement(self, field: Field) -> None:
        if field.data and not self.funder_name.data:
            raise ValidationError("Enter the name of the new funder as well.")

    def facts(self, funder: Funder | None) -> ProgrammeFacts:
        return ProgrammeFacts(
            name=self.name.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            funder=funder or self.known_funders.get(self.funder.data),
            cities=[city for slug, city in self.known_cities.items() if slug in (self.cities.data or ())],
            sectors=[sector for slug, sector in self.known_sectors.items() if slug in (self.sectors.data or ())],
        )


class NewProgrammeForm(ProgrammeForm, OnceForm):
    pass


class EditProgrammeForm(ProgrammeForm, VersionedForm):
    without_logo = BooleanField("Show no logo")

    def __init__(self, programme: Programme, **kwargs: Any) -> None:
        super().__init__(
            data={
                "name": programme.name,
                "summary": programme.summary,
                "description": programme.description,
                "starts_on": programme.starts_on,
                "ends_on": programme.ends_on,
                "cities": [city.slug for city in programme.cities],
                "sectors": [sector.slug for sector in programme.sectors],
                "funder": programme.funder.uid if programme.funder else "",
                "version": programme.version,
            },
            **kwargs,
        )


class FunderForm(VersionedForm):
    name = StringField("Name", [DataRequired("Enter the name of the funder."), _at_most(200)])
    website = StringField("Website", [_at_most(290)])
    acknowledgement = StringField("How they ask to be thanked", [_at_most(500)])

    def validate_website(self, field: Field) -> None:
        _website(field)
