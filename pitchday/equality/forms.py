"""What founders tick, and how an organiser asks."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import InputRequired

from pitchday.equality.questions import QUESTIONS
from pitchday.web.forms import Form

UNSAID = SelectChoice("unsaid", "Prefer not to say")


class EqualityForm(Form):
    """A field for each question is added below. None is required, and all that is not an answer counts as none."""

    def answers(self) -> dict[str, str]:
        """The keys of what was answered, by the key of the question."""
        known = {question.key: {answer.key for answer in question.answers} for question in QUESTIONS}
        return {key: self[key].data for key, answers in known.items() if self[key].data in answers}


for _question in QUESTIONS:
    _choices = [*(SelectChoice(answer.key, answer.words) for answer in _question.answers), UNSAID]
    setattr(
        EqualityForm,
        _question.key,
        RadioField(_question.words, choices=_choices, description=_question.hint, validate_choice=False),
    )


class AskForm(Form):
    """Counted alone or with the programme's other pitch days."""

    together = RadioField(
        "Whose answers are counted together?",
        choices=[],
        validators=[InputRequired("Choose whose answers are counted together.")],
    )


class CloseForm(Form):
    """A press of the button is all it takes."""
