"""The demo's mail: what would have been sent, to be read in the browser.

It stands here and not in `mail`, which knows no rules about people.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from pitchday.accounts.permissions import demo_only
from pitchday.errors import NotFound
from pitchday.mail.shelf import newest, one
from pitchday.web.guards import guard

blueprint = Blueprint("mail", __name__)


@blueprint.get("/demo/mail")
@guard(demo_only)
def shelf() -> str:
    return render_template("mail_shelf/index.html", mails=newest())


@blueprint.get("/demo/mail/<key>")
@guard(demo_only)
def shelved(key: str) -> str:
    found = one(key)
    if found is None:
        raise NotFound
    return render_template("mail_shelf/mail.html", mail=found)
