"""One startup applies in Leeds and in Newcastle: nothing is typed twice, and each keeps what was sent to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from pitchday.applications import queries, services
from pitchday.applications.enums import QuestionKind, Readers
from pitchday.applications.models import Application, Question
from pitchday.db import commits, db
from pitchday.events.models import Event
from tests import factories
from tests.applications.browser import WORDS, Founder, text_of
from tests.applications.conftest import Call

TAKE_OVER = "Take over what you wrote for"


def in_newcastle(call: Call) -> tuple[Event, Founder]:
    event = factories.add_event(city_slug="newcastle", title="Newcastle heat")
    founder = Founder(call.founder.client, event.slug, call.startup.slug)
    founder.start()
    return event, founder


def at(event: Event, call: Call) -> Application:
    db.session.expire_all()
    return queries.of_startups(event.id, [call.startup.id])[call.startup.id]


def test_the_second_application_begins_with_what_is_known(app: Flask, call: Call) -> None:
    call.founder.apply()
    event, founder = in_newcastle(call)
    assert at(event, call).deck_id == call.application.deck_id is not None
    assert "We mend looms." in text_of(founder.get("profile"))
    offered = text_of(founder.get("answers"))
    assert f"{TAKE_OVER} {call.event.title}" in offered and WORDS not in offered
    assert founder.post("answers/earlier").status_code == 303
    page = text_of(founder.get("answers"))
    assert WORDS in page and TAKE_OVER not in page
    assert founder.send().status_code == 303
    first, second = (each.submissions[-1] for each in (call.application, at(event, call)))
    assert [given["text"] for given in second.answers] == [given["text"] for given in first.answers]


def test_what_is_hardly_begun_elsewhere_does_not_stand_before_what_was_sent(app: Flask, call: Call) -> None:
    call.founder.apply()
    _, begun = in_newcastle(call)
    begun.answer("Only this one.", "", "")
    event = factories.add_event(city_slug="manchester", title="Manchester heat")
    founder = Founder(call.founder.client, event.slug, call.startup.slug)
    founder.start()
    assert f"{TAKE_OVER} {call.event.title}" in text_of(founder.get("answers"))
    founder.post("answers/earlier")
    assert [answer.text for answer in at(event, call).answers] == [WORDS] * 3


def test_each_keeps_its_own_snapshot(app: Flask, call: Call) -> None:
    call.founder.apply()
    event, founder = in_newcastle(call)
    call.startup.one_liner = "Mends looms by sound."
    db.session.commit()
    founder.post("answers/earlier")
    founder.send()
    said = [each.submissions[-1].facts["public"]["one_liner"] for each in (call.application, at(event, call))]
    assert said == ["Makes something useful.", "Mends looms by sound."]
    assert len(call.application.submissions) == 1


def test_what_was_typed_here_is_never_replaced(app: Flask, call: Call) -> None:
    call.founder.apply()
    event, founder = in_newcastle(call)
    founder.answer("Written for Newcastle.")
    founder.post("answers/earlier")
    texts = [answer.text for answer in at(event, call).answers]
    assert texts.count("Written for Newcastle.") == 1 and texts.count(WORDS) == 2


def test_only_the_same_question_of_the_same_kind_is_taken(app: Flask, call: Call) -> None:
    call.founder.apply()
    event = factories.add_event(city_slug="newcastle")
    label = queries.stored_questions(call.event.id)[0].label
    db.session.add(Question(event_id=event.id, position=1, label=label, kind=QuestionKind.URL))
    db.session.add(Question(event_id=event.id, position=2, label="Something else?"))
    db.session.commit()
    founder = Founder(call.founder.client, event.slug, call.startup.slug)
    founder.start()
    assert TAKE_OVER not in text_of(founder.get("answers"))
    founder.post("answers/earlier")
    assert at(event, call).answers == []


def test_what_only_organisers_were_to_read_is_not_taken_where_judges_read_it(app: Flask, call: Call) -> None:
    call.founder.apply()
    for question in queries.stored_questions(call.event.id):
        question.readers = Readers.ORGANISERS
    db.session.commit()
    event, founder = in_newcastle(call)
    assert TAKE_OVER not in text_of(founder.get("answers"))
    founder.post("answers/earlier")
    assert at(event, call).answers == []


def test_other_startups_answers_and_closed_calls_are_left_alone(
    app: Flask, call: Call, other_client: Callable[[], Any], sign_in: Callable[..., Any]
) -> None:
    call.founder.apply()
    event, _ = in_newcastle(call)
    bob = factories.add_person()
    other = Founder(sign_in(bob, on=other_client()), event.slug, factories.add_startup(member=bob).slug)
    other.start()
    assert TAKE_OVER not in text_of(other.get("answers"))
    assert other.client.post(f"/applications/{at(event, call).uid}/answers/earlier").status_code == 404
    application = at(event, call)
    commits(services.withdraw)(application)
    assert call.founder.client.post(f"/applications/{application.uid}/answers/earlier").status_code == 409
