"""What investors, founders and organisers say about meetings."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from wtforms import HiddenField, StringField
from wtforms.validators import Length

from pitchday.web.forms import Form, OnceForm, VersionedForm

_CODE = re.compile(r"[0-9a-z]{1,16}-(\d{8}T\d{4})")


def round_code(block_uid: str, starts_at: datetime) -> str:
    """How a form names a round: its block, and its start in UTC."""
    return f"{block_uid}-{starts_at.astimezone(UTC):%Y%m%dT%H%M}"


def read_round(code: str | None) -> tuple[str, datetime] | None:
    """(block_uid, start), or None for anything that `round_code` did not write."""
    found = _CODE.fullmatch(code or "")
    if found is None:
        return None
    try:
        starts_at = datetime.strptime(found[1], "%Y%m%dT%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found[0].partition("-")[0], starts_at


class BookForm(OnceForm):
    """Sent by a button beside a startup: whom to meet, and in which round."""

    startup = HiddenField()
    at = HiddenField()


class MoveForm(VersionedForm):
    """Sent by a button for a round."""

    at = HiddenField()


class CancelForm(Form):
    reason = StringField(
        "Reason",
        description="The other side reads it.",
        validators=[Length(max=300, message="Say it in 300 characters or fewer.")],
    )
