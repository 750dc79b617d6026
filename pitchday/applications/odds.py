"""The odds of the round before: how many applied to it and how many pitched, for a call that shows them."""

from __future__ import annotations

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications.call_models import Call
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.web.filters import month, plural

# Of fewer applications the odds tell nothing, except perhaps who was turned down.
LEAST = 5


def in_words(event: Event, call: Call | None) -> str:
    """`Last time, at Leeds heat in March 2027, 117 startups applied and 12 pitched.`; nothing where there is no round.

    In two queries at most. Startups that came through another pitch day did not apply there and count in neither.
    """
    before = _round_before(event, call)
    if before is None:
        return ""
    pitched = Application.state == ApplicationState.CONFIRMED
    applied, chosen = db.session.execute(
        sa.select(sa.func.count(), sa.func.count().filter(pitched)).where(
            Application.event_id == before.id,
            Application.submitted_at.is_not(None),
            Application.carried_from_id.is_(None),
        )
    ).one()
    if applied < LEAST:
        return ""
    when = month(before.starts_at, before.zone)
    return f"Last time, at {before.title} in {when}, {plural(applied, 'startup')} applied and {chosen:,} pitched."


def _round_before(event: Event, call: Call | None) -> Event | None:
    """The pitch day that this one was made like, else the last of its kind in the programme; one that took place."""
    made_like = Event.id == (call.earlier_event_id if call else None)
    of_the_family = sa.and_(
        Event.programme_id.is_not(None), Event.programme_id == event.programme_id, Event.kind == event.kind
    )
    return db.session.scalars(
        sa.select(Event)
        .where(
            Event.id != event.id,
            sa.or_(made_like, of_the_family),
            Event.state == EventState.PUBLISHED,
            Event.ends_at <= clock.now(),
        )
        .order_by(sa.case((made_like, 0), else_=1), Event.ends_at.desc(), Event.id.desc())
        .limit(1)
    ).first()
