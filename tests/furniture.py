"""One of each thing that pages of a pitch day show or change, for a world in which every address leads somewhere."""

from __future__ import annotations

from datetime import timedelta

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.queries import token_hash
from pitchday.applications import question_sets
from pitchday.applications.enums import QuestionKind
from pitchday.applications.importing.models import ApplicationImport, ImportRow, ImportState, RowOutcome
from pitchday.applications.importing.services import begin
from pitchday.applications.kinds import WITH_OPTIONS
from pitchday.applications.models import (
    AnswerFile,
    Application,
    LateLink,
    Question,
    Submission,
)
from pitchday.applications.set_models import QuestionSet
from pitchday.db import commits, db
from pitchday.downloads.models import Download, Ending
from pitchday.equality.services import ask
from pitchday.events.enums import Role
from pitchday.events.models import Event, Funder, Programme, ProgrammeRole
from pitchday.files.models import FirstPage
from pitchday.files.services import store
from pitchday.startups.models import Deck, JoinRequest, MemberInvitation, Startup
from pitchday.startups.visibility import snapshot
from tests import factories
from tests.equality.counted import add_report
from tests.files.test_files import make_pdf
from tests.files.test_images import make_picture

LATE_TOKEN = "k" * 32


def add_programme(organiser: Person) -> Programme:
    programme = Programme(slug="northern-pitch", name="Northern Pitch")
    programme.funder = Funder(name="Northern Growth Fund")
    programme.logo = store(make_picture("PNG"), "image/png")
    db.session.add(programme)
    db.session.add(ProgrammeRole(programme=programme, person=organiser, role=Role.ORGANISER))
    db.session.add(ProgrammeRole(programme=programme, person=factories.add_person(), role=Role.LEAD))
    db.session.commit()
    add_report(programme)
    return programme


def add_invitation(startup: Startup, founder: Person) -> MemberInvitation:
    """To the founder's own address, so that one person may see all of its pages."""
    invitation = MemberInvitation(startup=startup, name="Somebody", email=founder.email, role="Founder", by=founder)
    invitation.sent_at, invitation.expires_at = clock.now(), clock.now() + timedelta(days=14)
    db.session.add(invitation)
    db.session.commit()
    return invitation


def add_join_request(startup: Startup) -> JoinRequest:
    join_request = JoinRequest(startup=startup, person=factories.add_person(), asked_at=clock.now())
    db.session.add(join_request)
    db.session.commit()
    return join_request


def add_questions(event: Event, application: Application, founder: Person) -> Question:
    """One of each kind, and a file that was sent as the answer to one of them; equality questions beside them."""
    commits(ask)(event, together=False)
    for position, kind in enumerate(QuestionKind, start=2):
        options = {"options": ["One", "Two"]} if kind in WITH_OPTIONS else {}
        db.session.add(Question(event_id=event.id, position=position, kind=kind, label=f"{kind.label}?", **options))
    question = Question(event_id=event.id, position=1, label="Which problem do you solve?", max_words=200)
    file = AnswerFile(
        file=store(make_pdf(2), "application/pdf"),
        file_name="SECRETFILE.pdf",
        pages=2,
        uploaded_at=clock.now(),
        uploaded_by=founder,
    )
    application.files.append(file)
    db.session.add(question)
    db.session.flush()
    given = {"uid": question.uid, "label": "A plan", "text": "SECRETFILE.pdf", "file": file.uid, "readers": "all"}
    sent = {"facts": snapshot(application.startup), "answers": [given], "deck_id": application.deck_id}
    application.submissions.append(Submission(number=1, submitted_at=clock.now(), **sent))
    db.session.commit()
    return question


def add_question_set(event: Event, owner: Person) -> QuestionSet:
    return commits(question_sets.save)(event, name="First round", description="", owner=owner)


def add_late_link(event: Event, organiser: Person) -> LateLink:
    """That nobody has used."""
    link = LateLink(
        event=event,
        token_hash=token_hash(LATE_TOKEN),
        email="late@loom.example",
        reason="PRIVATEillness",
        ends_at=event.starts_at,
        by=organiser,
        created_at=clock.now(),
    )
    db.session.add(link)
    db.session.commit()
    return link


def add_deck(startup: Startup, founder: Person) -> Deck:
    file = store(make_pdf(3), "application/pdf")
    deck = Deck(
        startup=startup, file=file, file_name="SECRETDECK.pdf", pages=3, uploaded_at=clock.now(), uploaded_by=founder
    )
    deck.is_shown = True
    db.session.add_all([deck, FirstPage(file_id=file.id, picture=store(make_picture("PNG"), "image/png"))])
    db.session.commit()
    return deck


def add_import(event: Event, organiser: Person) -> ApplicationImport:
    """Checked, with a row to mend that names a promotional figure."""
    table = b"Startup,Founder,Email,Ask\nMoorlight,Ada,ada@pitchday.example,SECRETUSE\n"
    imported = begin(event, table, "collected.csv", by=organiser)
    imported.state = ImportState.CHECKED
    db.session.flush()
    problem = ["D", "Ask", "SECRETUSE", "Enter an amount."]
    row = {"number": 2, "name": "Moorlight", "outcome": RowOutcome.BROKEN, "problems": [problem]}
    db.session.add(ImportRow(import_id=imported.id, **row))
    db.session.commit()
    return imported


def add_download(event: Event, organiser: Person) -> Download:
    download = Download(
        person=organiser,
        listing="applications",
        address={"event_slug": event.slug},
        query="",
        ending=Ending.CSV,
        name="applications",
        asked_at=clock.now(),
        file=store(b"Startup\r\n", "text/csv"),
    )
    db.session.add(download)
    db.session.commit()
    return download
