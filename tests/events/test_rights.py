"""The table of rights: each role at one pitch day and throughout a programme, there and elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.errors import DomainError, Forbidden, NotFound
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event, ProgrammeRole
from pitchday.events.permissions import at_event, at_programme, may_create_events
from pitchday.events.rights import Right
from pitchday.events.team_queries import Team, members
from pitchday.schedule.enums import SessionKind
from tests import factories

# Written out once more, so that a slip in the table is a difference here.
ORGANISER = "see history edit team read decide schedule release meetings investors results equality download call_off"
HERE = {
    Role.LEAD: f"{ORGANISER} hand_over",
    Role.ORGANISER: ORGANISER,
    Role.REVIEWER_COORDINATOR: "see read download",
    Role.JUDGE: "",
    Role.COACH: "",
    Role.STAGE_MANAGER: "see schedule",
    Role.FRONT_OF_HOUSE: "see",
    Role.OFFICER: "see equality",
    Role.INVESTOR: "",
}
THROUGHOUT = {**HERE, **{role: f"{HERE[role]} progress create" for role in (Role.LEAD, Role.ORGANISER)}}


def opened(rule: Callable[[Right], Any], person: Any, **address: str) -> tuple[str, set[type[DomainError]]]:
    """The rights with which a guard lets somebody in, and how it refuses the others."""
    held, refusals = [], set()
    for right in Right:
        try:
            rule(right)(person, **address)
        except DomainError as refusal:
            refusals.add(type(refusal))
        else:
            held.append(right.value)
    return " ".join(held), refusals


def test_each_role_opens_what_it_should_and_nothing_of_another_city(app: Flask) -> None:
    programme = factories.add_programme()
    leeds, sheffield, draft = (
        factories.add_event(programme=programme, city_slug=city, state=state)
        for city, state in (
            ("leeds", EventState.PUBLISHED),
            ("sheffield", EventState.PUBLISHED),
            ("sheffield", EventState.DRAFT),
        )
    )

    def look(person: Any, event: Event) -> tuple[str, set[type[DomainError]]]:
        return opened(at_event, person, event_slug=event.slug)

    for role, rights in HERE.items():
        person = lead_of(leeds) if role is Role.LEAD else factories.add_person()
        if role is not Role.LEAD:
            factories.add_role(leeds, person, role)
        assert look(person, leeds)[0] == rights, role
        assert look(person, sheffield) == ("", {Forbidden}), role
        assert look(person, draft) == ("", {NotFound}), role
        assert opened(at_programme, person, programme_slug=programme.slug) == ("", {Forbidden}), role
        assert may_create_events(person) == (role is Role.LEAD), "whoever set it up has an account that may"
    for role, rights in THROUGHOUT.items():
        person = lead_of(programme) if role is Role.LEAD else factories.add_person()
        if role is not Role.LEAD:
            db.session.add(ProgrammeRole(programme=programme, person=person, role=role))
            db.session.commit()
        for event in (leeds, draft):
            assert look(person, event)[0] == rights, role
        assert opened(at_programme, person, programme_slug=programme.slug)[0] == rights, role
        assert may_create_events(person) == (role in (Role.LEAD, Role.ORGANISER)), role


def lead_of(team: Team) -> Person:
    (lead,) = (given.person for given in members(team) if given.role is Role.LEAD)
    return lead


@pytest.mark.parametrize("throughout", [False, True])
def test_the_funders_officer_sees_figures_and_no_names(app: Flask, sign_in: Any, throughout: bool) -> None:
    lead, founder = factories.add_person("PRIVATE Lead"), factories.add_person("PRIVATE Founder")
    programme = factories.add_programme(lead=lead)
    event = factories.add_event(organiser=lead, programme=programme)
    factories.add_application(event, factories.add_startup(member=founder, name="PRIVATE Startup"))
    officer = factories.add_person()
    if throughout:
        db.session.add(ProgrammeRole(programme=programme, person=officer, role=Role.OFFICER))
        db.session.commit()
    else:
        factories.add_role(event, officer, Role.OFFICER)
    browser = sign_in(officer)
    pages = ["/me", "/organise", "/organise.csv", f"/organise/events/{event.slug}"]
    if throughout:
        assert 'href="/organise/programmes"' in browser.get("/organise").text
        pages += ["/organise/programmes", f"/organise/programmes/{programme.slug}"]
    for page in pages:
        text = browser.get(page).text
        assert event.title in text or page == "/organise/programmes", page
        assert "PRIVATE" not in text, page
    desk = browser.get(f"/organise/events/{event.slug}").text
    assert "Applications sent" in desk
    assert desk.count('method="post"') == 1, "there is nothing to press but signing out"
    for closed in ("applications", "edit", "team", "history", "cancel", "decisions"):
        assert f"/organise/events/{event.slug}/{closed}" not in desk, closed


def test_a_coordinator_reads_and_a_stage_manager_builds(app: Flask, sign_in: Any, other_client: Any) -> None:
    event = factories.add_event()
    application = factories.add_application(event, factories.add_startup(), state=ApplicationState.SUBMITTED)
    factories.add_sitting(event, kind=SessionKind.TALK)
    desk = f"/organise/events/{event.slug}"
    sent = f"{desk}/applications/{application.uid}"
    people = {role: factories.add_person() for role in (Role.REVIEWER_COORDINATOR, Role.STAGE_MANAGER)}
    for role, person in people.items():
        factories.add_role(event, person, role)
    reader, builder = (sign_in(person, on=other_client()) for person in people.values())
    page = reader.get(sent).text
    assert "The organisers decide." in page
    assert page.count('method="post"') == 3, "they tag, they note, they sign out, and decide nothing"
    assert 'name="decision"' not in page
    assert f"{desk}/questions" not in reader.get(f"{desk}/applications").text
    assert reader.get(f"{desk}/applications.csv").status_code == 200
    assert reader.post(sent, data={"decision": "accept", "mark": "0"}).status_code == 403
    draft = builder.get(f"{desk}/schedule")
    assert draft.status_code == 200
    assert f"{desk}/schedule/release" not in draft.text
    assert f"{desk}/schedule/release" in sign_in(lead_of(event)).get(f"{desk}/schedule").text
    assert builder.get(f"{desk}/applications").status_code == 403
    assert "Pitch days I help to run" in builder.get("/me").text


def test_the_page_of_permissions_is_what_the_code_says(app: Flask, tmp_path: Path, monkeypatch: Any) -> None:
    from pitchday.events import commands

    run = app.test_cli_runner().invoke
    checked = run(args=["permissions", "write", "--check"])
    assert checked.exit_code == 0, checked.output
    monkeypatch.setattr(commands, "PLACE", tmp_path / "permissions.md")
    missing = run(args=["permissions", "write", "--check"])
    assert (missing.exit_code, "Run: pitchday permissions write" in missing.output) == (1, True)
    assert run(args=["permissions", "write"]).exit_code == 0
    text = (tmp_path / "permissions.md").read_text(encoding="utf-8")
    assert "| `decide` | Decide applications and tell the startups | yes | yes |  |" in text
    (tmp_path / "permissions.md").write_text(text.replace("yes", "no", 1), encoding="utf-8")
    assert run(args=["permissions", "write", "--check"]).exit_code == 1
