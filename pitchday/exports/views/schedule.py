"""The schedule of a pitch day: its page, its files, and earlier releases."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from pitchday.db import db
from pitchday.errors import NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import public_event
from pitchday.exports import queries, services, writers
from pitchday.exports.answers import answer, page_identity, stored
from pitchday.exports.blueprint import blueprint
from pitchday.exports.models import RenditionKind
from pitchday.exports.queries import Current
from pitchday.exports.shortcut import CURRENT
from pitchday.exports.standing import standing_of
from pitchday.jobs import enqueue
from pitchday.schedule.queries import release_by_number, releases
from pitchday.web.downloads import look_again
from pitchday.web.guards import anyone, guard, personal_cookies

# Too slow to make while somebody waits.
BY_JOBS = frozenset({"pdf", "xlsx"})


@blueprint.get("/events/<event_slug>/schedule")
@guard(anyone)
def schedule(event_slug: str) -> Response | str:
    found = _current(event_slug, "html")
    if found.release_id is None:
        return render_template("exports/no_schedule.html", event=queries.public_event(event_slug))
    if _may_be_somebody():
        return _page(found, _fragment(found)).decode()
    fragment = None if found.sha256 else _fragment(found)
    name = found.sha256 or writers.identity(fragment or b"")

    def draw() -> bytes:
        return _page(found, fragment or _fragment(found))

    return answer(page_identity(f"{name}:{found.state}:{found.title}", draw), "html", None, draw)


@blueprint.get("/events/<event_slug>/schedule.<any(ics, json, csv, xlsx, pdf):kind>")
@guard(anyone)
def schedule_file(event_slug: str, kind: str) -> Response:
    found = _current(event_slug, kind)
    if found.release_id is None:
        raise NotFound("The schedule of this pitch day is not out yet.")
    name = f"{event_slug}-schedule"
    if (sha256 := found.sha256) is not None:
        return answer(sha256[:32], kind, name, lambda: stored(sha256))
    if kind in BY_JOBS:
        return _being_prepared(event_slug, found, found.release_id, kind)
    data = services.make_or_share(found.snapshot(), RenditionKind(kind))
    return answer(writers.identity(data)[:32], kind, name, lambda: data)


def _current(event_slug: str, kind: str) -> Current:
    found = request.environ.get(CURRENT) or queries.current(event_slug, kind)
    if found is None:
        raise NotFound
    return found


def _may_be_somebody() -> bool:
    """Whoever is known sees their name, and messages meant for them: nothing of that is kept for others."""
    return any(name in request.cookies for name in personal_cookies(current_app))


def _fragment(found: Current) -> bytes:
    if found.sha256 is not None:
        return stored(found.sha256)
    return services.make_or_share(found.snapshot(), RenditionKind.HTML)


def _page(found: Current, fragment: bytes) -> bytes:
    ours = Markup(fragment.decode())  # noqa: S704 - our own template wrote it, and escaped what people typed
    return render_template("exports/schedule.html", fragment=ours, standing=found.standing, title=found.title).encode()


def _being_prepared(event_slug: str, found: Current, release_id: int, kind: str) -> Response:
    """Ask for the file once, however many wait for it, and let the page look again by itself."""
    if services.claim(release_id, RenditionKind(kind), found.standing):
        enqueue("exports.make", release_id, kind)
    return look_again(render_template("exports/being_prepared.html", event_slug=event_slug, kind=kind))


@blueprint.get("/events/<event_slug>/schedule/releases", endpoint="releases")
@guard(public_event)
def all_releases(event: Event) -> str:
    return render_template("exports/releases.html", event=event, releases=db.session.scalars(releases(event.id)).all())


@blueprint.get("/events/<event_slug>/schedule/<int:number>")
@guard(public_event)
def older(event: Event, number: int) -> str:
    release = release_by_number(event.id, number) if number < 2**31 else None
    if release is None:
        raise NotFound
    newest = db.session.scalars(releases(event.id).limit(1)).one()
    standing = standing_of(event)
    fragment = services.rendition(release.id, RenditionKind.HTML, standing)
    return render_template(
        "exports/older.html",
        fragment=Markup(fragment.decode()),  # noqa: S704 - our own template wrote it, and escaped what people typed
        number=number,
        standing=standing,
        newest=newest.number,
        event_slug=event.slug,
        newest_url=url_for("exports.schedule", event_slug=event.slug),
    )
