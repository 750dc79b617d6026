"""However many ask at one moment, a file is made and kept once; in every process it is the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.db import db
from pitchday.exports.models import Rendition
from pitchday.files.models import StoredFile
from pitchday.schedule import services
from tests.conftest import NOW
from tests.schedule.conftest import make_day


@pytest.mark.parametrize("ending", ["", ".ics", ".pdf"])
def test_twenty_ask_at_once(live_app: Flask, ending: str) -> None:
    day = make_day(20)
    services.release(day.event, note="")
    db.session.commit()
    address = f"/events/{day.event.slug}/schedule{ending}"
    queue = live_app.extensions["pitchday-queue"].huey
    queue.storage.flush_queue()
    together = Barrier(20)

    def ask(_number: int) -> tuple[int, str | None]:
        with live_app.app_context(), clock.frozen(NOW):
            together.wait()
            answer = live_app.test_client().get(address)
            return answer.status_code, answer.headers.get("ETag")

    with ThreadPoolExecutor(20) as threads:
        answers = set(threads.map(ask, range(20)))
    assert len(answers) == 1
    assert answers.pop()[0] == (202 if ending == ".pdf" else 200)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Rendition)) == 1
    if ending == ".pdf":
        assert queue.pending_count() == 1
    else:
        made = db.session.scalars(sa.select(Rendition)).one()
        assert made.file_id is not None
        assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 1
