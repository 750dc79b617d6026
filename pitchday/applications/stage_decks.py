"""The deck with which a startup goes on stage: chosen and confirmed by its founders until it is fixed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import calls, notifications, queries
from pitchday.applications.call_models import FREEZE_HOURS, Call
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.services import locked
from pitchday.applications.stage_deck_models import StageDeck
from pitchday.db import db, insert_into
from pitchday.errors import DomainError
from pitchday.events.enums import CALLED_OFF, Act
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.history import record
from pitchday.startups.models import Deck
from pitchday.web.filters import moment as in_words
from pitchday.web.filters import plural

# Nobody is reminded of the same deck again before this has passed.
PAUSE = timedelta(hours=24)


def fixed_from(starts_at: datetime, hours: int | None, *, opened: bool = False) -> datetime:
    """From when founders can no longer change their deck: `hours` before the start, or the start itself for those for
    whom it was opened again, and where no hours are set."""
    return starts_at if opened or hours is None else starts_at - timedelta(hours=hours)


def deck_frozen(starts_at: datetime, hours: int | None, now: datetime, *, opened: bool = False) -> bool:
    return now >= fixed_from(starts_at, hours, opened=opened)


def freeze_hours(event: Event) -> int | None:
    return _hours(calls.call_of(event))


def _hours(call: Call | None) -> int | None:
    return call.deck_freeze_hours if call else FREEZE_HOURS


def stage_deck(application: Application) -> StageDeck | None:
    """What is known of it, once anything is."""
    known = sa.select(StageDeck).where(StageDeck.application_id == application.id)
    return db.session.scalar(known.options(joinedload(StageDeck.deck), joinedload(StageDeck.confirmed_by)))


def deck_of(application: Application, stage: StageDeck | None) -> Deck | None:
    """The one that was chosen; until one is, that of the application."""
    return stage.deck if stage and stage.deck else application.deck


def deck_is_fixed(application: Application, stage: StageDeck | None) -> bool:
    event = application.event
    return deck_frozen(event.starts_at, freeze_hours(event), clock.now(), opened=bool(stage and stage.opened_at))


def fixed_at(application: Application, stage: StageDeck | None) -> datetime:
    event = application.event
    return fixed_from(event.starts_at, freeze_hours(event), opened=bool(stage and stage.opened_at))


def _open(application: Application) -> StageDeck:
    """The row to change, and nobody else's until the transaction ends. Raises DomainError when it is fixed."""
    locked(application)
    _require_on(application.event)
    if application.state is not ApplicationState.CONFIRMED:
        raise DomainError("Only a startup whose place is confirmed has a deck for the stage.")
    stage = stage_deck(application)
    if deck_is_fixed(application, stage):
        at = in_words(fixed_at(application, stage), application.event.zone)
        raise DomainError(f"Decks are fixed since {at}. Ask the organisers if it must change.", field="deck")
    return stage or _row(application)


def _require_on(event: Event) -> None:
    if event.state in CALLED_OFF:
        raise DomainError(f"{event.title} is called off. Its decks stay as they are, unless it gets a new date.")


def _row(application: Application) -> StageDeck:
    stage = StageDeck(application=application)
    db.session.add(stage)
    return stage


def choose(application: Application, deck: Deck) -> None:
    """Take this deck on stage. Another one than before has to be confirmed anew."""
    stage = _open(application)
    if deck.startup_id != application.startup_id:
        raise DomainError("This deck belongs to another startup.", field="deck")
    if deck_of(application, stage) is not deck:
        stage.confirmed_at = stage.confirmed_by_id = None
    stage.deck = deck
    db.session.flush()


def confirm(application: Application, deck_uid: str, *, by: Person) -> None:
    """Say that the deck one has looked at is the one. Raises DomainError when a colleague has chosen another."""
    stage = _open(application)
    deck = deck_of(application, stage)
    if deck is None or deck.uid != deck_uid:
        raise DomainError("Another deck was chosen meanwhile. Look at it, then confirm.")
    if stage.confirmed_at is not None:
        return
    stage.deck, stage.confirmed_at, stage.confirmed_by_id = deck, clock.now(), by.id
    db.session.flush()


def open_again(application: Application, reason: str, *, by: Person) -> None:
    """Let one startup change its deck until the pitch day starts, and tell its founders."""
    locked(application)
    event, now = application.event, clock.now()
    require(Act.CHANGE, event, now)
    if application.state is not ApplicationState.CONFIRMED or now >= event.starts_at:
        raise DomainError("Only a startup that is still to pitch can change its deck.")
    stage = stage_deck(application) or _row(application)
    stage.opened_at, stage.opened_by_id, stage.opened_reason = now, by.id, reason
    db.session.flush()
    notifications.deck_opened(application, now, reason=reason, by=by.name)


def is_confirmed() -> sa.ColumnElement[bool]:
    """That the founders of an application have said which deck is the one."""
    known = aliased(StageDeck)  # a list may have joined the table itself
    return sa.exists().where(known.application_id == Application.id, known.confirmed_at.is_not(None))


def of_applications(ids: Collection[int]) -> dict[int, StageDeck]:
    rows = sa.select(StageDeck).where(StageDeck.application_id.in_(ids))
    found = db.session.scalars(rows.options(joinedload(StageDeck.deck), joinedload(StageDeck.confirmed_by)))
    return {stage.application_id: stage for stage in found}


def open_to_confirm(applications: Collection[Application]) -> dict[int, datetime]:
    """Until when the founders of each of these confirmed applications can still say which deck it is, unless they have.

    In two queries; by application.
    """
    known = of_applications([application.id for application in applications])
    said = calls.calls_of({application.event_id for application in applications})
    found = {}
    for application in applications:
        stage, event = known.get(application.id), application.event
        if stage is None or stage.confirmed_at is None:
            hours, opened = _hours(said.get(event.id)), bool(stage and stage.opened_at)
            if not deck_frozen(event.starts_at, hours, clock.now(), opened=opened):
                found[application.id] = fixed_from(event.starts_at, hours, opened=opened)
    return found


def version_of(deck: Deck) -> int:
    """The how-manieth deck of the startup it is."""
    earlier = sa.select(sa.func.count()).where(Deck.startup_id == deck.startup_id, Deck.id <= deck.id)
    return db.session.scalars(earlier).one()


def download_name(application: Application, deck: Deck) -> str:
    """Where it is shown, whose it is and which version, without its ending."""
    where, name = application.event.city.name, application.startup.name
    return f"{where} – {name} – deck v{version_of(deck)}".replace("/", "-")


def _unconfirmed(event: Event) -> sa.Select[Application]:
    return sa.select(Application).where(
        Application.event_id == event.id, Application.state == ApplicationState.CONFIRMED, ~is_confirmed()
    )


def due(event: Event) -> int:
    """How many startups may be reminded now: they have not confirmed, can still, and were not reminded lately."""
    lately = sa.exists().where(StageDeck.application_id == Application.id, StageDeck.reminded_at > clock.now() - PAUSE)
    statement = _unconfirmed(event).where(~lately)
    return db.session.scalar(statement.with_only_columns(sa.func.count())) or 0


def remind(event: Event, *, by: Person) -> int:
    """Write to the founders of each startup that is due, once however many organisers do so; how many those are."""
    now = clock.now()
    _require_on(event)
    if deck_frozen(event.starts_at, freeze_hours(event), now):
        raise DomainError("Decks are fixed, so that nobody could do what they are reminded of.")
    wanted = _unconfirmed(event).with_only_columns(Application.id, sa.literal(now, sa.DateTime(timezone=True)))
    insert = insert_into(StageDeck).from_select(["application_id", "reminded_at"], wanted)
    claimed = insert.on_conflict_do_update(
        index_elements=["application_id"],
        set_={"reminded_at": insert.excluded.reminded_at},
        where=sa.or_(StageDeck.reminded_at.is_(None), StageDeck.reminded_at <= now - PAUSE),
    ).returning(StageDeck.application_id)
    ids = db.session.scalars(claimed).all()
    if not ids:
        return 0
    notifications.deck_reminders(_with_people(ids), event, now, by=by.name, until=until_in_words(event))
    label = f"Decks of {plural(len(ids), 'startup')}"
    record("reminded", subject=event.history_key, label=label, scope=event.history_key)
    return len(ids)


def until_in_words(event: Event) -> str:
    return in_words(fixed_from(event.starts_at, freeze_hours(event)), event.zone)


def _with_people(ids: Sequence[int]) -> Sequence[Application]:
    statement = queries.with_members(sa.select(Application).where(Application.id.in_(ids)).order_by(Application.id))
    return db.session.scalars(statement).unique().all()
