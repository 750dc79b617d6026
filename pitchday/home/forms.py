"""What organisers type on their desk."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from pitchday.web.forms import Form


class DismissForm(Form):
    reason = StringField(
        "Why it is all right",
        [DataRequired("Say why it is all right."), Length(max=300, message="Use at most 300 characters.")],
    )
