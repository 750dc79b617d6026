"""A founder applies: the whole way, what is kept on it, and every refusal."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.files.pdf import MAX_BYTES
from pitchday.mail import Mail
from pitchday.startups.models import StartupMember
from pitchday.startups.queries import decks_of
from tests import factories
from tests.applications.browser import WORDS, Founder, hidden, names, text_of
from tests.applications.conftest import Call, add_complete_startup
from tests.files.test_files import make_pdf


def test_the_call_is_for_everybody(app: Flask, call: Call, client: Any) -> None:
    response = client.get(f"/events/{call.event.slug}/apply")
    page = text_of(response)
    assert "Open until Tue 9 Feb 2027, 13:00, UK time (GMT)." in page
    assert "Which problem do you solve, and for whom?" in page
    assert "Start an application" in page
    assert "Set-Cookie" not in response.headers


def test_a_call_that_is_over_says_when_it_closed(app: Flask, call: Call, client: Any) -> None:
    with clock.frozen(call.event.applications_close_at + timedelta(days=1)):
        page = text_of(client.get(f"/events/{call.event.slug}/apply"))
    assert "Applications closed on Tue 9 Feb 2027, 13:00, UK time (GMT)." in page
    assert "Start an application" not in page


def test_the_whole_way(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    founder = call.founder
    assert "Start an application" in text_of(founder.client.get(f"/events/{call.event.slug}/apply"))
    founder.start()
    assert founder.get().location.endswith("/answers"), "the profile is complete, the answers are not"
    assert "Loomgrid applies to" in text_of(founder.get("profile"))
    assert founder.answer(onward="slides").location.endswith("/deck")
    assert founder.upload().location.endswith("/check")
    assert "deck.pdf" in text_of(founder.get("check"))
    assert founder.send().location.endswith("/status")
    assert "The organisers decide after applications close" in text_of(founder.get("status"))
    application = call.application
    assert application.state is ApplicationState.SUBMITTED
    submission = application.submissions[0]
    assert [answer["text"] for answer in submission.answers] == [WORDS] * 3
    assert submission.facts["public"]["name"] == "Loomgrid"
    assert submission.deck is not None and submission.deck.pages == 3
    assert [(mail.template, mail.to_address) for mail in mails()] == [("application_received", call.ada.email)]


def test_a_second_start_goes_on_with_the_first(app: Flask, call: Call) -> None:
    first = call.founder.start().location
    assert call.founder.start().location == first


def test_starting_needs_a_startup_of_ones_own(app: Flask, call: Call, client: Any, sign_in: Any) -> None:
    address = f"/events/{call.event.slug}/apply"
    assert "/sign-in" in client.post(address, data={"startup": call.startup.slug}).location
    stranger = sign_in(factories.add_person())
    assert "Describe your startup" in text_of(stranger.get(address))
    assert stranger.post(address, data={"startup": call.startup.slug}).status_code == 409


def test_others_do_not_find_the_application(app: Flask, call: Call, other_client: Any, sign_in: Any) -> None:
    call.founder.apply()
    other = sign_in(factories.add_person(), on=other_client())
    factories.add_startup(member=factories.add_person())
    for step in ("", "/profile", "/answers", "/deck", "/check", "/status", "/withdraw"):
        assert other.get(call.founder.root + step).status_code == 404
        assert call.organiser.client.get(call.founder.root + step).status_code == 404
    assert other.post(call.founder.root + "/withdraw").status_code == 404
    assert call.application.state is ApplicationState.SUBMITTED


def test_a_draft_is_found_again_where_it_was_left(app: Flask, call: Call) -> None:
    founder = call.founder
    founder.start()
    founder.answer("half a sen", "", "")
    assert founder.get().location.endswith("/answers")
    assert "half a sen" in founder.get("answers").get_data(as_text=True)
    founder.answer()
    assert founder.get().location.endswith("/deck")
    founder.upload()
    assert founder.get().location.endswith("/check")


def test_an_answer_that_is_too_long_is_kept_and_not_sent(app: Flask, call: Call) -> None:
    founder = call.founder
    founder.start()
    founder.upload()
    assert founder.answer("word " * 201, WORDS, WORDS).status_code == 303
    assert "1 answer cannot be sent as it is yet" in text_of(founder.get("answers"))
    assert "Shorten the answer to “Which problem do you solve, and for whom?” by 1 word" in text_of(
        founder.get("check")
    )
    refused = founder.send()
    assert refused.status_code == 422
    assert "Not sent yet. Shorten the answer" in text_of(refused)
    founder.answer("word " * 200, WORDS, WORDS)
    assert founder.send().status_code == 303


def test_an_absurd_length_is_refused_with_what_was_typed(app: Flask, call: Call) -> None:
    call.founder.start()
    refused = call.founder.answer("x" * 50_001, WORDS, WORDS)
    assert refused.status_code == 422
    assert "far too long to keep" in text_of(refused)
    assert WORDS in text_of(refused)


def test_nothing_incomplete_is_sent(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    call.startup.stage = None
    db.session.commit()
    call.founder.start()
    assert call.founder.get().location.endswith("/profile")
    refused = call.founder.send()
    assert refused.status_code == 422
    for missing in ("Add “Stage”", "Answer “Why is your team the one to solve it?”", "Upload your deck as a PDF"):
        assert missing in text_of(refused)
    assert call.application.state is ApplicationState.DRAFT
    assert mails() == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 slides", "The file is not a PDF, whatever its name says."),
        (make_pdf(1, password="secret"), "The PDF is protected by a password."),
        (b"%PDF-1.7 and then nothing of the kind", "The PDF is damaged"),
        (b"%PDF-" + b"0" * MAX_BYTES, "15 MB is the most we take"),
        (make_pdf(201), "The PDF has 201 pages; 200 is the most we take."),
    ],
    ids=["empty", "no PDF", "encrypted", "damaged", "over 15 MB", "too many pages"],
)
def test_decks_that_are_refused(app: Flask, call: Call, data: bytes, words: str) -> None:
    call.founder.start()
    refused = call.founder.upload(data)
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert call.application.deck is None


def test_a_deck_that_is_too_large_for_the_server(app: Flask, call: Call) -> None:
    call.founder.start()
    refused = call.founder.upload(b"%PDF-" + b"0" * (16 * 1024 * 1024))
    assert refused.status_code == 413
    assert "That file is too large" in text_of(refused)


def test_no_deck_is_asked_for_and_one_that_is_there_is_enough(app: Flask, call: Call) -> None:
    call.founder.start()
    assert "Choose your deck" in text_of(call.founder.post("deck"))
    call.founder.upload()
    assert call.founder.post("deck").location.endswith("/check")


def test_the_newest_deck_of_the_startup_is_taken_along(app: Flask, call: Call) -> None:
    call.founder.apply()
    first = call.application.deck_id
    elsewhere = factories.add_event()
    again = Founder(call.founder.client, elsewhere.slug, call.startup.slug)
    again.start()
    assert "deck.pdf" in text_of(again.get("deck"))
    again.upload(make_pdf(7), "newer.pdf")
    assert "Your startup has a newer deck" in text_of(call.founder.get("deck"))
    call.founder.post("deck/newest")
    assert call.application.deck is not None and call.application.deck.file_name == "newer.pdf"
    assert call.application.submissions[0].deck_id == first, "what was sent stays as it was"


def test_the_deadline_is_kept_to_the_second(app: Flask, call: Call) -> None:
    founder = call.founder
    founder.start()
    founder.answer()
    founder.upload()
    page = founder.get("answers").get_data(as_text=True)
    closes = call.event.applications_close_at
    with clock.frozen(closes + timedelta(seconds=1)):
        for refused in (founder.send(), founder.answer("typed too late", WORDS, WORDS, page=page), founder.upload()):
            assert refused.status_code == 422
            assert "Applications closed on Tue 9 Feb 2027, 13:00, UK time (GMT)." in text_of(refused)
        assert "typed too late" in founder.answer("typed too late", WORDS, WORDS, page=page).get_data(as_text=True)
        assert founder.get("answers").location.endswith("/status")
        assert "This application was not sent" in text_of(founder.get("status"))
        other = Founder(founder.client, call.event.slug, add_complete_startup(call.ada).slug)
        assert other.start().status_code == 409
    assert call.application.state is ApplicationState.DRAFT
    with clock.frozen(closes):
        assert founder.send().status_code == 303
    assert call.application.state is ApplicationState.SUBMITTED


def test_minutes_of_grace_are_for_what_was_begun_in_time(app: Flask, call: Call) -> None:
    call.event.grace_minutes = 10
    db.session.commit()
    founder = call.founder
    founder.start()
    founder.answer()
    closes = call.event.applications_close_at
    left = "Applications closed at 13:00. You began yours in time, so you can still send it until 13:10."
    with clock.frozen(closes):
        assert left not in text_of(founder.get("answers"))
    with clock.frozen(closes + timedelta(minutes=10)):
        other = Founder(founder.client, call.event.slug, add_complete_startup(call.ada).slug)
        assert other.start().status_code == 409
        for step in ("profile", "answers", "deck", "check", "status"):
            assert left in text_of(founder.get(step)), step
        assert founder.upload().status_code == 303
        assert founder.send().status_code == 303
        assert "you can change your application and send it again" in text_of(founder.get("status"))
    assert call.application.submitted_at == closes + timedelta(minutes=10)
    with clock.frozen(closes + timedelta(minutes=10, seconds=1)):
        refused = founder.send()
        assert founder.get("answers").location.endswith("/status")
        assert left not in text_of(founder.get("status"))
        assert refused.status_code == 422


def test_what_was_written_and_not_sent_can_still_be_read(app: Flask, call: Call) -> None:
    call.founder.start()
    call.founder.answer("Looms stop.", "", "")
    with clock.frozen(call.event.applications_close_at + timedelta(days=1)):
        page = text_of(call.founder.get("status"))
    assert "What you wrote Which problem do you solve, and for whom? Looms stop." in page


def test_sent_twice_is_sent_once(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    call.founder.apply()
    assert call.founder.send().status_code == 303
    assert len(call.application.submissions) == 1
    assert len(mails()) == 1


def test_changed_and_sent_again(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    founder = call.founder
    founder.apply()
    founder.answer("Something better.", WORDS, WORDS)
    status = text_of(founder.get("status"))
    assert "Sent on Tue 12 Jan 2027, 10:00; you changed your answers since." in status
    assert "You have changed your answers since" in text_of(founder.get("check"))
    assert call.application.submissions[0].answers[0]["text"] == WORDS
    founder.send()
    assert [sent.number for sent in call.application.submissions] == [1, 2]
    assert call.application.submissions[1].answers[0]["text"] == "Something better."
    assert [mail.values["again"] for mail in mails()] == [False, True]
    call.startup.one_liner = "Mends looms."
    db.session.commit()
    assert "you changed your profile since" in text_of(founder.get("status"))


def test_two_founders_who_write_at_once(app: Flask, call: Call, other_client: Any, sign_in: Any) -> None:
    ben = factories.add_person("Ben Founder")
    db.session.add(StartupMember(startup=call.startup, person=ben))
    db.session.commit()
    call.founder.start()
    second = Founder(sign_in(ben, on=other_client()), call.event.slug, call.startup.slug, call.founder.root)
    read_by_ben = second.get("answers").get_data(as_text=True)
    call.founder.answer("What Ada wrote.")
    refused = second.answer("What Ben wrote.", page=read_by_ben)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "What you typed is still here" in text_of(refused)
    assert "What Ben wrote." in page
    assert "What is saved now What Ada wrote." in text_of(refused), "both, side by side"
    assert "What Ada wrote." in second.get("answers").get_data(as_text=True)
    assert second.answer("What Ben wrote.", page=page).status_code == 303, "saving again keeps it"


def test_it_saves_by_itself(app: Flask, call: Call) -> None:
    founder = call.founder
    founder.start()
    old = founder.get("answers").get_data(as_text=True)
    saved = founder.answer("as I ty", page=old, headers={"X-Autosave": "1"})
    assert saved.json["saved_at"] == "10:00"
    assert str(saved.json["version"]) == hidden(founder.get("answers").get_data(as_text=True), "version")
    field = names(old, "answer_")[0]
    again = {"version": saved.json["version"], field: "as I type"}
    assert founder.post("answers", again, headers={"X-Autosave": "1"}).status_code == 200
    stale = founder.answer("older", page=old, headers={"X-Autosave": "1"})
    assert stale.status_code == 409 and stale.json["values"][field] == ["as I type"]
    with clock.frozen(call.event.applications_close_at + timedelta(seconds=1)):
        late = founder.post("answers", {**again, "version": stale.json["version"]}, headers={"X-Autosave": "1"})
    assert late.status_code == 422
    assert late.json["problems"] == ["Applications closed on Tue 9 Feb 2027, 13:00, UK time (GMT)."]
    assert "as I type" in founder.get("answers").get_data(as_text=True)


def test_a_draft_can_be_given_up(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    call.founder.start()
    assert "It is final" in text_of(call.founder.get("withdraw"))
    call.founder.post("withdraw")
    assert call.application.state is ApplicationState.WITHDRAWN
    assert [mail.template for mail in mails()] == ["application_withdrawn"]
    assert "This application was withdrawn" in text_of(call.founder.get("status"))
    assert call.founder.answer(page='<input name="version" value="1">').status_code == 422
    assert "No applications yet" in text_of(call.organiser.get("applications")), "organisers never saw it"


def test_a_cancelled_pitch_day_tells_those_who_count_on_it(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    from pitchday.db import commits
    from pitchday.events.life import cancel_event

    call.founder.apply()
    gone = factories.add_application(call.event, factories.add_startup(), state=ApplicationState.WITHDRAWN)
    commits(cancel_event)(call.event, by=factories.add_person())
    told = [mail.to_address for mail in mails() if mail.template == "event_cancelled"]
    assert told == [call.ada.email]
    assert gone.startup.members[0].person.email not in told
    assert "This pitch day is cancelled" in text_of(call.founder.get("status"))
    assert "takes no applications" in text_of(call.founder.send())


def test_a_deck_uploaded_by_two_clicks_is_there_once(app: Flask, call: Call) -> None:
    call.founder.start()
    once = hidden(call.founder.get("deck").get_data(as_text=True), "once")
    for _ in range(2):
        sent = {"deck": (io.BytesIO(make_pdf(3)), "deck.pdf"), "once": once}
        response = call.founder.post("deck", sent, content_type="multipart/form-data")
        response.request.environ["wsgi.input"].close()
        assert response.status_code == 303
    assert len(decks_of(call.startup)) == 1
