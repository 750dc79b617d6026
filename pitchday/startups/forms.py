"""What founders tell about their startup, its members and its deck."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from flask_wtf.file import FileField
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import TextInput

from pitchday.errors import DomainError
from pitchday.events.queries import sectors
from pitchday.places.queries import cities
from pitchday.startups import rules
from pitchday.startups.enums import Instrument, Stage, TaxRelief
from pitchday.startups.visibility import declared
from pitchday.web.forms import Form, OnceForm, VersionedForm, cleaned
from pitchday.web.urls import read_website

LONG = Length(max=5000, message="Use at most 5,000 characters.")


class MoneyField(Field):
    """Whole pounds, typed as people type them; after a refusal it shows what was typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return cleaned(str(self.raw_data[0])) or ""
        return "" if self.data is None else f"{self.data:,}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = None
        try:
            self.data = rules.read_money(cleaned(str(valuelist[0])) or "", field=self.name)
        except DomainError as refusal:
            raise ValueError(refusal.message) from None


def _number_or_none(value: Any) -> int | None:
    return int(value) if value else None


def _member_or_none(words: type[Enum]) -> Callable[[Any], Enum | None]:
    return lambda value: words(value) if value else None


def _choices(words: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice("", "Not said"), *(SelectChoice(word.value, word.label) for word in words)]


class _Facts:
    """The facts of the profile, named as their columns."""

    name = StringField(
        "Name of the startup",
        [InputRequired("Enter the name of the startup."), Length(max=120, message="Use at most 120 characters.")],
    )
    one_liner = StringField("In one line", [Length(max=160, message="Use at most 160 characters.")])
    description = TextAreaField("What you do", [LONG])
    website = StringField("Website", [Length(max=290, message="Use at most 290 characters.")])
    city_id = SelectField("City", coerce=_number_or_none)
    sector_id = SelectField("Sector", coerce=_number_or_none)
    stage = SelectField("Stage", coerce=_member_or_none(Stage), choices=_choices(Stage))
    company_number = StringField("Company number", [Length(max=40, message="Use at most 40 characters.")])

    ask = MoneyField("Amount sought")
    instrument = SelectField("Instrument", coerce=_member_or_none(Instrument), choices=_choices(Instrument))
    valuation = MoneyField("Valuation before the investment")
    use_of_funds = TextAreaField("Use of the money", [LONG])
    traction = TextAreaField("Traction and figures", [LONG])
    tax_relief = SelectField("Tax relief", coerce=_member_or_none(TaxRelief), choices=_choices(TaxRelief))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = SelectChoice("", "Not said")
        self.city_id.choices = [nothing, *(SelectChoice(str(city.id), city.name) for city in cities())]
        self.sector_id.choices = [nothing, *(SelectChoice(str(sector.id), sector.name) for sector in sectors())]

    def validate_website(self, field: Field) -> None:
        try:
            field.data = read_website(field.data or "", field=field.name)
        except DomainError as refusal:
            raise ValidationError(refusal.message) from None

    def validate_company_number(self, field: Field) -> None:
        try:
            field.data = rules.read_company_number(field.data or "", field=field.name)
        except DomainError as refusal:
            raise ValidationError(refusal.message) from None

    def facts(self) -> dict[str, Any]:
        """By column; texts that were left out are empty."""
        texts = (StringField, TextAreaField)
        found = {fact.attribute: self[fact.attribute] for fact in declared()}  # type: ignore[index]
        return {name: (field.data or "") if isinstance(field, texts) else field.data for name, field in found.items()}


class NewStartupForm(_Facts, OnceForm):
    pass


class StartupForm(_Facts, VersionedForm):
    pass


class MemberForm(OnceForm):
    name = StringField(
        "Name",
        [InputRequired("Enter the name of your co-founder."), Length(max=200, message="Use at most 200 characters.")],
    )
    email = StringField(
        "Email address",
        [
            InputRequired("Enter an email address such as name@example.org."),
            Length(max=254, message="Use at most 254 characters."),
        ],
    )
    role = StringField("Role", [Length(max=100, message="Use at most 100 characters.")], default="Founder")


class DeckForm(OnceForm):
    deck = FileField("Deck")


class ConfirmForm(Form):
    """A step that asks once more."""
