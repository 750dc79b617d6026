"""Three hundred applications from fifty processes while the deadline passes."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application, Submission
from pitchday.applications.rules import deadline_in_words
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.history.models import HistoryEntry
from pitchday.mail import Mail
from tests import factories
from tests.applications.browser import WORDS
from tests.applications.rush import Plan, add_drafts, rush
from tests.files.test_files import make_pdf

APPLICATIONS, PROCESSES = 300, 50


def test_what_is_accepted_is_complete_and_what_is_refused_is_told_why(live_app: Flask) -> None:
    starts_at = clock.now() + timedelta(days=3650)  # the clock of the processes is the real one
    event = factories.add_event(starts_at=starts_at)
    event_id = event.id
    drafts = add_drafts(event, APPLICATIONS, make_pdf(3))
    config = live_app.config
    plan = Plan(config["SQLALCHEMY_DATABASE_URI"], str(config["VAR"]), event_id, drafts, PROCESSES, closes_in=0.6)
    db.session.remove()
    told = {one.application_uid: one for one in rush(plan).told}

    event = db.session.get_one(Event, event_id)
    statuses = Counter(one.status for one in told.values())
    assert statuses[303] + statuses[422] == APPLICATIONS == len(told), statuses
    assert statuses[303] >= PROCESSES, "the first of each process came in time"
    assert statuses[422] >= PROCESSES, "the last of each process came too late"
    reason = f"Applications closed on {deadline_in_words(event.applications_close_at, event.zone)}."
    assert all(reason in one.words for one in told.values() if one.status == 422)
    for application in db.session.scalars(sa.select(Application)):
        check(application, accepted=told[application.uid].status == 303)


def check(application: Application, *, accepted: bool) -> None:
    """All of it, once, or nothing at all."""
    receipts = sa.select(sa.func.count()).where(Mail.about.startswith(f"application:{application.uid}:"))
    sent = sa.select(sa.func.count()).where(
        HistoryEntry.subject == f"application:{application.id}", HistoryEntry.scope.is_not(None)
    )
    written = (db.session.scalar(receipts), db.session.scalar(sent), len(application.submissions))
    if not accepted:
        assert (application.state, application.submitted_at) == (ApplicationState.DRAFT, None)
        assert written == (0, 0, 0)
        return
    assert application.state is ApplicationState.SUBMITTED
    assert application.submitted_at is not None
    assert application.submitted_at <= application.event.applications_close_at
    assert written == (1, 1, 1)
    (submission,) = application.submissions
    assert isinstance(submission, Submission)
    assert [answer["text"] for answer in submission.answers] == [WORDS] * 3
    assert submission.facts["public"]["name"] == application.startup.name
    assert submission.deck_id is not None
