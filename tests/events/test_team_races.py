"""What happens to a team at one moment, and how often one may write."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.accounts.invitations import InvitationState
from pitchday.accounts.models import Person
from pitchday.db import commits, db
from pitchday.errors import DomainError
from pitchday.events import teams
from pitchday.events.enums import Role
from pitchday.events.models import Event, EventRole, TeamInvitation
from pitchday.events.team_queries import given_to
from pitchday.extensions import limiter
from tests import factories
from tests.conftest import NOW, make_app
from tests.diary.test_claims import race
from tests.events.team_pages import asked, page_of, roles, signed_in


def test_two_organisers_remove_each_other_and_the_lead_hands_over_at_once(live_app: Flask) -> None:
    """Whatever comes first: there is one lead afterwards, and nobody has met an error that is not a refusal."""
    people = [factories.add_person(f"Person {name}") for name in "ABC"]
    event = factories.add_event(organiser=people[0])
    for person in people[1:]:
        factories.add_role(event, person, Role.ORGANISER)
    event_id, uids = event.id, [person.uid for person in people]
    db.session.commit()

    @commits
    def act(number: int) -> None:
        here = db.session.get_one(Event, event_id)
        target = given_to(here, uids[1 + number % 2], Role.ORGANISER)
        if target is None:
            raise DomainError(teams.GONE)
        if number < 2:
            teams.remove(here, target)
        else:
            teams.hand_over(here, target, by=target.person)

    def attempt(number: int) -> str:
        try:
            with clock.frozen(NOW):
                act(number)
        except DomainError:
            return "refused"
        return "done"

    answers = race(live_app, 4, attempt)
    assert len(answers) == 4 and "done" in answers
    db.session.rollback()
    leads = db.session.scalars(sa.select(EventRole).where(EventRole.event_id == event_id, EventRole.role == Role.LEAD))
    assert len(leads.all()) == 1


def test_of_two_who_take_each_other_out_at_once_one_stays(live_app: Flask) -> None:
    event = factories.add_event()
    pair = [factories.add_person(), factories.add_person()]
    for person in pair:
        factories.add_role(event, person, Role.ORGANISER)
    browsers = [signed_in(live_app, person) for person in pair]
    pages = [page_of(event, person.uid, "organiser", "remove") for person in reversed(pair)]
    db.session.commit()

    def attempt(number: int) -> str:
        with clock.frozen(NOW):
            return str(browsers[number].post(pages[number]).status_code)

    answers = race(live_app, 2, attempt)
    assert sorted(answers) in (["303", "403"], ["303", "404"])
    assert len(roles(event)) == 2


def test_two_answers_at_once_and_one_counts(live_app: Flask) -> None:
    invited = factories.add_person(email="ines@pitchday.example")
    event = factories.add_event()
    invitation_id, person_id = factories.add_invitation(event, email=invited.email).id, invited.id
    db.session.commit()

    @commits
    def act(number: int) -> None:
        invitation = db.session.get_one(TeamInvitation, invitation_id)
        if number % 2:
            teams.take_back(invitation)
        else:
            teams.accept(invitation, by=db.session.get_one(Person, person_id))

    def attempt(number: int) -> str:
        try:
            with clock.frozen(NOW):
                act(number)
        except DomainError:
            return "refused"
        return "done"

    assert sorted(race(live_app, 4, attempt)) == ["done", "refused", "refused", "refused"]
    db.session.rollback()
    is_in = given_to(db.session.get_one(Event, event.id), invited.uid, Role.ORGANISER) is not None
    assert is_in == (asked().state is InvitationState.ACCEPTED)


def test_so_many_invitations_are_enough(databases: Any, database: Any, tmp_path: Any) -> None:
    """To one person six an hour, from the form and from the button together with other forms."""
    application = make_app(databases.fresh(database.kind), tmp_path / "var", RATELIMIT_ENABLED=True)
    try:
        with application.app_context():
            event = factories.add_event(organiser=(lead := factories.add_person()))
            browser = signed_in(application, lead)
            desk = page_of(event, "invitations", factories.add_invitation(event).uid, "again")
            assert [browser.post(desk).status_code for _ in range(7)] == [303] * 6 + [429]
            db.session.remove()
            db.engine.dispose()
    finally:
        limiter.enabled = False
