"""What investors tell about themselves, and whom organisers invite."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from pitchday.investors import rules
from pitchday.investors.enums import InvestorKind
from pitchday.investors.models import StatementTemplate
from pitchday.web.forms import Form, OnceForm, VersionedForm

KINDS = [SelectChoice(kind.value, kind.label) for kind in InvestorKind]


class _ProfileFields:
    kind = RadioField(
        "What kind of investor are you?",
        [InputRequired("Choose the kind that fits best.")],
        choices=KINDS,
    )
    firm = StringField("Firm, fund or network", [Length(max=200, message="Use at most 200 characters.")])

    @property
    def chosen_kind(self) -> InvestorKind:
        return InvestorKind(self.kind.data)


class RegisterForm(_ProfileFields, OnceForm):
    pass


class ProfileForm(_ProfileFields, VersionedForm):
    pass


class StatementForm(OnceForm):
    """`edition` says which wording was read; the tick of the risk is never made for anybody."""

    edition = IntegerField(widget=HiddenInput())
    grounds = SelectMultipleField(
        "Tick what is true of you",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    risk = BooleanField(rules.ACCEPTANCE, [InputRequired(rules.NO_RISK)])
    signed_name = StringField(
        "Your full name",
        [InputRequired("Type your full name to sign."), Length(max=200, message="Use at most 200 characters.")],
    )

    def __init__(self, template: StatementTemplate, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grounds.choices = [SelectChoice(str(number), ground) for number, ground in enumerate(template.grounds)]
        self._offered = template.grounds
        self.read_edition = self.edition.data
        self.edition.raw_data, self.edition.data = None, template.edition

    def validate_grounds(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(rules.NO_GROUND)

    @property
    def ticked(self) -> list[str]:
        return [self._offered[number] for number in self.grounds.data or ()]


class InviteForm(OnceForm):
    name = StringField(
        "Name",
        [InputRequired("Enter the investor's name."), Length(max=200, message="Use at most 200 characters.")],
    )
    email = StringField(
        "Email address",
        [
            InputRequired("Enter an email address such as name@example.org."),
            Length(max=254, message="Use at most 254 characters."),
        ],
    )
    kind = SelectField("Kind of investor", choices=KINDS, default=InvestorKind.ANGEL.value)
    firm = StringField("Firm, fund or network", [Length(max=200, message="Use at most 200 characters.")])


class ConfirmForm(Form):
    """A step that asks once more."""
