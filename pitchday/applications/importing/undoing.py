"""Taking back what a row has made, as long as nobody has built on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.applications.importing.models import ImportRow
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.diary.models import Diary
from pitchday.mail import Mail, MailState
from pitchday.startups.models import Startup


def taken_back(row: ImportRow) -> bool:
    """Whether the application is gone, with its startup and the people that nothing else is about.

    It stays, whole, when somebody has changed or decided it, changed the profile or joined the startup since.
    """
    application = db.session.get(Application, row.application_id)
    startup = db.session.get(Startup, row.made["startup"])
    if application is None or startup is None or not _untouched(row, application, startup):
        return False
    if not _gone(partial(_delete_application, application, startup)):
        return False
    for person_id in row.made["people"]:
        person = db.session.get(Person, person_id)
        if person is not None and person.account is None:
            _gone(partial(_delete_person, person))
    return True


def _untouched(row: ImportRow, application: Application, startup: Startup) -> bool:
    return (
        application.version == row.made["application_version"]
        and application.state is ApplicationState.SUBMITTED
        and application.decision is None
        and not (application.notes or application.tags)
        and startup.version == row.made["startup_version"]
        and len(startup.members) == row.made["members"]
    )


def _gone(delete: Callable[[], None]) -> bool:
    """Delete, unless anything refers to it: the database knows better than any list of ours who does."""
    try:
        with db.session.begin_nested():
            delete()
    except sa.exc.IntegrityError:
        return False
    return True


def _delete_application(application: Application, startup: Startup) -> None:
    """With the mails about it that nobody has been sent."""
    about = Mail.about.startswith(f"application:{application.uid}:"), Mail.state == MailState.QUEUED
    db.session.execute(sa.delete(Mail).where(*about))
    db.session.delete(application)
    db.session.flush()
    for member in list(startup.members):
        db.session.delete(member)
    db.session.flush()
    db.session.expire(startup, ["members"])
    diary_id = startup.diary_id
    db.session.delete(startup)
    db.session.flush()
    db.session.execute(sa.delete(Diary).where(Diary.id == diary_id))


def _delete_person(person: Person) -> None:
    diary_id = person.diary_id
    db.session.delete(person)
    db.session.flush()
    db.session.execute(sa.delete(Diary).where(Diary.id == diary_id))
