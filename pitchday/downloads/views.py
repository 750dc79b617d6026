"""Waiting for a file of a list, and taking it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, render_template, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from pitchday.downloads.models import Download
from pitchday.downloads.permissions import own_download
from pitchday.downloads.queries import KEPT
from pitchday.errors import NotFound
from pitchday.files.services import read
from pitchday.web.downloads import PRIVATE, look_again
from pitchday.web.downloads import download as answer
from pitchday.web.guards import guard
from pitchday.web.listing import Listing

blueprint = Blueprint("downloads", __name__)


@blueprint.get("/me/files/<download_uid>")
@guard(own_download)
def wait(download: Download, listing: Listing) -> Response | str:
    """The page looks again by itself until the file is there, and then begins to take it."""
    values = listing.values(listing.asked(MultiDict(parse_qsl(download.query))))
    file_url = url_for("downloads.take", download_uid=download.uid, ending=download.ending.value)
    page = render_template(
        "downloads/file.html",
        download=download,
        back=listing.url(values),
        again=listing.file_url(download.ending.value, values),
        file_url=file_url,
        kept_until=download.asked_at + KEPT,
    )
    if download.is_waiting:
        return look_again(page)
    return look_again(page, after=1, at=file_url) if download.file else page


@blueprint.get("/me/files/<download_uid>.<any(csv, xlsx):ending>")
@guard(own_download)
def take(download: Download, listing: Listing, ending: str) -> Response:
    if download.file is None or ending != download.ending.value:
        raise NotFound
    data = read(download.file.sha256)
    return answer(data, ending, name=download.name, cache=PRIVATE, etag=download.file.sha256[:32], inline=False)
