"""Who is asked into a team, and what they do there."""

from __future__ import annotations

from wtforms import Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, Length, ValidationError

from pitchday.events.enums import OFFERED, Role
from pitchday.web.forms import Form, OnceForm


class RoleForm(Form):
    role = RadioField(
        "What they do",
        choices=[SelectChoice(role.value, role.label) for role in OFFERED],
        validate_choice=False,
    )

    def validate_role(self, field: Field) -> None:
        if field.data not in {role.value for role in OFFERED}:
            raise ValidationError("Choose what they do.")

    def chosen(self) -> Role:
        return Role(self.role.data)


class InviteForm(RoleForm, OnceForm):
    name = StringField(
        "Name", [DataRequired("Enter their name."), Length(max=200, message="Use at most 200 characters.")]
    )
    email = StringField(
        "Email address",
        [DataRequired("Enter their email address."), Length(max=254, message="Use at most 254 characters.")],
    )
