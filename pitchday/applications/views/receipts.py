"""Each version of an application that was sent, as a PDF for the members of the startup."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from pitchday.applications import receipts
from pitchday.applications.blueprint import blueprint
from pitchday.applications.models import Application, Submission
from pitchday.applications.permissions import sent_version
from pitchday.db import commits
from pitchday.files.services import read
from pitchday.web.downloads import PRIVATE, download, look_again
from pitchday.web.guards import guard


@blueprint.get("/applications/<application_uid>/versions/<int:number>.pdf")
@guard(sent_version)
def receipt(application: Application, sent: Submission) -> Response:
    """The file, or a page that waits for it and looks again by itself."""
    file = receipts.made(sent)
    if file is not None:
        name = receipts.file_name(application, sent.number)
        return download(read(file.sha256), "pdf", name=name, cache=PRIVATE, etag=file.sha256[:32])
    commits(receipts.ask)(sent.id)
    return look_again(render_template("applications/receipt_waiting.html", application=application, sent=sent))
