"""What founders and organisers do with applications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import calls, late_queries, notifications, queries, returns, rules
from pitchday.applications.answering import answers_to_keep, asked
from pitchday.applications.asking import ensure_default_questions
from pitchday.applications.earlier import earlier_answers
from pitchday.applications.enums import CARRIED, EDITABLE, ApplicationState, Decision, QuestionKind
from pitchday.applications.models import Answer, AnswerFile, Application, Submission
from pitchday.applications.signals import application_withdrawn
from pitchday.applications.versions import form_version
from pitchday.db import db, new_uid
from pitchday.errors import DomainError, NotFound
from pitchday.events.enums import Act
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.files.pdf import page_count
from pitchday.files.services import store
from pitchday.history.stale import require_version
from pitchday.startups import visibility
from pitchday.startups.decks import shown_deck
from pitchday.startups.models import Deck, Startup
from pitchday.web.forms import safe_name

# What organisers note before they tell anybody. It is no change that founders who write on could know of.
ORGANISERS_OWN = frozenset({"decision", "decision_reason", "decided_at"})


def locked(application: Application) -> Application:
    """The row as it is now, and nobody else's until the transaction ends: two clicks come one after the other."""
    db.session.flush()  # refreshing would forget what has been set and not written
    db.session.refresh(application, with_for_update={"of": Application})
    return application


def window_of(application: Application, now: datetime) -> rules.Window:
    event, until = application.event, returns.time_given(application)
    return rules.window(event, now, event.zone, created_at=application.created_at, until=until)


def _require_open(application: Application, now: datetime) -> None:
    closed = window_of(application, now).closed
    if closed is not None:
        raise DomainError(closed)


def _require_editable(application: Application) -> None:
    _require_open(application, clock.now())
    if application.state not in EDITABLE:
        rules.require_move(application.state, ApplicationState.SUBMITTED)


def start(event: Event, startup: Startup) -> Application:
    """Begin an application with the deck that the startup shows, or find the one that was begun before."""
    known = queries.of_startups(event.id, [startup.id]).get(startup.id)
    if known is not None:
        return known
    now = clock.now()
    rules.require_open(event, now, event.zone, until=late_queries.until_of(event.id, startup.id))
    ensure_default_questions(event)
    application = Application(
        event=event,
        startup=startup,
        state=ApplicationState.DRAFT,
        deck=shown_deck(startup),
        form_version=form_version(queries.every_question(event.id)),
        created_at=now,
        changed_at=now,
    )
    db.session.add(application)
    db.session.flush()
    return application


def _touch(application: Application) -> None:
    """Give the row a new version, even when the clock has not moved, so that a co-founder's older page is refused."""
    application.changed_at = clock.now()
    flag_modified(application, "changed_at")


def save_answers(
    application: Application, texts: Mapping[str, str], *, version: int | None, form: int = 0
) -> list[str]:
    """Keep answers as they are, too long or half-way. `texts` maps a question's uid to what `kinds.read` made of it;
    `form` is the version of the questions on the page. What was typed to one that is asked no more is kept, too.
    What was typed to one whose answer is fixed is not; returned are the words of such questions.

    Raises StaleEdit when the application has changed since `version` of it was read.
    """
    locked(application)
    _require_editable(application)
    require_version(application, version, unseen=ORGANISERS_OWN)
    answers = {answer.question_id: answer for answer in application.answers}
    fixed = {question.uid: question for question in asked(application) if question.fixed}
    every = queries.every_question(application.event_id)
    application.form_version = max(application.form_version, min(form, form_version(every)))
    for question in every:
        text = texts.get(question.uid)
        if text is None or question.uid in fixed:
            continue
        if len(text) > rules.MAX_CHARACTERS:
            raise DomainError(
                f"This is far too long to keep: {len(text):,} characters.", field=f"answer_{question.uid}"
            )
        if question.id in answers:
            answers[question.id].text = text
        elif text:
            application.answers.append(Answer(question=question, text=text))
    _touch(application)
    return [question.label for uid, question in fixed.items() if texts.get(uid, question.text) != question.text]


def take_over(application: Application) -> int:
    """Answer what is not answered yet as the startup did elsewhere (see `earlier`); how many answers those are."""
    locked(application)
    _require_editable(application)
    found = earlier_answers(application, asked(application))
    if found is None:
        return 0
    save_answers(application, found.texts, version=application.version, form=application.form_version)
    return len(found.texts)


def keep_file(application: Application, uid: str, data: bytes, file_name: str, by: Person) -> None:
    """Answer the question `uid` by a PDF. Raises DomainError, beside its field, when the bytes are no usable one."""
    question = next((known for known in queries.stored_questions(application.event_id) if known.uid == uid), None)
    if question is None or question.kind is not QuestionKind.FILE:
        raise NotFound
    pages = page_count(data, field=f"answer_{uid}", what="file")
    locked(application)
    _require_editable(application)
    if any(known.uid == uid and known.fixed for known in asked(application)):
        raise DomainError("What you sent can no longer be changed.", field=f"answer_{uid}")
    kept = AnswerFile(
        uid=new_uid(),
        file=store(data, "application/pdf"),
        file_name=safe_name(file_name),
        pages=pages,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )
    application.files.append(kept)
    answer = next((given for given in application.answers if given.question_id == question.id), None)
    if answer is None:
        application.answers.append(Answer(question=question, text=kept.uid))
    else:
        answer.text = kept.uid
    _touch(application)


def attach_deck(application: Application, deck: Deck) -> None:
    """Put this deck of the startup's into the application."""
    locked(application)
    _require_editable(application)
    if deck.startup_id != application.startup_id:
        raise DomainError("This deck belongs to another startup.", field="deck")
    application.deck = deck
    _touch(application)


def missing(application: Application, questions: Sequence[rules.Asked] | None = None) -> list[rules.Missing]:
    """What is still to be done before the application can be sent; `questions` if they have been read already."""
    known = visibility.public_facts(application.startup)
    return rules.missing(known, questions or asked(application), has_deck=application.deck_id is not None)


def changes_since_sent(application: Application) -> list[str]:
    """What the founders have changed since they last sent it, in words; nothing for a draft."""
    if not application.submissions:
        return []
    newest = application.submissions[-1]
    return rules.changed_since(
        {"facts": newest.facts, "answers": newest.answers, "deck_id": newest.deck_id},
        visibility.snapshot(application.startup),
        answers_to_keep(asked(application)),
        application.deck_id,
        same_form=newest.form_version == form_version(queries.every_question(application.event_id)),
    )


def submit(application: Application, *, by: Person | None = None) -> Submission:
    """Send the application as it stands; every version that was sent is kept. Sent twice unchanged, it is one.
    One that was returned to be changed is with the organisers again.

    Raises DomainError after the deadline, and when something is missing.
    """
    locked(application)
    now = clock.now()
    _require_open(application, now)
    rules.require_move(application.state, ApplicationState.SUBMITTED)
    is_new = not application.submissions or bool(changes_since_sent(application))
    undone = missing(application) if is_new else []
    if undone:
        raise DomainError("Not sent yet. " + ". ".join(part.words for part in undone) + ".")
    asked_back = returns.end(application, now)
    if is_new:
        application.submissions.append(_version(application, now, by))
        application.submitted_at = now
    application.state = ApplicationState.SUBMITTED
    db.session.flush()
    if is_new:
        notifications.received(application, application.submissions[-1])
    if asked_back is not None:
        notifications.came_back(asked_back)
    return application.submissions[-1]


def _version(application: Application, now: datetime, by: Person | None) -> Submission:
    return Submission(
        number=len(application.submissions) + 1,
        form_version=form_version(queries.every_question(application.event_id)),
        submitted_at=now,
        facts=visibility.snapshot(application.startup),
        answers=answers_to_keep(asked(application)),
        deck_id=application.deck_id,
        by_id=by.id if by else None,
    )


def withdraw(application: Application) -> None:
    """Give the application up, and with it the place. Packages above free what it held, in this transaction."""
    locked(application)
    if application.state is ApplicationState.WITHDRAWN:
        return
    rules.require_move(application.state, ApplicationState.WITHDRAWN)
    before = application.state
    returns.end(application, clock.now())
    application.state = ApplicationState.WITHDRAWN
    application.withdrawn_at = clock.now()
    db.session.flush()
    if before is ApplicationState.CONFIRMED:
        _unlist(application.startup_id)
    application_withdrawn.send(application)
    notifications.withdrawn(application, before)


def _unlist(startup_id: int) -> None:
    """A startup that pitches nowhere any more is no longer shown to everybody."""
    # Two places given up at one moment wait here for one another: the second sees that it was the last.
    startup = db.session.get_one(Startup, startup_id, with_for_update=True)
    pitches = sa.exists().where(Application.startup_id == startup_id, Application.state == ApplicationState.CONFIRMED)
    if not db.session.scalar(sa.select(pitches)):
        startup.listed = False
        db.session.flush()


def mark_of(application: Application) -> str:
    """A mark of what an organiser sees before deciding: what was sent, and what has been decided."""
    return rules.mark_of(len(application.submissions), application.decision, application.decided_at, application.state)


def decide(application: Application, decision: Decision, *, reason: str = "", mark: str | None = None) -> None:
    """Note a decision, which nobody is told of until it is released; the last one counts.

    Raises DomainError when the application is not what it was when `mark` was made.
    """
    locked(application)
    require_unchanged(application, mark)
    rules.require_decision(decision, reason)
    set_decision(application, decision, reason, clock.now())


def require_unchanged(application: Application, mark: str | None) -> None:
    """Raise DomainError when the application is not what it was when `mark` was made."""
    if mark is not None and mark != mark_of(application):
        raise DomainError(
            "This application has changed since you opened it: the startup sent it again, or a colleague decided. "
            "What you wrote is still here. Look at the application, then save again."
        )


def undo_decision(application: Application) -> None:
    """Take back a decision that nobody has been told of."""
    locked(application)
    set_decision(application, None, "", None)


def set_decision(application: Application, decision: Decision | None, reason: str, at: datetime | None) -> None:
    """Note what is decided on a row that this transaction has locked. Raises DomainError once somebody was told."""
    require_undecided(application)
    application.decision, application.decision_reason, application.decided_at = decision, reason, at


def require_undecided(application: Application) -> None:
    require(Act.DECIDE, application.event, clock.now())
    if application.state is not ApplicationState.SUBMITTED:
        rules.require_move(application.state, ApplicationState.INVITED)


def pending_mark(pending: Iterable[Application]) -> str:
    """A mark of the decisions that somebody is about to release."""
    return rules.mark_of(*(f"{row.id} {row.decision} {row.decided_at} {row.decision_reason}" for row in pending))


def release_decisions(event: Event, *, mark: str | None = None) -> list[Application]:
    """Tell every startup whose decision is waiting, once; those released. Nothing waiting is no error.

    Raises DomainError when the waiting decisions are not those of which `mark` was made.
    """
    statement = queries.pending(event.id).with_for_update(of=Application)
    rows = list(db.session.scalars(statement.execution_options(populate_existing=True)).unique())
    if not rows:
        return []
    require(Act.TELL_DECISIONS, event, clock.now())
    if mark is not None and mark != pending_mark(rows):
        raise DomainError("The decisions have changed since you opened this page. Look at them again, then release.")
    now = clock.now()
    for application in rows:
        after = ApplicationState.INVITED if application.decision is Decision.ACCEPT else ApplicationState.DECLINED
        rules.require_move(application.state, after)
        application.state = after
        application.released_at = now
    db.session.flush()
    confirm_by = calls.day_to_confirm_by(event)
    for application in rows:
        notifications.decided(application, confirm_by=confirm_by)
    return rows


def carry_along(source: Application, event: Event, *, reason: str = "") -> Application:
    """Invite the startup to a later pitch day with what it last sent to `source`, deck included.

    What it has begun, sent or been refused at the later one becomes an invitation; one that is invited already, or
    has confirmed, stays as it is. Whoever calls writes the mail. Raises DomainError for a startup that has withdrawn.
    """
    known = queries.of_startups(event.id, [source.startup_id]).get(source.startup_id)
    now = clock.now()
    if known is None:
        known = Application(
            event=event, startup=source.startup, state=ApplicationState.DRAFT, created_at=now, changed_at=now
        )
    else:
        locked(known)
    if known.state in {ApplicationState.INVITED, ApplicationState.CONFIRMED}:
        return known
    if known.state not in CARRIED:
        raise DomainError(f"{source.startup.name} has withdrawn from {event.title}, which is final.")
    returns.end(known, now)
    if source is not known:
        known.carried_from = source
        known.deck_id = source.deck_id
        known.submissions.append(_copied(source, len(known.submissions) + 1))
        known.submitted_at = now
    known.state, known.decision = ApplicationState.INVITED, Decision.ACCEPT
    known.decision_reason, known.decided_at, known.released_at = reason, now, now
    db.session.add(known)
    db.session.flush()
    return known


def _copied(source: Application, number: int) -> Submission:
    """What was last sent, as it stood then; the profile as it is now for one that sent nothing."""
    newest = source.submissions[-1] if source.submissions else None
    return Submission(
        number=number,
        submitted_at=clock.now(),
        facts=newest.facts if newest else visibility.snapshot(source.startup),
        answers=newest.answers if newest else [],
        deck_id=newest.deck_id if newest else source.deck_id,
    )


def lapse(application: Application) -> None:
    """Take back an invitation that nobody has answered, and tell the startup. Raises DomainError for any other."""
    locked(application)
    if application.state is not ApplicationState.INVITED:
        raise DomainError(f"{application.startup.name} has answered by now, so the invitation is not taken back.")
    application.state = ApplicationState.WITHDRAWN
    application.withdrawn_at = clock.now()
    db.session.flush()
    application_withdrawn.send(application)
    notifications.lapsed(application)


def confirm(application: Application) -> None:
    """Take the place that was offered; the startup's public profile is shown from now on."""
    locked(application)
    if application.state is ApplicationState.CONFIRMED:
        return
    require(Act.CONFIRM, application.event, clock.now())
    rules.require_move(application.state, ApplicationState.CONFIRMED)
    application.state = ApplicationState.CONFIRMED
    application.confirmed_at = clock.now()
    application.startup.listed = True
    db.session.flush()
    notifications.confirmed(application)
