"""Input of founders and organisers to clean values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, DateInput, HiddenInput, ListWidget

from pitchday.applications import kinds
from pitchday.applications.enums import Decision, QuestionKind, Readers
from pitchday.applications.models import Question
from pitchday.applications.rules import Asked
from pitchday.applications.tagging import LONGEST
from pitchday.errors import DomainError
from pitchday.web.forms import CountField, Form, MomentField, OnceForm, VersionedForm, cleaned, upload_bytes

PROSE = Length(max=5000, message="Write 5,000 characters at most.")


class AnswersForm(VersionedForm):
    """`form_version` is that of the questions on the page; a field for each of them is added below."""

    form_version = IntegerField(widget=HiddenInput())

    def validate_form_version(self, field: Field) -> None:
        if field.data is not None and not 0 <= field.data < 2**31:
            raise ValidationError("Open the page again.")


def answers_form(asked: Sequence[Asked], *, version: int = 0, form_version: int = 0) -> AnswersForm:
    """A field for each question. None is required and nothing too long to be kept: a draft may be half-written."""
    fields = {_name(question.uid): _field_for(question) for question in asked}
    kind: type[AnswersForm] = type("AnswersFormOfACall", (AnswersForm,), fields)
    known = {_name(question.uid): _data_of(question) for question in asked}
    return kind(version=version, form_version=form_version, **known)


def _name(uid: str) -> str:
    return f"answer_{uid}"


def _field_for(question: Asked) -> Any:
    label, terms = question.label, question.terms
    options = [SelectChoice(option, option) for option in terms.options]
    if terms.kind is QuestionKind.CHOICE:
        nothing = [] if question.required else [SelectChoice("", "No answer")]
        return RadioField(label, choices=[*options, *nothing], validate_choice=False)
    if terms.kind in (QuestionKind.CHOICES, QuestionKind.RANKING):
        return _boxes(label, choices=options)
    if terms.kind is QuestionKind.DATE:
        return StringField(label, widget=DateInput())
    return {
        QuestionKind.LONG_TEXT: TextAreaField,
        QuestionKind.STATEMENT: BooleanField,
        QuestionKind.FILE: FileField,
    }.get(terms.kind, StringField)(label)


def _boxes(label: str, **kwargs: Any) -> SelectMultipleField:
    """One or more of many, as boxes to tick."""
    return SelectMultipleField(
        label,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **kwargs,
    )


def _data_of(question: Asked) -> Any:
    kind, text = question.terms.kind, question.to_start_from
    if kind in (QuestionKind.CHOICES, QuestionKind.RANKING):
        return kinds.chosen(text)
    if kind is QuestionKind.FILE:
        return None
    return bool(text) if kind is QuestionKind.STATEMENT else text


def answers_typed(questions: Sequence[Question], typed: MultiDict[str, str]) -> dict[str, str]:
    """What to keep of an answers page, by question; one that was not on the page is left out, and so are files."""
    return {
        question.uid: kinds.read(question.terms, [cleaned(text) or "" for text in typed.getlist(_name(question.uid))])
        for question in questions
        if question.kind is not QuestionKind.FILE and _name(question.uid) in typed
    }


def answers_as_typed(asked: Sequence[Asked]) -> dict[str, list[str]]:
    """The answers by the names and in the values of their fields, for a page that compares them with what it has."""
    return {
        _name(question.uid): kinds.typed_of(question.terms.kind, question.to_start_from)
        for question in asked
        if question.terms.kind is not QuestionKind.FILE and not question.fixed
    }


def answers_uploaded(asked: Sequence[Asked], form: VersionedForm) -> dict[str, tuple[bytes, str]]:
    """The files that were chosen on an answers page and what they are called, by question."""
    found = {}
    for question in asked:
        if question.terms.kind is QuestionKind.FILE:
            upload = form[_name(question.uid)].data
            data = upload_bytes(upload)
            if data is not None:
                found[question.uid] = (data, upload.filename)
    return found


class DeckForm(OnceForm):
    deck = FileField("Your deck")


class QuestionForm(OnceForm):
    """Every kind's fields; `values` takes those that the chosen kind uses."""

    kind = SelectField(
        "Kind of answer",
        choices=[SelectChoice(kind.value, kind.label) for kind in QuestionKind],
        default=QuestionKind.LONG_TEXT.value,
    )
    label = StringField("Question", [DataRequired("Enter the question."), Length(max=300)])
    help_text = StringField(
        "Help",
        [Length(max=500)],
        description="What a good answer has in it. Shown under the question.",
    )
    max_words = CountField("Most words", most=2000)
    max_characters = CountField("Most characters", most=20_000)
    least = CountField("At least", least=0, most=999_999_999)
    most = CountField("At most", least=0, most=999_999_999)
    unit = StringField("Unit", [Length(max=40)], description="For example people, or tonnes a year.")
    options = TextAreaField("Options", description="Each on a line of its own.")
    shown_if = _boxes("Ask only after one of these answers", description="Choose none to ask everybody.")
    readers = RadioField(
        "Who reads the answer",
        choices=[SelectChoice(who.value, who.label) for who in Readers],
        default=Readers.ALL.value,
    )
    required = BooleanField("Everybody must answer this", default=True)
    required_from = MomentField(
        "Must be answered from", description="What is sent before may leave it out. Empty: from the start."
    )
    fixed_after = MomentField(
        "Cannot be changed after", description="An answer that was sent by then stays. Empty: until applications close."
    )

    def __init__(self, zone: ZoneInfo, *, earlier: Sequence[Question], question: Question | None = None) -> None:
        super().__init__(data=_values_of(question, earlier) if question else None)
        for field in (self.required_from, self.fixed_after):
            field.zone = zone
            if question is not None and not self.is_submitted():
                field.process_data(getattr(question, field.name))
        self._after = {f"{one.uid}:{at}": (one, text) for one in earlier for at, text in enumerate(one.options)}
        self.shown_if.choices = [
            SelectChoice(key, f"{text}, to “{one.label}”") for key, (one, text) in self._after.items()
        ]

    def values(self) -> dict[str, Any]:
        """What the service takes. Raises DomainError for answers to several questions."""
        kind = QuestionKind(self.kind.data)
        conditions = [self._after[key] for key in self.shown_if.data or [] if key in self._after]
        if len({one.id for one, _ in conditions}) > 1:
            raise DomainError("Choose answers to one question only.", field="shown_if")
        options = [line for text in (self.options.data or "").split("\n") if (line := " ".join(text.split()))]
        if any(len(option) > 200 for option in options):
            raise DomainError("Write options of up to 200 characters.", field="options")
        used = {
            "max_words": self.max_words.data,
            "max_characters": self.max_characters.data,
            "least": self.least.data,
            "most": self.most.data,
            "unit": self.unit.data or "",
            "options": options,
        }
        nothing: dict[str, Any] = {"unit": "", "options": []}
        return {
            "kind": kind,
            "label": self.label.data,
            "help_text": self.help_text.data or "",
            "required": self.required.data,
            "required_from": self.required_from.data,
            "fixed_after": self.fixed_after.data,
            "readers": Readers(self.readers.data),
            "shown_if_id": conditions[0][0].id if conditions else None,
            "shown_if": [text for _, text in conditions],
            **{name: value if name in kinds.USES.get(kind, ()) else nothing.get(name) for name, value in used.items()},
        }


def _values_of(question: Question, earlier: Sequence[Question]) -> dict[str, Any]:
    names = ("label", "help_text", "max_words", "max_characters", "least", "most", "unit", "required")
    after = next((one for one in earlier if one.id is not None and one.id == question.shown_if_id), None)
    return {
        **{name: getattr(question, name) for name in names},
        "kind": question.kind.value,
        "readers": question.readers.value,
        "options": "\n".join(question.options),
        "shown_if": [f"{after.uid}:{at}" for at, text in enumerate(after.options) if text in question.shown_if]
        if after
        else [],
    }


class DecideForm(Form):
    """`mark` says what the organiser had before them; see `services.mark_of`."""

    mark = HiddenField()
    decision = RadioField(
        "Decision",
        [InputRequired("Choose whether to accept or decline.")],
        choices=[SelectChoice(Decision.ACCEPT.value, "Accept"), SelectChoice(Decision.DECLINE.value, "Decline")],
    )
    reason = TextAreaField("Reason", [PROSE])

    def decided(self) -> dict[str, Any]:
        return {
            "decision": Decision(self.decision.data),
            "reason": self.reason.data or "",
            "mark": self.mark.data or "",
        }


class TagForm(Form):
    name = StringField(
        "Tag", [DataRequired("Enter a tag."), Length(max=LONGEST, message=f"Write {LONGEST} characters at most.")]
    )


class OpenDeckForm(OnceForm):
    reason = TextAreaField(
        "Why",
        [DataRequired("Write why the deck may change."), Length(max=500, message="Write 500 characters at most.")],
    )


class NoteForm(OnceForm):
    text = TextAreaField(
        "Note",
        [DataRequired("Write something first."), PROSE],
    )


class BulkForm(OnceForm):
    """`marks` says what the organiser had before them of each application; see `bulk.Item.mark`."""

    marks = HiddenField()
    reason = TextAreaField("Reason", [PROSE])


class BulkTagForm(TagForm):
    """`mark` says which applications stood on the page."""

    mark = HiddenField()
    way = RadioField(
        "What to do with it",
        choices=[SelectChoice("on", "Put it on"), SelectChoice("off", "Take it off")],
        default="on",
    )


class MessageForm(OnceForm):
    """`mark` says who stood on the page as getting the message."""

    mark = HiddenField()
    subject = StringField(
        "Subject", [DataRequired("Enter a subject."), Length(max=150, message="Write 150 characters at most.")]
    )
    text = TextAreaField("Message", [DataRequired("Write the message."), PROSE])


class SetForm(OnceForm):
    name = StringField(
        "Name", [DataRequired("Enter a name."), Length(max=100)], description="For example Health, or First round."
    )
    description = TextAreaField(
        "What it is for", [Length(max=500)], description="Helps organisers of other cities to choose."
    )


class AskSetForm(OnceForm):
    way = RadioField(
        "Ask them",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice("after", "After the questions that are asked now"),
            SelectChoice("instead", "Instead of the questions that are asked now"),
        ],
    )


class LateLinkForm(OnceForm):
    email = StringField(
        "Email",
        [
            InputRequired("Enter an email address such as name@example.org."),
            Length(max=254, message="This address is too long."),
        ],
    )
    ends_at = MomentField("Until", [InputRequired("Enter until when they may send it.")])
    reason = TextAreaField(
        "Why",
        [DataRequired("Write why, for your colleagues."), Length(max=500, message="Write 500 characters at most.")],
    )

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.ends_at.zone = zone


class ReturnForm(OnceForm):
    """`mark` says what the organiser had before them; see `services.mark_of`."""

    mark = HiddenField()
    reason = TextAreaField("What to change", [DataRequired("Write what the startup is to change."), PROSE])
    until = MomentField("Until", [InputRequired("Enter until when they can change it.")])

    def __init__(self, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.until.zone = zone


class LateForm(Form):
    startup = RadioField("Startup", [InputRequired("Choose a startup.")], validate_choice=False)


class ReminderForm(OnceForm):
    sentence = TextAreaField("A sentence of yours", [Length(max=500, message="Write 500 characters at most.")])


class TellForm(OnceForm):
    """Nothing but what keeps it from being sent twice."""


class ReleaseForm(Form):
    """`mark` says which decisions were on the page; see `services.pending_mark`."""

    mark = HiddenField()


class ConfirmForm(Form):
    """Nothing but its token."""
