"""What founders tell about their startup, its members and its deck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from pitchday.errors import DomainError
from pitchday.events.queries import sectors
from pitchday.places.queries import cities
from pitchday.places.rules import postcode
from pitchday.startups import rules
from pitchday.startups.enums import Instrument, Registration, ReliefStatus, Stage, TaxRelief, Tier, TradingStatus
from pitchday.startups.fields import FoundedField, MoneyField, StaffField, WholeNumberField
from pitchday.startups.visibility import declared
from pitchday.web.forms import DayField, Form, OnceForm, VersionedForm
from pitchday.web.urls import read_website

LONG = Length(max=5000, message="Use at most 5,000 characters.")


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
    video_url = StringField("Video", [Length(max=290, message="Use at most 290 characters.")])
    city_id = SelectField("City", coerce=_number_or_none)
    sector_id = SelectField("Sector", coerce=_number_or_none)
    specialisms = StringField("Specialisms", [Length(max=300, message="Use at most 300 characters.")])
    stage = SelectField("Stage", coerce=_member_or_none(Stage), choices=_choices(Stage))
    trading_status = SelectField(
        "Trading status", coerce=_member_or_none(TradingStatus), choices=_choices(TradingStatus)
    )
    founded = FoundedField("Founded")
    registration = SelectField(
        "Where it is registered", coerce=_member_or_none(Registration), choices=_choices(Registration)
    )
    company_number = StringField("Company number", [Length(max=40, message="Use at most 40 characters.")])
    overseas_country = StringField("Country", [Length(max=60, message="Use at most 60 characters.")])
    overseas_number = StringField("Number in that country", [Length(max=40, message="Use at most 40 characters.")])
    postcode = StringField("Postcode", [Length(max=10, message="Enter a full UK postcode, such as M2 5PD.")])

    ask = MoneyField("Amount sought")
    instrument = SelectField("Instrument", coerce=_member_or_none(Instrument), choices=_choices(Instrument))
    valuation = MoneyField("Valuation before the investment")
    use_of_funds = TextAreaField("Use of the money", [LONG])
    traction = TextAreaField("Traction and figures", [LONG])
    customers = WholeNumberField("Paying customers")
    monthly_revenue = MoneyField("Revenue in the last month")
    traction_on = DayField("These two are of", first_year=rules.FIRST_FOUNDED)
    tax_relief = SelectField("Tax relief", coerce=_member_or_none(TaxRelief), choices=_choices(TaxRelief))
    relief_status = SelectField("How far you are", coerce=_member_or_none(ReliefStatus), choices=_choices(ReliefStatus))
    relief_on = DayField("Since", first_year=rules.FIRST_FOUNDED)
    relief_reference = StringField("HMRC’s reference", [Length(max=60, message="Use at most 60 characters.")])

    staff_fte = StaffField("Staff in full-time equivalents")
    staff_fte_on = DayField("Staff on", first_year=rules.FIRST_FOUNDED)
    turnover = MoneyField("Turnover in twelve months")
    turnover_on = DayField("Twelve months to", first_year=rules.FIRST_FOUNDED)
    raised = MoneyField("Raised to date")
    raised_on = DayField("Raised until", first_year=rules.FIRST_FOUNDED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = SelectChoice("", "Not said")
        self.city_id.choices = [nothing, *(SelectChoice(str(city.id), city.name) for city in cities())]
        self.sector_id.choices = [nothing, *(SelectChoice(str(sector.id), sector.name) for sector in sectors())]

    def validate_website(self, field: Field) -> None:
        _read(field, partial(read_website, field=field.name))

    validate_video_url = validate_website

    def validate_company_number(self, field: Field) -> None:
        _read(field, partial(rules.read_company_number, field=field.name))

    def validate_specialisms(self, field: Field) -> None:
        _read(field, partial(rules.read_specialisms, field=field.name))

    def validate_postcode(self, field: Field) -> None:
        _read(field, postcode)

    def tier(self, name: str) -> Tier:
        """Who will see what is entered in this field."""
        return next(fact.tier for fact in declared() if fact.attribute == name)

    def facts(self) -> dict[str, Any]:
        """By column; texts that were left out are empty. The logo has a page of its own."""
        texts = (StringField, TextAreaField, FoundedField)
        names = [fact.attribute for fact in declared() if fact.attribute != "logo_id"]
        found = {name: self[name] for name in names}  # type: ignore[index]
        return {name: (field.data or "") if isinstance(field, texts) else field.data for name, field in found.items()}


def _read(field: Field, rule: Callable[[str], str]) -> None:
    try:
        field.data = rule(field.data or "")
    except DomainError as refusal:
        raise ValidationError(refusal.message) from None


class NewStartupForm(_Facts, OnceForm):
    is_another = BooleanField("Mine is another company")


class StartupForm(_Facts, VersionedForm):
    is_another = BooleanField("Mine is another company")

    def take(self, facts: Mapping[str, Any]) -> None:
        """Show these values of others where nothing else was typed."""
        for name, value in facts.items():
            if name in self:
                self[name].raw_data, self[name].data = None, value


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


class LogoForm(OnceForm):
    logo = FileField("Logo")
    without_logo = BooleanField("Show no logo")


class JoinForm(OnceForm):
    message = TextAreaField("What do you do there?", [Length(max=500, message="Use at most 500 characters.")])


class ConfirmForm(Form):
    """A step that asks once more."""
