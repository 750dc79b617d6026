"""Fields that read what founders type by a rule, and show it again as people write it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from wtforms import Field
from wtforms.widgets import TextInput

from pitchday.errors import DomainError
from pitchday.startups import rules
from pitchday.web.forms import cleaned


class ReadField(Field):
    """A text that `read` makes a value of and `write` a text again; after a refusal it shows what was typed."""

    widget = TextInput()
    read: ClassVar[Callable[..., Any]]
    write: ClassVar[Callable[[Any], str]]

    def _value(self) -> str:
        if self.raw_data:
            return cleaned(str(self.raw_data[0])) or ""
        return "" if self.data is None else type(self).write(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = None
        try:
            self.data = type(self).read(cleaned(str(valuelist[0])) or "", field=self.name)
        except DomainError as refusal:
            raise ValueError(refusal.message) from None


class MoneyField(ReadField):
    """Whole pounds."""

    read = rules.read_money
    write = "{:,}".format


class WholeNumberField(ReadField):
    """A whole number."""

    read = rules.read_count
    write = "{:,}".format


class StaffField(ReadField):
    """People in full-time equivalents."""

    read = rules.read_staff
    write = rules.staff_in_words


class FoundedField(ReadField):
    """A month or a day."""

    read = rules.read_founded
    write = rules.founded_in_words
