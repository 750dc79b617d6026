"""Results, routes and picks as organisers type them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import TextInput

from pitchday.applications.models import Application
from pitchday.events.models import Event
from pitchday.progression.enums import RouteRule
from pitchday.progression.models import EventResult, Route
from pitchday.progression.results import Standing
from pitchday.progression.rules import MOST_PLACES, MOST_RANK, MOST_SCORE, Placed
from pitchday.progression.services import RouteFacts
from pitchday.startups.models import Startup
from pitchday.web.forms import Form, MomentField, OnceForm, VersionedForm, cleaned

RULES = [SelectChoice(rule.value, rule.label) for rule in RouteRule]
REASON = Length(max=500, message="Use at most 500 characters.")


class NumberField(Field):
    """A number that may be left out; after a refusal it shows what was typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return (cleaned(str(self.raw_data[0])) or "")[:20]
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (cleaned(str(valuelist[0])) or "") if valuelist else ""
        self.data = self.read(text) if text else None

    def read(self, text: str) -> float:
        """A score, with a point or a comma. Raises ValueError with words for people."""
        try:
            number = float(text.replace(",", ".")) if text.isascii() and len(text) <= 12 else -1.0
        except ValueError:
            number = -1.0
        if not 0 <= number <= MOST_SCORE:
            raise ValueError("Enter a score from 0 on, such as 7.5.")
        return number


class RankField(NumberField):
    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST_RANK):
            raise ValueError("Enter a place from 1 on.")
        return int(text)


class ResultsForm(VersionedForm):
    """A rank and a score for each startup, in fields named after its application."""

    def standings(self, contenders: Iterable[Application]) -> list[Standing]:
        return [Standing(row.id, self[f"rank_{row.uid}"].data, self[f"score_{row.uid}"].data) for row in contenders]


def results_form(contenders: Sequence[Application], result: EventResult | None) -> ResultsForm:
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": result.version if result else 0}
    known = {row.application_id: row for row in (result.placings if result else ())}
    for row in contenders:
        fields[f"rank_{row.uid}"] = RankField(f"Place of {row.startup.name}")
        fields[f"score_{row.uid}"] = NumberField(f"Score of {row.startup.name}")
        if row.id in known:
            data[f"rank_{row.uid}"], data[f"score_{row.uid}"] = known[row.id].rank, known[row.id].score
    kind: type[ResultsForm] = type("FilledResultsForm", (ResultsForm,), fields)
    return kind(data=data)


class TieForm(Form):
    reason = TextAreaField(
        "How was it decided?", [InputRequired("Write how it was decided. It stays on record."), REASON]
    )

    def chosen(self, tied: Sequence[Placed]) -> list[int]:
        """Those who tie in the order that was chosen; as many as have a place of their own."""
        orders = {str(self[f"order_{one.startup_id}"].data): one.startup_id for one in tied}
        return [orders[key] for key in sorted(orders)]


def tie_form(tied: Sequence[Placed], startups: dict[int, Startup]) -> TieForm:
    fields = {
        f"order_{one.startup_id}": SelectField(
            startups[one.startup_id].name,
            choices=[SelectChoice(f"{number:03}", f"{number}") for number in range(1, len(tied) + 1)],
            validate_choice=False,
        )
        for one in tied
    }
    kind: type[TieForm] = type("FilledTieForm", (TieForm,), fields)
    return kind(data={f"order_{one.startup_id}": f"{number:03}" for number, one in enumerate(tied, start=1)})


class PublishForm(Form):
    public_from = MomentField("Public from", [InputRequired("Enter the date and time they become public.")])


class _RouteNumbers:
    places = IntegerField(
        "How many go through",
        [
            InputRequired("Enter how many go through."),
            NumberRange(1, MOST_PLACES, f"Enter a number from 1 to {MOST_PLACES}."),
        ],
        default=2,
    )
    reserves = IntegerField(
        "Reserves",
        [
            InputRequired("Enter how many wait as reserves, 0 for none."),
            NumberRange(0, MOST_PLACES, f"Enter a number from 0 to {MOST_PLACES}."),
        ],
        default=1,
    )
    above = NumberField("Score needed")


class NewRouteForm(_RouteNumbers, OnceForm):
    source = SelectField("From", validate_choice=False)
    rule = SelectField("Rule", choices=RULES, validate_choice=False)

    def __init__(self, sources: Iterable[Event], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sources = {event.slug: event for event in sources}
        self.source.choices = [
            SelectChoice("", "Any pitch day, or an open call (wild card)"),
            *(SelectChoice(slug, event.title) for slug, event in self.sources.items()),
        ]

    def validate_source(self, field: Field) -> None:
        if field.data and field.data not in self.sources:
            raise ValidationError("Choose a pitch day from the list.")

    def validate_rule(self, field: Field) -> None:
        if field.data not in {rule.value for rule in RouteRule}:
            raise ValidationError("Choose a rule from the list.")

    def facts(self) -> RouteFacts:
        source = self.sources.get(self.source.data)
        return RouteFacts(
            RouteRule(self.rule.data), source, self.places.data or 0, self.reserves.data or 0, self.above.data
        )


class EditRouteForm(_RouteNumbers, VersionedForm):
    def facts(self, route: Route) -> RouteFacts:
        return RouteFacts(route.rule, route.from_event, self.places.data or 0, self.reserves.data or 0, self.above.data)


class PickForm(OnceForm):
    startup = SelectField("Startup", validate_choice=False)
    as_reserve = BooleanField("Only as a reserve")
    reason = TextAreaField("Why", [REASON])

    def __init__(self, candidates: Iterable[Application], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.candidates = {row.uid: row for row in candidates}
        self.startup.choices = [
            SelectChoice("", "Choose a startup"),
            *(SelectChoice(uid, f"{row.startup.name}, {row.event.title}") for uid, row in self.candidates.items()),
        ]

    def validate_startup(self, field: Field) -> None:
        if field.data not in self.candidates:
            raise ValidationError("Choose a startup from the list.")


class TellForm(Form):
    """`mark` says who was on the page; see `services.mark`."""

    mark = HiddenField()
