"""The journey without a mouse, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journey import public, steps
from tests.journey.browser import Visitor
from tests.journey.keyboard import Keyboard
from tests.journey.site import Site
from tests.journey.story import MAYA, PASSWORD, TOM, Story, deck
from tests.journey.test_journey import live_through, organiser_decides, set_up, story_on


@pytest.mark.timeout(600)
def test_the_journey_needs_no_scripts(site_on: Callable[..., Site], visitor: Callable[..., Visitor]) -> None:
    live_through(story_on(site_on("sqlite"), visitor, scripts=False))


@pytest.mark.timeout(600)
def test_the_crucial_acts_need_no_mouse(site_on: Callable[..., Site], visitor: Callable[..., Visitor]) -> None:
    """Signing in, applying, moving a pitch and booking; what lies between is done as in the journey."""
    story = story_on(site_on("sqlite"), visitor)
    set_up(story)
    steps.founder_signs_up(story, story.founder, MAYA, PASSWORD)
    steps.founder_describes_the_startup(story.founder, MAYA)
    story.founder.sign_out()
    sign_in(story)
    apply_and_send(story)
    steps.a_second_startup_applies(story)
    organiser_decides(story)
    steps.organiser_builds_the_schedule(story)
    move_a_pitch(story)
    steps.organiser_adds_meetings(story)
    steps.organiser_releases_the_schedule(story, 1, "2 people")
    public.investor_is_invited_and_signs_a_statement(story)
    book_a_meeting(story)


def sign_in(story: Story) -> None:
    keys = Keyboard(story.founder)
    story.founder.open("/sign-in")
    keys.write("Email address", MAYA.email)
    keys.write("Password", PASSWORD)
    keys.press()
    story.founder.sees("My day")


def apply_and_send(story: Story) -> None:
    keys, her = Keyboard(story.founder), story.founder
    # Asked for early: a window for choosing files that opens before the browser has heard of this is closed at once.
    her.page.on("filechooser", lambda _: None)
    her.open(f"{story.page}/apply")
    keys.go_to("link", "Skip to the content")
    her.page.keyboard.press("Enter")
    assert her.page.evaluate("document.activeElement.id") == "main"
    keys.push(f"Start an application for {MAYA.startup}")
    her.sees("Answers")
    for question, answer in steps.ANSWERS.items():
        keys.write(question, answer)
    keys.push("Save and continue", "Space")
    keys.go_to_field("Your deck")
    with her.page.expect_file_chooser() as chooser:
        her.page.keyboard.press("Space")
    chooser.value.set_files({"name": "deck.pdf", "mimeType": "application/pdf", "buffer": deck()})
    keys.push("Upload and continue")
    keys.push("Send the application")
    her.sees("has been sent")


def move_a_pitch(story: Story) -> None:
    keys = Keyboard(story.organiser)
    keys.push(f"Earlier {TOM.startup}")
    names = story.organiser.page.locator("ol.running h3").all_inner_texts()
    assert names.index(TOM.startup) < names.index(MAYA.startup)


def book_a_meeting(story: Story) -> None:
    keys = Keyboard(story.investor)
    story.investor.open(f"{story.page}/meetings")
    keys.push(f"Meet {MAYA.startup} at 14:30")
    story.investor.sees(f"Booked: {MAYA.startup}")
