"""Making an application of a row that is good."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.queries import person_by_email
from pitchday.accounts.services import find_or_add_person
from pitchday.applications import notifications, queries
from pitchday.applications.answering import answers_to_keep, asked
from pitchday.applications.enums import ApplicationState
from pitchday.applications.importing.models import ApplicationImport
from pitchday.applications.importing.rows import Entry, Someone
from pitchday.applications.models import Answer, Application, Submission
from pitchday.applications.versions import form_version
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.startups import services as startups
from pitchday.startups import visibility
from pitchday.startups.models import StartupMember


def landed(imported: ApplicationImport, entry: Entry) -> tuple[int, dict[str, Any]]:
    """Add startup, people and application, with mails to the people; the application’s id and `ImportRow.made`.

    Somebody we know already keeps their name and is shown to organisers by the name that was typed: an address must not
    tell whose it is.
    """
    made: list[int] = []
    founder = _person(entry.founder, made)
    startup = startups.create(entry.facts, by=founder, listed_as=_listed_as(founder, entry.founder))
    for someone in entry.others:
        person = _person(someone, made)
        if all(member.person_id != person.id for member in startup.members):
            listed_as = _listed_as(person, someone)
            startup.members.append(StartupMember(person_id=person.id, person=person, listed_as=listed_as))
    db.session.flush()
    application = _application(imported, entry, startup.id)
    if imported.tell:
        notifications.imported(application, by=imported.by.name)
    return application.id, {
        "application_version": application.version,
        "startup": startup.id,
        "startup_version": startup.version,
        "people": made,
        "members": len(startup.members),
    }


def _person(someone: Someone, made: list[int]) -> Person:
    known = person_by_email(someone.email)
    if known is not None:
        return known
    person = find_or_add_person(name=someone.name, email=someone.email)
    made.append(person.id)
    return person


def _listed_as(person: Person, someone: Someone) -> str | None:
    return None if person.name == someone.name else someone.name


def _application(imported: ApplicationImport, entry: Entry, startup_id: int) -> Application:
    event, now = imported.event, clock.now()
    sent_at = _sent_at(entry, event, now)
    questions = queries.every_question(event.id)
    version = form_version(questions)
    application = Application(
        event=event,
        startup_id=startup_id,
        state=ApplicationState.SUBMITTED,
        form_version=version,
        created_at=now,
        changed_at=now,
        submitted_at=sent_at,
        import_id=imported.id,
    )
    application.answers = [
        Answer(question=question, text=entry.answers[question.uid])
        for question in questions
        if question.until is None and entry.answers.get(question.uid)
    ]
    db.session.add(application)
    db.session.flush()
    application.submissions.append(
        Submission(
            number=1,
            form_version=version,
            submitted_at=sent_at,
            facts=visibility.snapshot(application.startup),
            answers=answers_to_keep(asked(application)),
        )
    )
    db.session.flush()
    return application


def _sent_at(entry: Entry, event: Event, now: datetime) -> datetime:
    """Noon of the day on which it was sent elsewhere, where the pitch day is; now when nobody knows."""
    if entry.sent_on is None:
        return now
    return min(clock.instant(entry.sent_on, time(12), event.zone), now)
