"""Which deck is shown is chosen, and founders read who has opened which."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.applications.services import start
from pitchday.db import db
from pitchday.files.models import FirstPage
from pitchday.files.services import store
from pitchday.jobs import enqueue
from pitchday.startups.models import Deck, DeckView, Startup
from tests.factories import add_application, add_event, add_investor, add_person, add_startup, add_submission
from tests.pages import CheckingClient
from tests.startups.facts import add_deck

SignIn = Callable[..., CheckingClient]


@pytest.fixture
def startup(app: Any) -> Startup:
    return add_startup(member=add_person("Nkechi"), name="Loomgrid", listed=True)


@pytest.fixture
def client(client: CheckingClient, startup: Startup, sign_in: SignIn) -> CheckingClient:
    return sign_in(startup.members[0].person)


def test_the_one_that_is_shown_is_chosen_and_asked_about(
    client: CheckingClient, startup: Startup, other_client: Any, sign_in: SignIn
) -> None:
    first, second = add_deck(startup, name="first.pdf"), add_deck(startup, name="second.pdf", pages=5)
    assert (first.is_shown, second.is_shown) == (True, False), "a newer one waits to be chosen"
    path = f"/startups/{startup.slug}/decks"
    investor = sign_in(add_investor(), on=other_client())
    assert investor.get(f"{path}/{second.uid}").status_code == 404
    page = client.get(path).text
    assert page.index("Show this one instead") < page.index("This is the one"), "newest first"
    question = client.get(f"{path}/{second.uid}/show").text
    assert "Is second.pdf the one?" in question
    assert "5 pages" in question
    assert client.post(f"{path}/{second.uid}/show").location == path
    assert db.session.scalars(sa.select(Deck.uid).where(Deck.is_shown)).all() == [second.uid]
    assert investor.get(f"{path}/{first.uid}").status_code == 404
    assert second.uid in investor.get(f"/startups/{startup.slug}").text
    answer = investor.get(f"{path}/{second.uid}")
    assert f'filename="{startup.slug}-deck-2027-01-12.pdf"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/pdf"
    add_deck(startup, name="third.pdf")
    assert start(add_event(), startup).deck is second, "an application begins with the one"
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Deck).values(is_shown=True))


def test_founders_read_who_has_opened_a_deck(
    client: CheckingClient, startup: Startup, other_client: Any, sign_in: SignIn, count_queries: Any
) -> None:
    deck = add_deck(startup)
    organiser = add_person("Olu Organiser")
    event = add_event(organiser=organiser, title="Leeds heat")
    application = add_application(event, startup, state=ApplicationState.SUBMITTED, deck_id=deck.id)
    path = f"/startups/{startup.slug}/decks"
    assert "Nobody yet." in client.get(path).text
    client.get(f"{path}/{deck.uid}")
    assert "Nobody yet." in client.get(path).text, "members are not put down"
    person = add_investor("Ines Investor")
    investor = sign_in(person, on=other_client())
    answer = investor.get(f"{path}/{deck.uid}")
    with count_queries() as few:
        page = client.get(path).text
    assert "Ines Investor, investor" in page
    seen = sign_in(organiser, on=other_client()).get(
        f"/organise/events/{event.slug}/applications/{application.uid}/deck"
    )
    assert seen.data == answer.data
    with clock.frozen(clock.now() + timedelta(minutes=29)):
        investor.get(f"{path}/{deck.uid}")
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        again = investor.get(f"{path}/{deck.uid}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    with count_queries() as many:
        page = client.get(path).text
    assert many.count == few.count
    assert page.count("Ines Investor, investor") == 2
    assert "The team of Leeds heat" in page
    assert "Olu Organiser" not in page
    views = db.session.scalars(sa.select(DeckView).order_by(DeckView.id)).all()
    assert [view.statement is not None for view in views] == [True, False, True]
    sign_in(add_investor(basis=False), on=other_client()).get(f"{path}/{deck.uid}")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DeckView)) == 3


def test_the_first_page_is_drawn_for_those_who_may_read_the_deck(
    client: CheckingClient, startup: Startup, other_client: Any, sign_in: SignIn, run_jobs: Callable[[], int]
) -> None:
    deck = add_deck(startup)
    organiser = add_person("Olu Organiser")
    event = add_event(organiser=organiser)
    application = add_application(event, startup, state=ApplicationState.DRAFT, deck_id=deck.id)
    add_submission(application)
    path = f"/startups/{startup.slug}/decks/{deck.uid}/first-page"
    assert client.get(path).status_code == 404, "not drawn yet"
    assert path not in client.get(f"/startups/{startup.slug}/decks").text
    run_jobs()
    assert path in client.get(f"/startups/{startup.slug}/decks").text
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.data)).size == (640, 427)
    sent = f"/organise/events/{event.slug}/applications/{application.uid}"
    reader = sign_in(organiser, on=other_client())
    assert f"{sent}/deck/first-page" in reader.get(sent).text
    assert reader.get(f"{sent}/deck/first-page").data == answer.data
    for nobody in (sign_in(add_investor(), on=other_client()), sign_in(add_person("Peer"), on=other_client())):
        assert nobody.get(path).status_code == 404
        assert nobody.get(f"{sent}/deck/first-page").status_code in {403, 404}


def test_a_deck_that_cannot_be_drawn_is_tried_once_and_shown_without_a_picture(
    client: CheckingClient, startup: Startup, run_jobs: Callable[[], int], count_queries: Any
) -> None:
    broken = store(b"%PDF-1.7 and then nothing", "application/pdf")
    deck = add_deck(startup)
    deck.file = broken
    enqueue("startups.draw_decks")
    run_jobs()
    tried = sa.select(FirstPage.picture_id).where(FirstPage.file_id == broken.id)
    assert db.session.scalars(tried).all() == [None]
    assert client.get(f"/startups/{startup.slug}/decks/{deck.uid}/first-page").status_code == 404
    with count_queries() as queries:
        enqueue("startups.draw_decks")
        run_jobs()
    assert not [statement for statement in queries.statements if "INSERT INTO first_page" in statement]
