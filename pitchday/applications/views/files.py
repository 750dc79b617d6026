"""Files that were given as answers, for the founders and for whoever reads the application."""

from __future__ import annotations

from werkzeug.wrappers import Response

from pitchday.applications.blueprint import blueprint
from pitchday.applications.models import AnswerFile
from pitchday.applications.permissions import answered_file, file_reader
from pitchday.events.models import Event
from pitchday.files.services import read
from pitchday.web.downloads import PRIVATE, download
from pitchday.web.guards import guard


@blueprint.get("/applications/<application_uid>/files/<file_uid>")
@guard(answered_file)
def own_file(file: AnswerFile) -> Response:
    return _pdf(file)


@blueprint.get("/organise/events/<event_slug>/applications/<application_uid>/files/<file_uid>")
@guard(file_reader)
def sent_file(event: Event, file: AnswerFile) -> Response:
    return _pdf(file)


def _pdf(file: AnswerFile) -> Response:
    name = file.file_name.rpartition(".")[0] or file.file_name
    return download(read(file.file.sha256), "pdf", name=name, cache=PRIVATE)
