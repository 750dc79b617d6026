"""Input about a call to clean values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, EmailField, Field, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from pitchday.accounts.rules import clean_address
from pitchday.applications.call_models import FREEZE_HOURS, Call
from pitchday.applications.calls import Words
from pitchday.applications.criteria import LONGEST, Criterion
from pitchday.applications.stages import StageDates
from pitchday.errors import DomainError
from pitchday.web.forms import DayField, Form, MomentField, OnceForm, VersionedForm

YES, NO = "yes", "no"
_FITS = "fits_"
_LONG = Length(max=10_000, message="Write 10,000 characters at most.")


class CallForm(VersionedForm):
    """What a call says for itself."""

    eligibility = TextAreaField("Who can apply", [_LONG])
    prizes = TextAreaField("What you get", [_LONG])
    rules = TextAreaField("The rules", [_LONG])
    contact = EmailField("Email address for questions", [Length(max=254, message="This address is too long.")])
    shows_odds = BooleanField("Show how many applied and how many pitched last time")

    def __init__(self, call: Call | None) -> None:
        super().__init__(obj=call, data=None if call else {"version": 0})

    def validate_contact(self, field: Field) -> None:
        if field.data:
            try:
                field.data = clean_address(field.data)
            except DomainError as refusal:
                raise ValidationError(refusal.message) from None

    def words(self) -> Words:
        texts = {name: self[name].data or "" for name in ("eligibility", "prizes", "rules", "contact")}
        return Words(**texts, shows_odds=self.shows_odds.data)


class DatesForm(VersionedForm):
    early_deadline_at = MomentField("Early deadline")
    decisions_by = DayField("Founders hear by")
    confirm_by = DayField("Places are confirmed by")
    rehearsal_on = DayField("Rehearsal")
    deck_freeze_hours = IntegerField(
        "Decks are fixed this long before the start",
        [Optional(), NumberRange(0, 720, "Enter 720 hours at most, which are thirty days.")],
    )

    def __init__(self, zone: ZoneInfo, call: Call | None) -> None:
        super().__init__(obj=call, data=None if call else {"version": 0, "deck_freeze_hours": FREEZE_HOURS})
        self.early_deadline_at.zone = zone
        if call and not self.is_submitted():
            self.early_deadline_at.process_data(call.early_deadline_at)

    def dates(self) -> tuple[datetime | None, StageDates]:
        stages = StageDates(self.decisions_by.data, self.confirm_by.data, self.rehearsal_on.data)
        return self.early_deadline_at.data, stages


class DelayForm(OnceForm, VersionedForm):
    decisions_by = DayField("Founders now hear by", [InputRequired("Enter the day by which they hear.")])
    confirm_by = DayField("Places are confirmed by")
    sentence = TextAreaField("A sentence of yours", [Length(max=500, message="Write 500 characters at most.")])

    def __init__(self, version: int, confirm_by: date | None) -> None:
        super().__init__(data={"version": version, "confirm_by": confirm_by})

    def values(self) -> dict[str, Any]:
        names = ("decisions_by", "confirm_by")
        return {**{name: self[name].data for name in names}, "sentence": self.sentence.data or ""}


class CriterionForm(VersionedForm):
    statement = StringField(
        "Statement about the startup",
        [DataRequired("Write a statement."), Length(max=LONGEST, message=f"Write {LONGEST} characters at most.")],
    )
    wanted = RadioField(
        "It fits this call if the statement is",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(YES, "True"), SelectChoice(NO, "Not true")],
        default=YES,
    )

    def __init__(self, version: int, criterion: Criterion | None = None) -> None:
        known = {"statement": criterion.statement, "wanted": YES if criterion.wanted else NO} if criterion else {}
        super().__init__(data={"version": version, **known})

    def values(self) -> dict[str, Any]:
        return {"statement": self.statement.data, "wanted": self.wanted.data == YES}


class QuizForm(Form):
    """A field for each statement is added below, by its uid."""

    def given(self) -> dict[str, bool]:
        return {field.name.removeprefix(_FITS): field.data == YES for field in self if field.name.startswith(_FITS)}


def quiz_form(criteria: Sequence[Criterion]) -> QuizForm:
    fields = {
        f"{_FITS}{criterion.uid}": RadioField(
            criterion.statement,
            [InputRequired("Choose an answer.")],
            choices=[SelectChoice(YES, "True for us"), SelectChoice(NO, "Not true for us")],
        )
        for criterion in criteria
    }
    kind: type[QuizForm] = type("QuizFormOfACall", (QuizForm,), fields)
    return kind()
