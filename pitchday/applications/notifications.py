"""Which mail goes to whom with which values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pitchday import mail
from pitchday.accounts.models import Person
from pitchday.applications import receipts
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application, LateLink, Submission
from pitchday.applications.return_models import ApplicationReturn
from pitchday.applications.returns import time_given
from pitchday.applications.rules import deadline_in_words, last_moment
from pitchday.applications.versions import News
from pitchday.events.enums import ORGANISING
from pitchday.events.models import Event
from pitchday.events.team_queries import members
from pitchday.startups.models import Startup
from pitchday.web.filters import clock_span, day, moment, zone_name
from pitchday.web.urls import absolute


def received(application: Application, submission: Submission) -> None:
    zone = application.event.zone
    _to_startup(
        "application_received",
        application,
        f"submission:{submission.number}",
        again=submission.number > 1,
        closes=_still_open(application, submission.submitted_at),
        answers=receipts.copy_for_mail(submission.answers),
        deck=submission.deck.file_name if submission.deck else "",
        sent_at=f"{moment(submission.submitted_at, zone)}, {zone_name(submission.submitted_at, zone)}",
        pdf_url=absolute("applications.receipt", application_uid=application.uid, number=submission.number),
        attachment=receipts.attachment(application, submission),
    )


def imported(application: Application, *, by: str) -> None:
    """Tell everybody who was named in a row that was collected elsewhere what is here about them now, and from whom.

    Article 14 of the UK GDPR: within a month at the latest, and whatever they were told when they applied elsewhere.
    """
    newest = application.submissions[-1]
    known = newest.facts.values()
    _to_startup(
        "application_imported",
        application,
        "imported",
        by=by,
        facts=sum(value not in (None, "") for facts in known for value in facts.values()),
        answers=[answer["label"] for answer in newest.answers if answer["text"]],
    )


def _still_open(application: Application, now: datetime) -> str:
    """Until when what was sent can be changed; nothing when it cannot, as when it was returned after the deadline."""
    event = application.event
    ends = last_moment(event, now, time_given(application))
    return deadline_in_words(ends, event.zone) if now <= ends else ""


def late_link(link: LateLink, token: str) -> None:
    """To the address that was entered, whoever reads it."""
    mail.queue(
        "late_link",
        to=(link.email, link.email),
        about=f"late_link:{link.uid}",
        values={
            "by": link.by.name,
            "secret_link": absolute("applications.late", token=token),
            "until": deadline_in_words(link.ends_at, link.event.zone),
            **_event_values(link.event),
        },
    )


def late_link_used(link: LateLink, startup: Startup) -> None:
    """To whoever gave it."""
    mail.queue(
        "late_link_used",
        to=(link.by.name, link.by.email),
        about=f"late_link:{link.uid}:used",
        values={
            "startup": startup.name,
            "email": link.email,
            "until": deadline_in_words(link.ends_at, link.event.zone),
            "url": absolute("applications.late_links", event_slug=link.event.slug),
            **_event_values(link.event),
        },
    )


def returned(asked: ApplicationReturn) -> None:
    application = asked.application
    until = deadline_in_words(asked.until, application.event.zone)
    _to_startup("application_returned", application, f"returned:{asked.id}", reason=asked.reason, until=until)


def taken_as_it_is(asked: ApplicationReturn) -> None:
    """The founders may be writing."""
    sent = moment(asked.application.submissions[-1].submitted_at, asked.application.event.zone)
    _to_startup("application_taken_as_it_is", asked.application, f"returned:{asked.id}:over", sent=sent)


def came_back(asked: ApplicationReturn) -> None:
    """To whoever returned it."""
    application = asked.application
    url = absolute("applications.read", event_slug=application.event.slug, application_uid=application.uid)
    _queue("application_came_back", asked.by, application, f"returned:{asked.id}:back", {"url": url})


def decided(application: Application, *, confirm_by: date | None = None) -> None:
    """Good news or bad, with the reason that the organisers wrote; those invited are asked to confirm by then."""
    accepted = application.decision is Decision.ACCEPT
    _to_startup(
        "application_accepted" if accepted else "application_declined",
        application,
        "decision",
        reason=application.decision_reason,
        confirm_by=day(confirm_by) if confirm_by else "",
    )


def confirmed(application: Application) -> None:
    _to_startup("place_confirmed", application, "confirmed")
    _to_organisers("place_taken", application, "confirmed")


def withdrawn(application: Application, before: ApplicationState) -> None:
    """The founders hear of every withdrawal, since any of them can do it; organisers of a place that is free again."""
    had_place = before is ApplicationState.CONFIRMED
    _to_startup("application_withdrawn", application, "withdrawn", had_place=had_place)
    if had_place or before is ApplicationState.INVITED:
        _to_organisers("place_given_up", application, "withdrawn", had_place=had_place)


def lapsed(application: Application) -> None:
    """An invitation was taken back because nobody answered."""
    _to_startup("place_lapsed", application, "lapsed")


def event_cancelled(application: Application) -> None:
    _called_off("event_cancelled", application, sent=application.submitted_at is not None)


def event_postponed(application: Application) -> None:
    _called_off("event_postponed_startup", application)


def event_redated(application: Application) -> None:
    _called_off("event_redated_startup", application, confirmed=application.state is ApplicationState.CONFIRMED)


def draft_reminders(
    applications: Iterable[Application], event: Event, at: datetime, *, sentence: str, sender: str
) -> None:
    """To every member of each startup, in one go however many they are; `at` tells one reminder from the next."""
    _to_startups(
        "draft_reminder",
        applications,
        f"reminder:{at:%Y%m%d%H%M}",
        lambda application: draft_reminder_values(application.startup.name, event, sentence=sentence, sender=sender),
    )


def draft_reminder_values(startup: str, event: Event, *, sentence: str, sender: str) -> dict[str, Any]:
    """What the mail says, but for where it leads."""
    return {"startup": startup, "sentence": sentence, "sender": sender, **_event_values(event)}


def messages(
    applications: Iterable[Application], event: Event, at: datetime, *, subject: str, text: str, sender: str
) -> int:
    """What an organiser writes to every member of each startup, in one go; to how many mails that leads."""
    return _to_startups(
        "organisers_message",
        applications,
        f"message:{at:%Y%m%d%H%M%S%f}",
        lambda application: message_values(application.startup.name, event, subject=subject, text=text, sender=sender),
    )


def message_values(startup: str, event: Event, **written: str) -> dict[str, Any]:
    """What such a mail says, but for where it leads; `written` has subject, text and sender."""
    return {"startup": startup, "event": event.title, **written}


def decisions_delayed(
    applications: Iterable[Application],
    event: Event,
    *,
    occasion: str,
    before: date | None,
    by: date,
    sentence: str,
    sender: str,
) -> None:
    """To every member of each startup; `occasion` tells one delay from the next."""
    mail.queue_all(
        mail.Letter(
            "decisions_delayed",
            (member.person.name, member.person.email),
            f"application:{application.uid}:delayed:{occasion}",
            delay_values(application.startup.name, event, before=before, by=by, sentence=sentence, sender=sender)
            | {"url": _status_url(application)},
        )
        for application in applications
        for member in application.startup.members
    )


def delay_values(
    startup: str, event: Event, *, before: date | None, by: date | None, sentence: str, sender: str
) -> dict[str, Any]:
    """What the mail says, but for where it leads."""
    days = {"before": day(before) if before else "", "by": day(by) if by else "(the new day)"}
    return {"startup": startup, "sentence": sentence, "sender": sender, **days, **_event_values(event)}


def new_questions(applications: Iterable[Application], event: Event, news: Mapping[int, News], *, version: int) -> None:
    """To every member of each startup, once for each `version` of the form; `news` by the version they have seen."""
    # Not to those who have opened the new questions at this moment.
    unseen = [application for application in applications if application.form_version in news]
    _to_startups(
        "new_questions",
        unseen,
        f"questions:{version}",
        lambda application: new_questions_values(application.startup.name, event, news[application.form_version]),
    )


def new_questions_values(startup: str, event: Event, news: News) -> dict[str, Any]:
    """What the mail says, but for where it leads."""
    labels = {name: [question.label for question in getattr(news, name)] for name in ("new", "changed", "gone")}
    return {"startup": startup, **labels, **_event_values(event)}


def deck_opened(application: Application, at: datetime, *, reason: str, by: str) -> None:
    url = absolute("applications.own_stage_deck", application_uid=application.uid)
    _to_startup("stage_deck_opened", application, f"deck_opened:{at:%Y%m%d%H%M%S}", reason=reason, by=by, deck_url=url)


def deck_reminders(applications: Iterable[Application], event: Event, at: datetime, *, by: str, until: str) -> None:
    """To every member of each startup that has not said which deck is the one."""

    def values(application: Application) -> dict[str, Any]:
        url = absolute("applications.own_stage_deck", application_uid=application.uid)
        return deck_reminder_values(application.startup.name, event, by=by, until=until) | {"deck_url": url}

    _to_startups("stage_deck_reminder", applications, f"deck_reminder:{at:%Y%m%d%H%M}", values)


def deck_reminder_values(startup: str, event: Event, *, by: str, until: str) -> dict[str, Any]:
    """What the mail says, but for where it leads."""
    return {"startup": startup, "by": by, "until": until, **_event_values(event)}


def _called_off(template: str, application: Application, **values: Any) -> None:
    event = application.event
    _to_startup(template, application, f"{template}:{event.calendar_sequence}", notice=event.notice, **values)


def _to_startup(
    template: str, application: Application, occasion: str, *, attachment: mail.Attachment | None = None, **values: Any
) -> None:
    values["url"] = _status_url(application)
    for member in application.startup.members:
        _queue(template, member.person, application, occasion, values, attachment)


def _to_startups(
    template: str,
    applications: Iterable[Application],
    occasion: str,
    values: Callable[[Application], dict[str, Any]],
) -> int:
    """To every member of each startup, in one go; how many mails those are."""
    letters = [
        mail.Letter(
            template,
            (member.person.name, member.person.email),
            f"application:{application.uid}:{occasion}",
            values(application) | {"url": _status_url(application)},
        )
        for application in applications
        for member in application.startup.members
    ]
    mail.queue_all(letters)
    return len(letters)


def _to_organisers(template: str, application: Application, occasion: str, **values: Any) -> None:
    url = absolute("applications.desk", event_slug=application.event.slug)
    for held in members(application.event):
        if held.role in ORGANISING:
            _queue(template, held.person, application, occasion, values | {"url": url})


def _queue(
    template: str,
    to: Person,
    application: Application,
    occasion: str,
    values: dict[str, Any],
    attachment: mail.Attachment | None = None,
) -> None:
    mail.queue(
        template,
        to=(to.name, to.email),
        about=f"application:{application.uid}:{occasion}",
        values={"startup": application.startup.name} | _event_values(application.event) | values,
        attachment=attachment,
    )


def _event_values(event: Event) -> dict[str, Any]:
    return {
        "event": event.title,
        "when": f"{_when(event)}, {zone_name(event.starts_at, event.zone)}",
        "where": f"{event.venue.name}, {event.city.name}",
        "closes": deadline_in_words(event.applications_close_at, event.zone),
        "event_url": absolute("events.show", event_slug=event.slug),
    }


def _when(event: Event) -> str:
    """With the year, since a mail is read when it is read: `Tue 16 Feb 2027, 13:00-19:00`"""
    first, last = (day(at, event.zone) for at in (event.starts_at, event.ends_at))
    if first == last:
        return f"{first}, {clock_span(event.starts_at, event.ends_at, event.zone)}"
    return f"{moment(event.starts_at, event.zone)} – {moment(event.ends_at, event.zone)}"


def _status_url(application: Application) -> str:
    return absolute("applications.status", application_uid=application.uid)
