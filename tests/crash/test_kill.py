"""Web server and worker are killed at random points of many bookings and releases: nothing is lost, doubled or halved.

The dice are thrown anew each time; a failure names its seed, and CRASH_SEED throws the same again.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.db import db
from pitchday.exports.jobs import catch_up
from pitchday.mail import Mail, MailState
from pitchday.mail.delivery import deliver
from tests.crash import truth
from tests.crash.crowd import Crowd, Deed
from tests.crash.day import make_day
from tests.crash.site import Site, wait_for

CHANGES, RELEASES, KILLS = 100, 12, 10


@pytest.mark.timeout(600)
def test_killed_at_any_moment(live_app: Flask) -> None:
    seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(10**6))
    try:
        with clock.frozen(datetime.now(UTC)):
            day = make_day()
        site = Site(live_app.config)
        crowd = Crowd(site.root, day, seed)
        with ExitStack() as ending:
            for stop in (site.worker.stop, site.web.stop, crowd.stop):
                ending.callback(stop)
            live_through_it(site, crowd, random.Random(seed))
        assert not crowd.faults, crowd.faults
        assert crowd.meeting.cut_short + crowd.releasing.cut_short, "nobody was in the middle of anything"
        check_everything(crowd, Path(live_app.config["VAR"]) / "mail")
        for program in (site.web, site.worker):
            assert "Traceback" not in program.log.read_text(), program.log.read_text()[-4000:]
    except BaseException as error:
        error.add_note(f"CRASH_SEED={seed}")
        raise


def live_through_it(site: Site, crowd: Crowd, dice: random.Random) -> None:
    """The crowd begins with a sound site; after the last kill it goes on until it has done enough."""
    site.web.start()
    site.worker.start()
    wait_for(site.is_up, "site")
    crowd.start()
    wholes = [site.kill_web, site.kill_worker, site.kill_both]
    for number in range(KILLS):
        await_deed(dice.choice((crowd.meeting, crowd.releasing)), dice)
        (site.web.kill_children if number % 2 else wholes[number // 2 % 3])()
        wait_for(lambda: site.is_up() or crowd.faults, "site that has come back")
    wait_for(lambda: is_enough(crowd) or crowd.faults, f"end of it: {crowd.told}")
    crowd.stop()
    wait_for(nothing_due, "empty outbox")


def await_deed(deed: Deed, dice: random.Random) -> None:
    """Return a random while later, at a random point of somebody's deed."""
    time.sleep(dice.uniform(0, 0.5))
    deed.sent.clear()
    deed.sent.wait(5)
    time.sleep(dice.uniform(0, deed.seconds))


def is_enough(crowd: Crowd) -> bool:
    return crowd.told.changes >= CHANGES and len(crowd.told.released) >= RELEASES


def nothing_due() -> bool:
    """Whether the worker has nothing to carry but what a dead worker holds the lease of."""
    due = sa.select(sa.func.count()).where(Mail.state == MailState.QUEUED, Mail.next_attempt_at <= datetime.now(UTC))
    db.session.rollback()
    return not db.session.scalar(due)


def check_everything(crowd: Crowd, folder: Path) -> None:
    """At once, and when the leases of the dead have run out and the next worker has taken over."""
    db.session.rollback()
    db.session.expire_all()
    truth.check_diary()
    truth.check_releases()
    truth.check_mails()
    truth.check_history()
    truth.check_confirmed(crowd.told)
    truth.check_files(folder)
    with clock.frozen(datetime.now(UTC) + timedelta(minutes=6)):
        deliver()
        catch_up()
    truth.check_delivery(folder)
    truth.check_renditions()
