"""Input of founders and organisers to clean values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from pitchday.applications.enums import Decision
from pitchday.applications.models import Application
from pitchday.applications.rules import Asked
from pitchday.web.forms import Form, OnceForm, VersionedForm


def answers_form(asked: Sequence[Asked], application: Application) -> VersionedForm:
    """One long text for each question. None is required and none too long to be kept: a draft may be half-written."""
    fields = {f"answer_{question.uid}": TextAreaField(question.label) for question in asked}
    kind: type[VersionedForm] = type("AnswersForm", (VersionedForm,), fields)
    texts = {f"answer_{question.uid}": question.text for question in asked}
    return kind(version=application.version, **texts)


class DeckForm(OnceForm):
    deck = FileField("Your deck")


class QuestionForm(OnceForm):
    label = StringField("Question", [DataRequired("Enter the question."), Length(max=300)])
    help_text = StringField(
        "Help",
        [Length(max=500)],
        description="What a good answer has in it. Shown under the question.",
    )
    max_words = IntegerField(
        "Most words",
        [
            InputRequired("Enter how many words an answer may have."),
            NumberRange(1, 2000, "Enter a limit between 1 and 2,000 words."),
        ],
        default=200,
    )
    required = BooleanField("Everybody must answer this", default=True)


class DecideForm(Form):
    """`mark` says what the organiser had before them; see `services.mark_of`."""

    mark = HiddenField()
    decision = RadioField(
        "Decision",
        [InputRequired("Choose whether to accept or decline.")],
        choices=[SelectChoice(Decision.ACCEPT.value, "Accept"), SelectChoice(Decision.DECLINE.value, "Decline")],
    )
    reason = TextAreaField("Reason", [Length(max=5000, message="Write 5,000 characters at most.")])

    def decided(self) -> dict[str, Any]:
        return {
            "decision": Decision(self.decision.data),
            "reason": self.reason.data or "",
            "mark": self.mark.data or "",
        }


class ReleaseForm(Form):
    """`mark` says which decisions were on the page; see `services.pending_mark`."""

    mark = HiddenField()


class ConfirmForm(Form):
    """Nothing but its token."""
