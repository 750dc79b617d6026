"""What those who read applications keep among themselves, for the world that every address is tried in."""

from __future__ import annotations

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.models import Application, BulkAct, Note, Tag, application_tag
from pitchday.db import db


def add_private(application: Application, organiser: Person) -> tuple[Tag, Note]:
    """A tag and a note, which nobody reads but those who read applications."""
    tag = Tag(event_id=application.event_id, name="SECRETTAG", key="secrettag")
    note = Note(application=application, author=organiser, text="SECRETNOTE", written_at=clock.now())
    db.session.add_all([tag, note])
    db.session.flush()
    db.session.execute(application_tag.insert().values(application_id=application.id, tag_id=tag.id))
    db.session.commit()
    return tag, note


def add_bulk_act(application: Application, organiser: Person) -> BulkAct:
    item = {"uid": application.uid, "name": application.startup.name, "refusal": "It is told already."}
    done = BulkAct(event_id=application.event_id, by=organiser, act="accept", at=clock.now(), items=[item])
    db.session.add(done)
    db.session.commit()
    return done
