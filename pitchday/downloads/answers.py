"""The answer to somebody who wants a list as a file."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.downloads import services
from pitchday.downloads.models import Ending
from pitchday.web.downloads import PRIVATE, download
from pitchday.web.guards import current_person
from pitchday.web.listing import Asked, Listing


def list_file(listing: Listing, ending: str) -> Response:
    """A short CSV at once; anything else is asked for, and the page that waits for it follows."""
    asked = listing.asked(request.args)
    if ending == Ending.CSV.value and listing.count(asked)[0] <= services.AT_ONCE:
        name = services.file_name(listing)
        return download(listing.file(asked, ending), ending, name=name, cache=PRIVATE, inline=False)
    return redirect(_ask(listing, asked, Ending(ending)), 303)


@commits
def _ask(listing: Listing, asked: Asked, ending: Ending) -> str:
    return url_for("downloads.wait", download_uid=services.ask(current_person(), listing, asked, ending).uid)
