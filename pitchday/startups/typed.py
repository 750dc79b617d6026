"""Facts of a startup from texts that were collected elsewhere, read and checked just as the form of a profile does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from pitchday import clock
from pitchday.errors import DomainError
from pitchday.startups import rules
from pitchday.startups.forms import NewStartupForm
from pitchday.web.forms import DayField

_PLAIN: dict[str, Any] = {"csrf": False}


class TypedFacts:
    """What may be typed into a profile. The lists of cities and sectors are those of the moment it is made."""

    def __init__(self) -> None:
        self.form = NewStartupForm(formdata=None, meta=_PLAIN)
        self.labels = {name: str(self.form[name].label.text) for name in self.form.facts()}

    def read(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """Facts by column, and what is wrong by column, in words; facts are of use only when nothing is wrong."""
        problems: dict[str, str] = {}
        typed: MultiDict[str, str] = MultiDict()
        for name, text in texts.items():
            typed[name] = self._as_sent(name, text, problems)
        form = NewStartupForm(formdata=typed, meta=_PLAIN)
        form.validate()
        for name, errors in form.errors.items():
            if name in self.labels:
                problems.setdefault(name, str(errors[0]))
        facts = form.facts()
        if not problems:
            try:
                facts["registration"] = rules.settled_registration(facts)
                rules.check_figures(facts, today=clock.today())
                rules.check_relief(facts)
            except DomainError as refusal:
                problems[refusal.field or "name"] = refusal.message
        return facts, problems

    def _as_sent(self, name: str, text: str, problems: dict[str, str]) -> str:
        """What the form would have sent for what people see: the value of a choice, a day as ISO 8601 writes it."""
        field = self.form[name]
        if text and isinstance(field, SelectField):
            known: list[Any] = [choice for choice in field.choices or () if choice.value]  # type: ignore[union-attr]
            asked = text.casefold()
            chosen: str | None = next((one.value for one in known if asked in (one.label.casefold(), one.value)), None)
            if chosen is None:
                problems[name] = f"Write one of: {', '.join(one.label for one in known)}."
            return chosen or ""
        if text and isinstance(field, DayField):
            try:
                return rules.read_founded(text, field=name)
            except DomainError:
                return text
        return text
