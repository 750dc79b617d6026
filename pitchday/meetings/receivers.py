"""What meetings do about news from packages below, in the transaction of the news."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications.models import Application
from pitchday.applications.signals import application_withdrawn
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.events.signals import event_cancelled, event_postponed
from pitchday.meetings import queries, services
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.places.models import Room, Table, Venue
from pitchday.places.signals import venue_moved, venue_use_asked
from pitchday.schedule.signals import meetings_must_give_way


def _to_come(*conditions: sa.ColumnElement[bool]) -> Sequence[Meeting]:
    """Live meetings that are not over, held against change until the transaction ends."""
    return db.session.scalars(
        queries.with_everything(queries.live())
        .where(Meeting.ends_at > clock.now(), *conditions)
        .order_by(Meeting.id)
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    ).all()


@event_cancelled.connect
def cancel_with_the_event(event: Event) -> None:
    services.cancel_all(_to_come(Meeting.event_id == event.id), reason="The pitch day was cancelled.")


@event_postponed.connect
def cancel_until_there_is_a_new_date(event: Event) -> None:
    services.cancel_all(
        _to_come(Meeting.event_id == event.id),
        reason="The pitch day is postponed. Book again once its new schedule is out.",
    )


@application_withdrawn.connect
def cancel_with_the_application(application: Application) -> None:
    """A startup that does not come meets nobody."""
    services.cancel_all(
        _to_come(Meeting.event_id == application.event_id, Meeting.startup_id == application.startup_id),
        reason=f"{application.startup.name} does not take part in the pitch day any more.",
    )


@venue_moved.connect
def show_the_door_in_calendars(venue: Venue) -> None:
    """Entries name the venue, and calendars take over only what has a higher number.

    Written past the session: nobody who has the page of a meeting open has to hear that it was changed.
    """
    now = clock.now()
    there = sa.select(Event.id).where(Event.venue_id == venue.id)
    to_come = Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > now, Meeting.event_id.in_(there)
    db.session.execute(
        sa.update(Meeting).where(*to_come).values(sequence=Meeting.sequence + 1, changed_at=now),
        execution_options={"synchronize_session": "fetch"},
    )


@meetings_must_give_way.connect
def give_way(event: Event, *, claims: Sequence[str]) -> None:
    uids = [claim.removeprefix("meeting:") for claim in claims]
    services.cancel_all(
        _to_come(Meeting.event_id == event.id, Meeting.uid.in_(uids)),
        reason="The programme has changed and needs this time. Choose another on the board.",
    )


@venue_use_asked.connect
def has_tables_of_meetings(venue: Venue) -> bool:
    tables = sa.select(Table.id).join(Table.room).where(Room.venue_id == venue.id)
    return bool(db.session.scalar(sa.select(sa.exists().where(Meeting.table_id.in_(tables)))))
