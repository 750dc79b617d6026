"""Forms of signing up and in, and of the account."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from pitchday.accounts.rules import check_password, clean_address
from pitchday.errors import DomainError
from pitchday.web.forms import Form, VersionedForm

NO_ADDRESS = "Enter your email address."
NO_NAME = "Enter your name."
NO_PASSWORD = "Enter your password."  # noqa: S105 - a sentence


class AddressField(EmailField):
    """An address that mail can be sent to, in the form in which it is stored."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped or not self.data:
            return
        try:
            self.data = clean_address(self.data)
        except DomainError as refusal:
            raise ValidationError(refusal.message) from None


class AddressForm(Form):
    email = AddressField("Email address", [DataRequired(NO_ADDRESS)])


class SignInForm(AddressForm):
    password = PasswordField("Password", [DataRequired(NO_PASSWORD)])
    remember = BooleanField("Keep me signed in on this device for 30 days")


class SignUpForm(AddressForm):
    name = StringField("Your name", [DataRequired(NO_NAME), Length(max=200, message="Use at most 200 characters.")])
    password = PasswordField("Password", [Optional()])

    def validate_password(self, field: PasswordField) -> None:
        """The service asks again; here it is so that all problems are shown at once."""
        try:
            check_password(field.data or "", email=self.email.data or "")
        except DomainError as refusal:
            raise ValidationError(refusal.message) from None


class NameForm(VersionedForm):
    name = StringField("Your name", [DataRequired(NO_NAME), Length(max=200, message="Use at most 200 characters.")])


class PasswordForm(Form):
    """`current` is asked for where there is a password, unless its owner came by a mailed link just now."""

    current = PasswordField("Present password", [DataRequired("Enter your present password.")])
    password = PasswordField("New password", [DataRequired("Enter a new password.")])

    def __init__(self, *, asks_current: bool) -> None:
        super().__init__()
        if not asks_current:
            del self.current


class ConfirmForm(Form):
    """One button."""
