"""After a deploy that changes what files look like nobody gets the old ones, and two versions at once do not fight."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.db import db
from pitchday.exports.cache import store
from pitchday.exports.edition import ROOT, edition, edition_of
from pitchday.exports.models import Rendition, RenditionKind
from pitchday.jobs.services import perform
from pitchday.schedule import services
from tests.conftest import NOW, counted, drain, make_app
from tests.schedule.conftest import make_day


@pytest.fixture
def address(live_app: Flask) -> str:
    """A schedule of which the serving version has made everything."""
    day = make_day()
    services.release(day.event, note="")
    db.session.commit()
    drain(live_app)
    return f"/events/{day.event.slug}/schedule"


@pytest.fixture
def deployed(live_app: Flask, address: str, tmp_path: Path) -> Iterator[Flask]:
    """The next version on the same database; its addresses are others."""
    new = make_app(live_app.config["SQLALCHEMY_DATABASE_URI"], tmp_path / "var", BASE_URL="https://new.test")
    yield new
    with new.app_context():
        db.engine.dispose()


@pytest.fixture
def kept(live_app: Flask) -> Callable[[], Counter[str]]:
    """How many files of which edition there are."""

    def count() -> Counter[str]:
        db.session.rollback()
        return Counter(db.session.scalars(sa.select(Rendition.edition).where(Rendition.file_id.is_not(None))))

    return count


def edition_in(app: Flask) -> str:
    with app.app_context():
        return edition()


def test_a_new_version_makes_its_own_and_serves_nothing_old(
    live_app: Flask, deployed: Flask, address: str, kept: Callable[[], Counter[str]]
) -> None:
    old, new = live_app.test_client(), deployed.test_client()
    before = old.get(f"{address}.json")
    assert json.loads(before.data)["event"]["url"].startswith("https://pitchday.test/")
    with counted() as first:
        after = new.get(f"{address}.json", headers={"If-None-Match": before.headers["ETag"]})
    assert json.loads(after.data)["event"]["url"].startswith("https://new.test/")
    assert first.count <= 5
    assert kept() == {edition_in(live_app): len(RenditionKind), edition_in(deployed): 1}
    store.clear()
    assert new.get(f"{address}.json").data == after.data
    assert new.get(f"{address}.pdf").status_code == 202
    with deployed.app_context():
        drain(deployed)
    assert new.get(f"{address}.pdf").status_code == 200
    perform(deployed, "exports.catch_up", ())
    assert kept() == {edition_in(live_app): len(RenditionKind), edition_in(deployed): len(RenditionKind)}


def test_two_versions_at_once_leave_each_other_alone(
    live_app: Flask, deployed: Flask, address: str, kept: Callable[[], Counter[str]]
) -> None:
    for _ in range(2):
        for app in (deployed, live_app):
            perform(app, "exports.catch_up", ())
            assert app.test_client().get(f"{address}.pdf").status_code == 200
    last = db.session.scalar(sa.select(sa.func.max(Rendition.id)))
    both = {edition_in(live_app): len(RenditionKind), edition_in(deployed): len(RenditionKind)}
    with clock.frozen(NOW + timedelta(hours=23)):
        for app in (deployed, live_app):
            perform(app, "exports.catch_up", ())
    assert kept() == both
    assert db.session.scalar(sa.select(sa.func.max(Rendition.id))) == last, "nothing is made a second time"


def test_what_an_old_version_made_is_forgotten_after_a_day(
    live_app: Flask, deployed: Flask, address: str, kept: Callable[[], Counter[str]]
) -> None:
    with clock.frozen(NOW + timedelta(hours=25)):
        perform(deployed, "exports.catch_up", ())
        assert kept() == {edition_in(deployed): len(RenditionKind)}
        # One machine still runs the old version: it makes what it needs, and keeps it for as long.
        answer = live_app.test_client().get(f"{address}.json")
        assert json.loads(answer.data)["event"]["url"].startswith("https://pitchday.test/")
        perform(deployed, "exports.catch_up", ())
    assert kept()[edition_in(live_app)] == 1


@pytest.mark.parametrize(
    "name",
    ["pitchday/exports/writers.py", "templates/exports/schedule_pdf.html", "templates/macros/line.html"],
)
def test_whatever_shapes_a_file_makes_another_edition(tmp_path: Path, name: str) -> None:
    settings = {"BASE_URL": "https://pitchday.test", "MAIL_DOMAIN": "pitchday.test"}
    for folder in ("pitchday", "templates", "static/css"):
        copytree(ROOT / folder, tmp_path / folder)
    first = edition_of(tmp_path, settings)
    assert first == edition_of(ROOT, settings), "it is the same on every machine"
    assert first != edition_of(tmp_path, settings | {"MAIL_DOMAIN": "elsewhere.test"})
    path = tmp_path / name
    path.write_text(path.read_text() + "\n")
    assert first != edition_of(tmp_path, settings)
