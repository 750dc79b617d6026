"""What machines read of the whole site: the feed of announcements, the map for search engines, and their rules."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree as ET

import sqlalchemy as sa
from flask import current_app
from werkzeug.wrappers import Response

from pitchday.db import db
from pitchday.events.enums import PUBLIC_STATES
from pitchday.events.models import Event, Programme
from pitchday.exports.announcements import announcements, feed_uid
from pitchday.exports.blueprint import blueprint
from pitchday.formats import atom
from pitchday.places.models import City
from pitchday.startups.models import Startup
from pitchday.web.downloads import PUBLIC, download
from pitchday.web.guards import anyone, guard
from pitchday.web.urls import absolute

# One file may hold 50,000 addresses; the latest pitch days and startups of a site that has more are in it.
MOST_OF_EACH = 20_000
PRIVATE = (
    "/organise",
    "/me",
    "/meetings/",
    "/applications/",
    "/feeds/",
    "/sign-in",
    "/sign-up",
    "/events/*/apply",
    "/events/*/meetings",
)


@blueprint.get("/events.atom")
@guard(anyone)
def events_atom() -> Response:
    data = atom.feed(
        announcements(),
        uid=feed_uid(),
        title="What is new at the pitch days",
        author=current_app.config["MAIL_FROM_NAME"],
        url=absolute("events.index"),
        source_url=absolute("exports.events_atom"),
    )
    return download(data, "atom", name=None, cache=PUBLIC)


@blueprint.get("/sitemap.xml")
@guard(anyone)
def sitemap() -> Response:
    root = ET.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for address, changed_at in _addresses():
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = address
        if changed_at is not None:
            ET.SubElement(url, "lastmod").text = changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return download(ET.tostring(root, encoding="utf-8", xml_declaration=True), "xml", name=None, cache=PUBLIC)


def _addresses() -> list[tuple[str, datetime | None]]:
    """Every public page of the site with the instant of its last change, where that is known."""
    found: list[tuple[str, datetime | None]] = [(absolute("home.landing"), None), (absolute("events.index"), None)]
    has_public = sa.exists().where(Event.programme_id == Programme.id, Event.state.in_(PUBLIC_STATES))
    slugs = {
        "home.city:city_slug": sa.select(City.slug).order_by(City.slug),
        "home.programme:programme_slug": sa.select(Programme.slug).where(has_public).order_by(Programme.slug),
    }
    for key, statement in slugs.items():
        found += [(address, None) for address in _each(key, list(db.session.scalars(statement)))]
    events = db.session.execute(
        sa.select(Event.slug, Event.changed_at)
        .where(Event.state.in_(PUBLIC_STATES))
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(MOST_OF_EACH)
    ).all()
    addresses = _each("events.show:event_slug", [slug for slug, _ in events])
    found += zip(addresses, (changed_at for _, changed_at in events), strict=True)
    listed = sa.select(Startup.slug).where(Startup.listed).order_by(Startup.id.desc()).limit(MOST_OF_EACH)
    return [*found, *((url, None) for url in _each("startups.show:startup_slug", list(db.session.scalars(listed))))]


def _each(key: str, slugs: list[str]) -> list[str]:
    """The addresses of pages that differ in one slug; the router is asked once."""
    endpoint, _, name = key.partition(":")
    before, after = absolute(endpoint, **{name: "SLUG"}).split("SLUG")
    return [f"{before}{slug}{after}" for slug in slugs]


@blueprint.get("/robots.txt")
@guard(anyone)
def robots() -> Response:
    rules = "".join(f"Disallow: {path}\n" for path in PRIVATE)
    text = f"User-agent: *\n{rules}\nSitemap: {absolute('exports.sitemap')}\n"
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
