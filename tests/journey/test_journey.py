"""A whole pitch day in a browser, from an empty database to the calendars of those who come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journey import public, steps
from tests.journey.browser import PHONE, Visitor
from tests.journey.site import Site
from tests.journey.story import MAYA, PASSWORD, TOM, Story, a_day_in_summer_time


def live_through(story: Story) -> None:
    """The seven steps, and the day after: a change of the schedule."""
    set_up(story)
    the_calls(story)
    the_schedule(story)
    the_meetings(story)
    public.attendee_finds_the_programme(story)
    entry = public.attendee_takes_the_calendar(story)
    public.attendee_takes_the_pdf(story)
    public.attendee_looks_at_one_pitch(story)
    public.everybody_has_their_day(story)
    public.founder_takes_the_agenda_along(story)
    public.a_moved_pitch_keeps_its_identity(story, entry)


def set_up(story: Story) -> None:
    steps.organiser_signs_in(story)
    steps.organiser_creates_a_pitch_day(story)
    steps.organiser_previews_and_publishes(story)


def the_calls(story: Story) -> None:
    steps.founder_signs_up(story, story.founder, MAYA, PASSWORD)
    steps.founder_describes_the_startup(story.founder, MAYA)
    steps.founder_begins_the_application(story.founder, MAYA)
    steps.founder_leaves_half_way(story.founder)
    steps.founder_finds_the_draft_again(story, story.founder, MAYA)
    steps.founder_sends_the_application(story, story.founder, MAYA)
    steps.a_second_startup_applies(story)
    organiser_decides(story)


def organiser_decides(story: Story) -> None:
    """And the founders confirm."""
    reasons = {MAYA: "Your pilots convinced us.", TOM: "Nobody else works with mines."}
    for founder, reason in reasons.items():
        steps.organiser_reads_and_decides(story, founder, reason)
    steps.organiser_releases_the_decisions(story)
    steps.founder_confirms(story, story.founder, MAYA, reasons[MAYA])
    steps.founder_confirms(story, story.other_founder, TOM, reasons[TOM])


def the_schedule(story: Story) -> None:
    steps.organiser_builds_the_schedule(story)
    steps.organiser_adds_a_break_that_clashes_and_mends_it(story)
    steps.organiser_adds_meetings(story)
    steps.organiser_releases_the_schedule(story, 1, "2 people")


def the_meetings(story: Story) -> None:
    public.investor_is_invited_and_signs_a_statement(story)
    public.investor_browses(story)
    public.investor_books(story, "14:30")
    public.investor_moves_the_meeting(story)
    public.investor_cancels_the_meeting(story)
    public.both_sides_have_mail_with_a_calendar_entry(story)
    public.investor_books(story, "15:20")


def story_on(site: Site, visitor: Callable[..., Visitor], **manner: object) -> Story:
    """Everybody with a browser of their own; the attendee's is a phone."""
    organiser, founder, other, investor = (visitor(site, **manner) for _ in range(4))
    attendee = visitor(site, screen=PHONE, **manner)
    return Story(site, organiser, founder, other, investor, attendee, a_day_in_summer_time())


@pytest.mark.timeout(600)
def test_a_pitch_day_from_an_empty_database(site_on: Callable[..., Site], visitor: Callable[..., Visitor]) -> None:
    """On PostgreSQL; on SQLite it is lived through where every page of it is looked at, see test_accessible."""
    live_through(story_on(site_on("postgresql"), visitor))
