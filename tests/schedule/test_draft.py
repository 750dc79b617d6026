"""Building the draft through its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pitchday.applications.enums import ApplicationState
from pitchday.applications.signals import application_withdrawn
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.history.models import HistoryEntry
from pitchday.schedule import queries
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import PitchSlot, Sitting
from tests.factories import add_application, add_event, add_person, add_sitting, add_slot, add_startup
from tests.pages import CheckingClient
from tests.schedule.conftest import Day, make_day

SignIn = Callable[..., CheckingClient]


def root(day: Day) -> str:
    return f"/organise/events/{day.event.slug}/schedule"


def order(day: Day) -> list[str]:
    sitting = next(found for found in queries.draft(day.event.id) if found.id == day.pitches.id)
    assert [slot.position for slot in sitting.pitches] == list(range(1, len(sitting.pitches) + 1))
    return [slot.application.startup.name for slot in sitting.pitches]


TALK = {
    "title": "Welcome",
    "room": "",
    "starts_at-date": "2027-02-16",
    "starts_at-time": "17:30",
    "ends_at-date": "2027-02-16",
    "ends_at-time": "18:00",
    "version": "0",
}


def test_the_page_shows_times_arithmetic_and_clashes_in_words(day: Day, sign_in: SignIn) -> None:
    add_sitting(
        day.event,
        kind=SessionKind.TALK,
        title="Keynote",
        room=day.pitches.room,
        ends_at=day.event.starts_at + timedelta(minutes=5),
    )
    waiting = add_application(day.event, add_startup(name="Waiting Ltd"))
    page = sign_in(day.organiser).get(root(day)).text
    assert "2 pitches x 10 min = 20 min, ends 13:20" in page
    assert "5 rounds of 20 min at 3 tables = 15 meetings" in page
    assert "are both in Main hall at Tue 16 Feb, 13:00–13:05." in page
    assert waiting.startup.name in page
    assert "UK time (GMT)" in page


def test_a_session_of_each_kind_is_added(day: Day, sign_in: SignIn) -> None:
    browser = sign_in(day.organiser)
    for kind in ("talk", "break", "meetings"):
        assert browser.get(f"{root(day)}/add/{kind}").status_code == 200
        lengths = {"meeting_minutes": "20", "gap_minutes": "5", "table_count": "4"} if kind == "meetings" else {}
        answer = browser.post(f"{root(day)}/add/{kind}", data={**TALK, **lengths, "title": f"New {kind}"})
        assert answer.status_code == 303, answer.text
    pitches = {"pitch_minutes": "5", "qa_minutes": "5", "changeover_minutes": "0"}
    assert browser.post(f"{root(day)}/add/pitches", data={**TALK, **pitches, "title": ""}).status_code == 303
    made = {sitting.title: sitting for sitting in queries.draft(day.event.id)}
    assert made["New meetings"].table_count == 4
    assert made["Pitch session"].ends_at is None
    assert made["New talk"].starts_at.hour == 17


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_at-time": "17:30"}, "The end must be after the start."),
        ({"ends_at-date": "", "ends_at-time": ""}, "Enter the date and time it ends."),
        ({"starts_at-date": "2027-03-28", "starts_at-time": "01:30"}, "does not exist on Sun 28 Mar 2027"),
        ({"ends_at-date": "2027-10-31", "ends_at-time": "01:30"}, "happens twice on Sun 31 Oct 2027"),
        ({"starts_at-date": "soon"}, "Enter a date and a time"),
        ({"room": "nowhere"}, "Choose a room from the list."),
        ({"title": "x" * 201}, "Use at most 200 characters."),
    ],
)
def test_a_session_that_makes_no_sense_is_refused_beside_the_field(
    day: Day, sign_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    answer = sign_in(day.organiser).post(f"{root(day)}/add/talk", data={**TALK, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert len(queries.draft(day.event.id)) == 3


def test_lengths_out_of_range_are_refused(day: Day, sign_in: SignIn) -> None:
    wrong = {"pitch_minutes": "0", "qa_minutes": "61", "changeover_minutes": "9" * 5000}
    page = sign_in(day.organiser).post(f"{root(day)}/add/pitches", data={**TALK, **wrong})
    assert page.status_code == 422
    for words in ("from 1 to 60", "from 0 to 60", "from 0 to 30"):
        assert f"Enter a number {words}." in page.text


def test_startups_are_placed_moved_and_taken_out(day: Day, sign_in: SignIn) -> None:
    browser = sign_in(day.organiser)
    third = add_application(day.event, add_startup())
    names = [application.startup.name for application in (*day.applications, third)]

    def version() -> int:
        db.session.refresh(day.pitches)
        return day.pitches.version

    browser.post(f"{root(day)}/place", data={"application": third.uid, "sitting": f"{day.pitches.uid}:{version()}"})
    assert order(day) == names
    slot = db.session.scalars(sa.select(PitchSlot).where(PitchSlot.application_id == third.id)).one()
    for _ in range(3):
        browser.post(f"{root(day)}/pitches/{slot.uid}/earlier", data={"version": version()})
    assert order(day) == [names[2], names[0], names[1]]
    browser.post(f"{root(day)}/pitches/{slot.uid}/later", data={"version": version()})
    assert order(day) == [names[0], names[2], names[1]]
    browser.post(f"{root(day)}/pitches/{day.slots[0].uid}/remove", data={"version": version()})
    assert order(day) == [names[2], names[1]]
    done = db.session.scalars(sa.select(HistoryEntry.action).where(HistoryEntry.subject == f"pitch_slot:{slot.id}"))
    assert list(done) == ["created", "moved earlier", "moved earlier", "moved later"]


def test_a_button_pressed_on_an_old_page_changes_nothing_and_says_so(day: Day, sign_in: SignIn) -> None:
    browser = sign_in(day.organiser)
    old = day.pitches.version
    second = day.slots[1].uid
    browser.post(f"{root(day)}/pitches/{second}/earlier", data={"version": old})
    now = order(day)
    answer = browser.post(f"{root(day)}/pitches/{second}/earlier", data={"version": old}, follow_redirects=True)
    assert "look at what changed" in answer.text
    assert order(day) == now
    assert browser.post(f"{root(day)}/pitches/{second}/later", data={}, follow_redirects=True).status_code == 200
    assert order(day) == now, "a request without a version is refused too"


def test_a_stale_edit_is_refused_with_the_others_change_and_keeps_what_was_typed(day: Day, sign_in: SignIn) -> None:
    browser = sign_in(day.organiser)
    address = f"{root(day)}/sessions/{day.coffee.uid}"
    values = {**TALK, "room": day.coffee.room.uid if day.coffee.room else "", "version": str(day.coffee.version)}
    assert browser.post(address, data={**values, "title": "Tea"}).status_code == 303
    late = browser.post(address, data={**values, "title": "Cocoa"})
    assert late.status_code == 422
    assert "Olive Organiser changed title" in late.text
    assert 'value="Cocoa"' in late.text
    db.session.refresh(day.coffee)
    again = browser.post(address, data={**values, "title": "Cocoa", "version": str(day.coffee.version)})
    assert again.status_code == 303
    assert db.session.get_one(Sitting, day.coffee.id).title == "Cocoa"


def test_only_confirmed_startups_of_this_pitch_day_are_placed_and_once(day: Day, sign_in: SignIn) -> None:
    browser = sign_in(day.organiser)
    target = f"{day.pitches.uid}:{day.pitches.version}"
    invited = add_application(day.event, add_startup(), state=ApplicationState.INVITED)
    answer = browser.post(
        f"{root(day)}/place", data={"application": invited.uid, "sitting": target}, follow_redirects=True
    )
    assert "has not confirmed a place" in answer.text
    elsewhere = add_application(add_event(), add_startup())
    assert browser.post(f"{root(day)}/place", data={"application": elsewhere.uid, "sitting": target}).status_code == 404
    twice = {"application": day.applications[0].uid, "sitting": target}
    assert browser.post(f"{root(day)}/place", data=twice).status_code in (303, 409)
    assert len(order(day)) == 2
    coffee = {"application": day.applications[0].uid, "sitting": f"{day.coffee.uid}:{day.coffee.version}"}
    assert "is no pitch session" in browser.post(f"{root(day)}/place", data=coffee, follow_redirects=True).text


def test_removing_a_session_says_who_waits_for_another_place(day: Day, sign_in: SignIn) -> None:
    browser = sign_in(day.organiser)
    address = f"{root(day)}/sessions/{day.pitches.uid}/remove"
    assert "2 startups wait" in browser.get(address).text
    assert browser.post(address, data={"version": day.pitches.version}).status_code == 303
    assert len(queries.draft(day.event.id)) == 2
    assert {found.id for found in queries.unplaced(day.event.id)} == {found.id for found in day.applications}
    assert browser.get(address).status_code == 404


def test_a_withdrawn_startup_leaves_the_draft(day: Day) -> None:
    first, second = day.applications
    first.state = ApplicationState.WITHDRAWN
    application_withdrawn.send(first)
    db.session.commit()
    assert order(day) == [second.startup.name]


def test_the_pages_belong_to_the_organisers(day: Day, client: CheckingClient, sign_in: SignIn) -> None:
    assert client.get(root(day)).status_code == 302
    stranger = sign_in(add_person())
    for path in ("", "/release", "/add/talk", f"/sessions/{day.coffee.uid}", f"/sessions/{day.coffee.uid}/remove"):
        assert stranger.get(root(day) + path).status_code == 403
    assert stranger.post(f"{root(day)}/pitches/{day.slots[0].uid}/later").status_code == 403
    day.event.state = EventState.DRAFT
    db.session.commit()
    assert stranger.get(root(day)).status_code == 404


def test_another_pitch_days_sessions_are_not_found_here(day: Day, sign_in: SignIn) -> None:
    other = make_day()
    browser = sign_in(day.organiser)
    for path in (f"/sessions/{other.coffee.uid}", f"/sessions/{other.coffee.uid}/remove"):
        assert browser.get(root(day) + path).status_code == 404
    assert browser.post(f"{root(day)}/pitches/{other.slots[0].uid}/later").status_code == 404


def test_the_page_costs_the_same_for_many_pitches(day: Day, sign_in: SignIn, count_queries: Any) -> None:
    browser = sign_in(day.organiser)
    with count_queries() as few:
        browser.get(root(day))
    for _ in range(12):
        add_slot(day.pitches, add_application(day.event, add_startup()))
        add_application(day.event, add_startup())
    with count_queries() as many:
        browser.get(root(day))
    assert many.count == few.count


junk = st.dictionaries(
    st.sampled_from([*TALK, "pitch_minutes", "qa_minutes", "changeover_minutes", "starts_at-fold", "once"]),
    st.text(max_size=40),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=junk, kind=st.sampled_from(["talk", "pitches", "break", "meetings"]))
def test_junk_is_refused_and_never_breaks(day: Day, sign_in: SignIn, values: dict[str, str], kind: str) -> None:
    browser = sign_in(day.organiser)
    assert browser.post(f"{root(day)}/add/{kind}", data=values).status_code in (303, 422)
    assert browser.post(f"{root(day)}/place", data={"sitting": values.get("title", "")}).status_code == 404
    moved = browser.post(f"{root(day)}/pitches/{day.slots[0].uid}/later", data=values)
    assert moved.status_code == 303
