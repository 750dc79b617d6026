"""Two founders write one application, without a network, without a session, at once, while the questions change and
while the deadline passes: nothing that was typed is lost, and each is told the truth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from pitchday import clock
from pitchday.accounts.passwords import hashed
from pitchday.applications import asking, services
from pitchday.applications.enums import QuestionKind, Readers
from pitchday.applications.models import Application
from pitchday.db import commits, db
from pitchday.startups.models import StartupMember
from tests import factories
from tests.applications.conftest import add_complete_startup
from tests.conftest import make_app
from tests.journey.browser import Visitor
from tests.journey.site import Site
from tests.journey.steps import ANSWERS
from tests.journey.story import PASSWORD

FIRST, SECOND, THIRD = ANSWERS
NEW = {
    **{"kind": QuestionKind.TEXT, "label": "Who pays you?", "help_text": "", "required": False, "readers": Readers.ALL},
    **{"max_words": None, "max_characters": 90, "least": None, "most": None, "unit": "", "options": []},
    **{"shown_if_id": None, "shown_if": []},
}


def begun(site: Site) -> str:
    """The answers page of an application of two founders."""
    app = make_app(site.environment["DATABASE_URL"], site.var / "set-up")
    with app.app_context():
        ada, grace = (factories.add_person(name, password_hash=hashed(PASSWORD)) for name in ("Ada", "Grace"))
        for person, email in ((ada, "ada@loom.example"), (grace, "grace@loom.example")):
            person.email = email
        event = factories.add_event(starts_at=clock.now() + timedelta(days=60))
        startup = add_complete_startup(ada, name="Loomgrid")
        startup.members.append(StartupMember(person=grace, role="Founder"))
        db.session.commit()
        application = commits(services.start)(event, startup)
        page = f"/applications/{application.uid}/answers"
        db.session.remove()
        db.engine.dispose()
    return page


def change_the_questions(site: Site, page: str) -> None:
    """Another startup has sent its application, and the organiser asks one thing more."""
    app = make_app(site.environment["DATABASE_URL"], site.var / "set-up")
    with app.app_context():
        event = db.session.query(Application).filter_by(uid=page.split("/")[2]).one().event
        other = commits(services.start)(event, add_complete_startup(factories.add_person()))
        factories.add_submission(other)
        commits(asking.add_question)(event, **NEW)
        db.session.remove()
        db.engine.dispose()


def close(site: Site, page: str, *, minutes_ago: int, grace: int) -> None:
    """The deadline was so many minutes ago."""
    app = make_app(site.environment["DATABASE_URL"], site.var / "set-up")
    with app.app_context():
        application = db.session.query(Application).filter_by(uid=page.split("/")[2]).one()
        application.created_at, event = datetime.now(UTC) - timedelta(days=1), application.event
        event.applications_close_at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        event.grace_minutes = grace
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def sign_in(visitor: Visitor, email: str) -> None:
    visitor.write("Email address", email)
    visitor.write("Password", PASSWORD)
    visitor.press("Sign in")


def says(visitor: Visitor, text: str) -> None:
    expect(visitor.page.locator("[data-saved]")).to_contain_text(text)


def has(visitor: Visitor, question: str, text: str) -> None:
    expect(visitor.field(question)).to_have_value(text)


def leave_nothing_behind(visitor: Visitor) -> None:
    """Signing out takes along what is kept in the browser."""
    visitor.open("/me")
    visitor.page.evaluate("localStorage.setItem('pitchday:left:ada:1', 'unsaved')")
    visitor.sign_out()
    assert visitor.page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('pitchday:'))") == []


def the_questions_change(site: Site, ada: Visitor, page: str) -> None:
    """Under an open page."""
    ada.open(page)
    change_the_questions(site, page)
    ada.write(THIRD, "Two mills.")
    says(ada, "The organisers have changed their questions meanwhile.")
    ada.press("Save and continue")
    ada.sees("New: “Who pays you?”")
    has(ada, THIRD, "Two mills.")


def the_deadline_passes(site: Site, ada: Visitor, page: str) -> None:
    """And then the minutes of grace, both while she types."""
    close(site, page, minutes_ago=1, grace=30)
    ada.write(THIRD, "Three mills.")
    says(ada, "Saved")
    ada.open(page)
    ada.sees("You began yours in time, so you can still send it until")
    close(site, page, minutes_ago=1, grace=0)
    ada.write(THIRD, "Four mills, at the last second.")
    says(ada, "Applications closed on")
    says(ada, "What you typed since you last saved is kept in this browser.")
    has(ada, THIRD, "Four mills, at the last second.")
    ada.press("Save and continue")
    expect(ada.main.locator(".error-summary")).to_contain_text("Applications closed on")
    has(ada, THIRD, "Four mills, at the last second.")
    ada.open(page)
    assert ada.path == page.replace("/answers", "/status")
    ada.sees("Typed and not saved in time")
    expect(ada.main.locator("[data-kept] blockquote:visible")).to_have_text("Four mills, at the last second.")
    ada.page.get_by_text("What you wrote", exact=True).click()
    ada.sees("Three mills.")


@pytest.mark.timeout(300)
def test_nothing_typed_is_lost(site_on: Callable[..., Site], visitor: Callable[..., Visitor]) -> None:
    site = site_on("sqlite")
    page = begun(site)
    ada, grace = visitor(site), visitor(site)
    for founder, email in ((ada, "ada@loom.example"), (grace, "grace@loom.example")):
        founder.open(page)
        sign_in(founder, email)
        founder.open(page)

    # Each answers something else: both stay, and nobody is asked.
    ada.write(FIRST, "Looms stop.")
    says(ada, "Saved")
    grace.write(SECOND, "We are weavers.")
    says(grace, "Saved")
    has(grace, FIRST, "Looms stop.")

    # The same answer, with the network away: kept here, even over a page that is opened again.
    ada.context.set_offline(True)
    ada.write(SECOND, "Ada wrote this on a train.")
    says(ada, "No connection. What you typed is kept in this browser")
    ada.press_and_stay("Save and continue")
    ada.context.set_offline(False)
    expect(ada.main).to_contain_text("Somebody else saved this answer meanwhile; yours is in the field.")
    expect(ada.main.locator("blockquote")).to_have_text("We are weavers.")
    has(ada, SECOND, "Ada wrote this on a train.")
    ada.page.get_by_role("button", name="Keep mine").click()
    says(ada, "Saved")

    # A session that has ended, by itself and by the button; signing in leads back.
    grace.open(page)
    grace.context.clear_cookies()
    grace.write(THIRD, "A first mill.")
    says(grace, "You have been signed out. What you typed is kept in this browser.")
    grace.follow("Sign in again")
    sign_in(grace, "grace@loom.example")
    assert grace.path == page
    has(grace, THIRD, "A first mill.")
    has(grace, SECOND, "Ada wrote this on a train.")
    says(grace, "Saved")

    the_questions_change(site, ada, page)
    the_deadline_passes(site, ada, page)
    ada.faults[:] = [fault for fault in ada.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    leave_nothing_behind(ada)
