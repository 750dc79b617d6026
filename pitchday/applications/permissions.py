"""Who may do what with an application."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday.accounts.models import Person
from pitchday.applications import late_queries, queries
from pitchday.applications.calls import call_of
from pitchday.applications.criteria import criteria_of
from pitchday.applications.enums import SEEN_BY_ORGANISERS
from pitchday.applications.importing.models import ApplicationImport
from pitchday.applications.models import AnswerFile, Application, BulkAct, Submission, Tag
from pitchday.applications.notes import notes_on
from pitchday.applications.question_sets import may_change
from pitchday.applications.rules import answers_for
from pitchday.applications.set_models import QuestionSet
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import asks, public_event, rights_at, within_event
from pitchday.events.rights import Right
from pitchday.startups.permissions import is_member
from pitchday.web.guards import current_person, required_person


def call_reader(person: Person | None, event_slug: str) -> dict[str, Any]:
    """Whoever has an account, on a pitch day that they may see."""
    required_person(person)
    return public_event(person, event_slug)


def applicant(person: Person | None, application_uid: str) -> dict[str, Any]:
    """A member of the startup that applies; to everybody else there is nothing here."""
    known = required_person(person)
    application = queries.application_by_uid(application_uid)
    if application is None or not is_member(known, application.startup):
        raise NotFound
    return {"application": application}


def sent_version(person: Person | None, application_uid: str, number: int) -> dict[str, Any]:
    """A member of the startup that applies, on a version that was sent."""
    application = applicant(person, application_uid)["application"]
    sent = next((known for known in application.submissions if known.number == number), None)
    if sent is None:
        raise NotFound
    return {"application": application, "sent": sent}


def answered_file(person: Person | None, application_uid: str, file_uid: str) -> dict[str, Any]:
    """A member of the startup that applies, on a file that it gave as an answer, here or where it came from."""
    return {"file": _file_of(applicant(person, application_uid)["application"], file_uid)}


def _file_of(application: Application, file_uid: str) -> AnswerFile:
    file = queries.answer_file(file_uid)
    if file is None or file.application.startup_id != application.startup_id:
        raise NotFound
    return file


def seen_by_organisers(application: Application) -> bool:
    """A draft is the founders' own, and so is one that they gave up before they sent it."""
    return application.state in SEEN_BY_ORGANISERS and application.submitted_at is not None


def _sent(event: Event, application_uid: str) -> dict[str, Any]:
    application = queries.application_by_uid(application_uid)
    if application is None or application.event_id != event.id or not seen_by_organisers(application):
        raise NotFound
    return {"application": application}


@within_event(Right.READ)
def assessor(event: Event, application_uid: str) -> dict[str, Any]:
    """Whoever reads applications to the pitch day, on one that has been sent."""
    return _sent(event, application_uid)


def sent_answers(application: Application, person: Person | None) -> list[dict[str, Any]]:
    """What was answered last, as far as this reader of applications may know it."""
    return answers_of(application, application.submissions[-1], person) if application.submissions else []


def answers_of(application: Application, sent: Submission, person: Person | None) -> list[dict[str, Any]]:
    """What was answered in one version that was sent, as far as this reader may know it."""
    organiser = Right.DECIDE in rights_at(person, application.event)
    return answers_for(sent.answers, organiser=organiser)


@within_event(Right.READ)
def file_reader(event: Event, application_uid: str, file_uid: str) -> dict[str, Any]:
    """Whoever reads applications to the pitch day, on a file that was sent as an answer they may read."""
    application = _sent(event, application_uid)["application"]
    if all(given.get("file") != file_uid for given in sent_answers(application, current_person())):
        raise NotFound
    return {"file": _file_of(application, file_uid)}


@within_event(Right.READ)
def note_author(event: Event, application_uid: str, note_uid: str) -> dict[str, Any]:
    """Whoever wrote the note, for as long as they read applications to the pitch day."""
    application = _sent(event, application_uid)["application"]
    note = next((known for known in notes_on(application) if known.uid == note_uid), None)
    if note is None:
        raise NotFound
    if note.author_id != required_person(current_person()).id:
        raise Forbidden("Only whoever wrote a note changes or deletes it.")
    return {"application": application, "note": note}


@within_event(Right.READ)
def tagged(event: Event, application_uid: str, tag_uid: str) -> dict[str, Any]:
    """Whoever reads applications to the pitch day, on a tag of one that has been sent."""
    return _sent(event, application_uid) | {"tag": _tag(event, tag_uid)}


@within_event(Right.DECIDE)
def tag_keeper(event: Event, tag_uid: str) -> dict[str, Any]:
    """Whoever decides applications to the pitch day, on a tag that all who read them have before them."""
    return {"tag": _tag(event, tag_uid)}


@within_event(Right.DECIDE)
def bulk_decider(event: Event, act_uid: str) -> dict[str, Any]:
    """Whoever decides applications to the pitch day, on what was decided about many of them at once."""
    done = db.session.scalar(sa.select(BulkAct).where(BulkAct.uid == act_uid, BulkAct.event_id == event.id))
    if done is None:
        raise NotFound
    return {"done": done}


def _tag(event: Event, tag_uid: str) -> Tag:
    tag = db.session.scalar(sa.select(Tag).where(Tag.uid == tag_uid, Tag.event_id == event.id))
    if tag is None:
        raise NotFound
    return tag


@within_event(Right.DECIDE)
def decider(event: Event, application_uid: str) -> dict[str, Any]:
    """Whoever decides applications to the pitch day, on one that has been sent."""
    return _sent(event, application_uid)


@within_event(Right.DECIDE)
def importer(event: Event, import_uid: str) -> dict[str, Any]:
    """Whoever decides applications to the pitch day, on a file of applications that was uploaded to it."""
    mine = ApplicationImport.event_id == event.id, ApplicationImport.uid == import_uid
    imported = db.session.scalar(sa.select(ApplicationImport).where(*mine))
    if imported is None:
        raise NotFound
    return {"imported": imported}


@within_event(Right.EDIT)
def late_link_keeper(event: Event, link_uid: str) -> dict[str, Any]:
    """Whoever may change the pitch day, on one of the late links that were given for it."""
    link = late_queries.link_by_uid(link_uid)
    if link is None or link.event_id != event.id:
        raise NotFound
    return {"link": link}


def late_link_holder(person: Person | None, token: str) -> dict[str, Any]:
    """Whoever has an account and the late link."""
    required_person(person)
    link = late_queries.link_by_token(token)
    if link is None:
        raise NotFound
    return {"link": link, "token": token}


@within_event(Right.EDIT)
def asker(event: Event, question_uid: str) -> dict[str, Any]:
    """Whoever may change the pitch day, on one of its questions, stored or standard."""
    question = next((known for known in queries.questions_of(event) if known.uid == question_uid), None)
    if question is None:
        raise NotFound
    return {"question": question}


@within_event(Right.EDIT)
def criterion_keeper(event: Event, criterion_uid: str) -> dict[str, Any]:
    """Whoever may change the pitch day, on one of the statements of its quiz."""
    known = criteria_of(call_of(event))
    criterion = next((criterion for criterion in known if criterion.uid == criterion_uid), None)
    if criterion is None:
        raise NotFound
    return {"criterion": criterion}


@within_event(Right.EDIT)
def set_reader(event: Event, set_uid: str) -> dict[str, Any]:
    """Whoever may change the pitch day, on a set of questions that it could ask."""
    kept = db.session.scalar(
        sa.select(QuestionSet).where(QuestionSet.uid == set_uid).options(joinedload(QuestionSet.owner))
    )
    if kept is None:
        raise NotFound
    return {"kept": kept}


@asks(Right.EDIT)
def set_keeper(person: Person | None, event_slug: str, set_uid: str) -> dict[str, Any]:
    """As set_reader, for those who may change the set as well."""
    found = set_reader(person, event_slug=event_slug, set_uid=set_uid)
    if not may_change(required_person(person), found["kept"]):
        raise Forbidden(f"{found['kept'].owner.name} looks after this set. Ask them, or save a set of your own.")
    return found
