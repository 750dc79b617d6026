"""The base of every form: its token, what was typed after a refusal, and times that exist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import render_template
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field, HiddenField, IntegerField, StringField
from wtforms.utils import unset_value
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, HiddenInput

from pitchday import clock
from pitchday.db import db, explained, new_uid
from pitchday.errors import DomainError, StaleEdit

FIRST_YEAR, LAST_YEAR = 2000, 2100

# Control characters other than tab and line breaks: no keyboard types them, and PostgreSQL refuses NUL.
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {
    0x7F: None,
    0xFFFE: None,
    0xFFFF: None,
}


def cleaned(text: str | None) -> str | None:
    """The text without control characters, lone surrogates and blanks at its ends."""
    if text is None:
        return None
    return text.translate(_CONTROLS).encode("utf-8", "ignore").decode().replace("\r\n", "\n").strip()


class Form(FlaskForm):
    """A form that speaks to people and keeps what they typed.

    `refusals()` runs a service and turns what it refuses into errors beside the field, with the transaction undone:

        if form.validate_on_submit():
            with form.refusals():
                event = services.create_event(form.title.data, by=person)
            if not form.errors:
                return redirect(...)
        return shown("events/new.html", form=form)
    """

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = list(unbound_field.kwargs.get("filters", ()))
            if issubclass(unbound_field.field_class, StringField):
                filters.insert(0, cleaned)
            return unbound_field.bind(form=form, **options, **({"filters": filters} if filters else {}))

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Undo and show a refusal; look at `errors` afterwards, and never return from inside the block."""
        try:
            yield
            db.session.flush()
        except DomainError as refusal:
            db.session.rollback()
            self.refuse(refusal)
        except sa.exc.IntegrityError as error:
            db.session.rollback()
            refusal_in_words = explained(error)
            if refusal_in_words is None:
                raise
            self.refuse(refusal_in_words)
        except sa.orm.exc.StaleDataError:
            # Somebody saved the same row between our look at its version and our own save.
            db.session.rollback()
            self.refuse(
                StaleEdit("Somebody else saved this at the same moment. Look at what changed, then save again.")
            )

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal beside its field, or above the form when it belongs to none."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(refusal.message)
        else:
            field.errors = [*field.errors, refusal.message]


class OnceForm(Form):
    """A form whose double post does nothing twice: the view wears `@once`."""

    once = HiddenField(default=lambda: new_uid(20))


class VersionedForm(Form):
    """A form that edits a row and says which version of it was read."""

    version = IntegerField(widget=HiddenInput())

    def validate_version(self, field: Field) -> None:
        if field.data is not None and not 0 <= field.data < 2**31:
            raise ValidationError("Open the page again.")

    def renew(self, version: int) -> None:
        """Carry the row's present version: the refusal says what others changed, and saving again keeps ours."""
        self.version.raw_data, self.version.data = None, version


def shown(template: str, *, form: Form, **values: Any) -> tuple[str, int]:
    """The page with the form: 422 when something in it was refused."""
    return render_template(template, form=form, **values), 422 if form.errors else 200


class DayField(Field):
    """A date that may be left out, not before `first_year`; after a refusal it shows what was typed."""

    widget = DateInput()

    def __init__(
        self, label: str, validators: list[Any] | None = None, *, first_year: int = FIRST_YEAR, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.first_year = first_year

    def _value(self) -> str:
        if self.raw_data:
            return (cleaned(str(self.raw_data[0])) or "")[:20]
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (cleaned(str(valuelist[0])) or "") if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError:
            raise ValueError("Enter a date, such as 3 November 2026.") from None
        if not self.first_year <= self.data.year <= LAST_YEAR:
            raise ValueError(f"Enter a year between {self.first_year} and {LAST_YEAR}.")


class CountField(IntegerField):
    """A whole number from `least` to `most`; None when nothing was entered."""

    def __init__(
        self, label: str, validators: list[Any] | None = None, *, least: int = 1, most: int, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 10 and self.least <= int(text) <= self.most):
            raise ValueError(f"Enter a number from {self.least:,} to {self.most:,}.")
        self.data = int(text)


class MomentWidget:
    """A date and a time side by side, and a question on the night when clocks go back."""

    def __call__(self, field: MomentField, **kwargs: Any) -> Markup:
        described = kwargs.get("aria-describedby", "")
        invalid = Markup(' aria-invalid="true"') if field.errors else ""
        hint = Markup(' aria-describedby="{}"').format(described) if described else ""
        parts = [
            Markup(
                '<span class="moment"><input class="form-control" type="date" id="{0}" name="{1}-date" value="{2}"'
            ).format(field.id, field.name, field.day_text),
            hint,
            invalid,
            Markup(
                ' aria-label="{0}: date"><input class="form-control" type="time" id="{1}-time" name="{2}-time"'
            ).format(field.label.text, field.id, field.name),
            Markup(' value="{0}" aria-label="{1}: time"').format(field.time_text, field.label.text),
            hint,
            invalid,
            Markup(">"),
        ]
        if field.twice:
            parts.append(self._fold(field))
        return Markup("").join([*parts, Markup("</span>")])

    def _fold(self, field: MomentField) -> Markup:
        options = Markup("").join(
            Markup('<option value="{0}"{1}>{2}</option>').format(
                value, Markup(" selected") if field.fold_text == value else "", text
            )
            for value, text in (
                ("", "Which of the two?"),
                ("0", "The first, before clocks go back"),
                ("1", "The second, after clocks went back"),
            )
        )
        return Markup('<select class="form-select" name="{0}-fold" aria-label="{1}: which">{2}</select>').format(
            field.name, field.label.text, options
        )


class MomentField(Field):
    """An instant entered as a date and a time on the wall of a place.

    `zone` is set by the form before validation. A time that does not exist is refused; one that happens twice is
    asked about. A time without a date is of the day that the field named `same_day_as` has.
    """

    widget = MomentWidget()

    def __init__(
        self, label: str, validators: list[Any] | None = None, *, same_day_as: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.same_day_as = same_day_as
        self.zone: ZoneInfo = clock.UK
        self.day_text = self.time_text = self.fold_text = ""
        self.twice = False

    def process_data(self, value: datetime | None) -> None:
        self.data = value
        if value is not None:
            local = value.astimezone(self.zone)
            self.day_text, self.time_text, self.fold_text = (
                f"{local:%Y-%m-%d}",
                f"{local:%H:%M}",
                str(local.fold),
            )

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors = []
        if data is unset_value:
            data = self.default() if callable(self.default) else self.default
        self.process_data(data)
        if formdata is not None and f"{self.name}-date" in formdata:
            self._read(formdata)

    def _read(self, formdata: MultiDict[str, str]) -> None:
        self.day_text = (cleaned(formdata.get(f"{self.name}-date")) or "")[:20]
        self.time_text = (cleaned(formdata.get(f"{self.name}-time")) or "")[:20]
        self.fold_text = (formdata.get(f"{self.name}-fold") or "")[:1]
        self.raw_data = [text for text in (self.day_text, self.time_text) if text]
        self.data = None

    def pre_validate(self, form: Any) -> None:
        if not self.raw_data:
            return
        if self.same_day_as and self.time_text and not self.day_text:
            self.day_text = form[self.same_day_as].day_text
        try:
            day, at = date.fromisoformat(self.day_text), time.fromisoformat(self.time_text)
        except ValueError:
            raise ValidationError("Enter a date and a time, such as 3 November 2026 and 18:00.") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(f"Enter a year between {FIRST_YEAR} and {LAST_YEAR}.")
        fold = int(self.fold_text) if self.fold_text in ("0", "1") else None
        try:
            self.data = clock.instant(day, at.replace(tzinfo=None, second=0, microsecond=0), self.zone, fold=fold)
        except clock.AmbiguousTime as question:
            self.twice = True
            raise ValidationError(question.message) from None
        except clock.NonexistentTime as refusal:
            raise ValidationError(refusal.message) from None


def upload_bytes(upload: object) -> bytes | None:
    """What was uploaded, or None when nothing was chosen."""
    if not isinstance(upload, FileStorage) or not upload.filename:
        return None
    upload.stream.seek(0)  # read before, when the view runs again after a deadlock
    data: bytes = upload.read()
    return data


def safe_name(name: str) -> str:
    """A file name fit to be shown and sent back: no folders, no control characters, 120 characters at most."""
    return (cleaned(name.replace("\\", "/").rpartition("/")[2].replace("\n", " ")) or "file")[-120:]
