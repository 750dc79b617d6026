"""The pitch day as its organiser and its founders live through it, a step a function."""

from __future__ import annotations

from datetime import timedelta

from tests.journey.browser import Visitor
from tests.journey.site import text_of
from tests.journey.story import MAYA, PASSWORD, RUTH, TITLE, TOM, Founder, Story, deck

ANSWERS = {
    "Which problem do you solve, and for whom?": "Sewers are inspected by hand, slowly. We do it with a robot.",
    "Why is your team the one to solve it?": "We built such robots for six years.",
    "What do you want from the day?": "A first water company in the North.",
}

# 1. The organiser


def organiser_signs_in(story: Story) -> None:
    name, email = RUTH
    said = story.site.command("user", "add", email, "--name", name, "--organiser")
    story.organiser.use_link(said)
    story.organiser.sees("My day", "What brings you here?")


def organiser_creates_a_pitch_day(story: Story) -> None:
    her = story.organiser
    her.open("/organise")
    her.follow("Create a pitch day")
    her.write("Title", TITLE)
    her.choose("Kind", "Heat")
    her.set_moment("Starts", story.at(13))
    her.set_moment("Ends", story.at(18))
    her.set_moment("Applications close", story.at(17) - timedelta(days=9))
    her.choose("City", "Leeds")
    her.write("Name of the new venue", "Granary Hall")
    her.write("Street and town", "4 Wharf Street, Leeds")
    her.write("Postcode", "LS1 4AP")
    her.write("Room, row 1", "Main hall")
    her.write("People it holds, row 1", "180")
    her.press("Add another room")
    her.write("Room, row 2", "Gallery")
    her.write("People it holds, row 2", "40")
    her.write("Description", "Twelve minutes on stage, then **two hours** at the tables.")
    her.press("Show how it will look")
    her.sees("two hours at the tables")
    her.press("Create pitch day")
    her.sees(f"{TITLE} is a draft")
    story.page = her.path.removeprefix("/organise")


def organiser_previews_and_publishes(story: Story) -> None:
    her = story.organiser
    assert story.attendee.get(story.page).status == 404, "a draft is nobody's business"
    her.follow("Preview the page")
    her.sees("This is how the page will look to others.", "Granary Hall", "13:00–18:00", "UK time (BST)")
    her.follow("Back to your desk")
    her.follow("Look through and publish")
    her.press("Publish the pitch day")
    her.sees(f"{TITLE} is published")
    assert story.attendee.get(story.page).status == 200


# 2. The founders


def founder_signs_up(story: Story, visitor: Visitor, founder: Founder, password: str = "") -> None:
    """From the page of the pitch day, so that the link in the mail leads back to the call."""
    visitor.open(story.page)
    visitor.follow("Apply to pitch")
    visitor.follow("Start an application")
    visitor.follow("Sign up")
    visitor.write("Your name", founder.name)
    visitor.write("Email address", founder.email)
    if password:
        visitor.write("Password", password)
    visitor.press("Sign up")
    visitor.sees("Check your inbox", founder.email)
    visitor.use_link(text_of(story.site.mail(founder.email, "Finish signing up")), "Open my account")
    visitor.sees("Apply to pitch", TITLE)


def founder_describes_the_startup(visitor: Visitor, founder: Founder) -> None:
    visitor.follow("Describe your startup")
    visitor.write("Name of the startup", founder.startup)
    visitor.write("In one line", founder.one_liner)
    visitor.write("What you do", "We make it, install it and look after it.")
    visitor.write("Website", f"https://{founder.startup.lower().replace(' ', '-')}.example")
    visitor.choose("City", "Leeds")
    visitor.choose("Sector", "Clean Energy Industries")
    visitor.choose("Stage", "Seed")
    visitor.write("Amount sought", founder.ask)
    visitor.choose("Instrument", "Equity")
    visitor.write("Traction and figures", founder.secret)
    visitor.press("Save the profile")
    visitor.sees("is saved", "Your startups")


def founder_begins_the_application(visitor: Visitor, founder: Founder) -> None:
    """The profile is complete, so the questions come first; what organisers read of it is one step back."""
    visitor.press(f"Start an application for {founder.startup}")
    visitor.follow("Startup profile", within=visitor.main)
    visitor.sees(founder.one_liner, founder.secret)
    visitor.follow("Continue to the answers")


def founder_leaves_half_way(visitor: Visitor) -> None:
    question = next(iter(ANSWERS))
    visitor.write(question, ANSWERS[question])
    visitor.press("Save")
    visitor.sees("Your answers are saved.")
    visitor.sign_out()


def founder_finds_the_draft_again(story: Story, visitor: Visitor, founder: Founder) -> None:
    visitor.write("Email address", founder.email)
    visitor.write("Password", PASSWORD)
    visitor.press("Sign in")
    visitor.sees("My day", "My applications", "Not sent yet")
    visitor.follow(TITLE, within=visitor.main)
    question = next(iter(ANSWERS))
    assert visitor.field(question).input_value() == ANSWERS[question]


def founder_sends_the_application(story: Story, visitor: Visitor, founder: Founder) -> None:
    for question, answer in ANSWERS.items():
        visitor.write(question, answer)
    visitor.press("Save and continue")
    visitor.attach("Your deck", "deck.pdf", deck())
    visitor.press("Upload and continue")
    visitor.sees("Check and send", "deck.pdf", "3 pages", ANSWERS["What do you want from the day?"])
    visitor.press("Send the application")
    visitor.sees(f"Your application to {TITLE} has been sent", "What happens next")
    receipt = text_of(story.site.mail(founder.email, "has arrived"))
    assert "This is your receipt" in receipt and ANSWERS["What do you want from the day?"] in receipt


def a_second_startup_applies(story: Story) -> None:
    """The same steps without a pause, by somebody who signs in with links only."""
    founder_signs_up(story, story.other_founder, TOM)
    founder_describes_the_startup(story.other_founder, TOM)
    founder_begins_the_application(story.other_founder, TOM)
    founder_sends_the_application(story, story.other_founder, TOM)


# 3. The decisions


def organiser_reads_and_decides(story: Story, founder: Founder, reason: str) -> None:
    her = story.organiser
    her.open(story.desk)
    her.follow("Applications")
    her.follow(founder.startup)
    her.sees(ANSWERS["Why is your team the one to solve it?"], founder.secret, "3 pages")
    slides = her.get(f"{her.path}/deck")
    assert slides.status == 200 and slides.body() == deck()
    her.press("Note the decision")
    her.sees("There is a problem", "Choose whether to accept or decline.")
    her.tick("Accept")
    her.write("Why", reason)
    her.press("Note the decision")
    her.sees(f"Noted for {founder.startup}. Nobody is told until you release the decisions.")


def organiser_releases_the_decisions(story: Story) -> None:
    her = story.organiser
    for founder in (MAYA, TOM):
        assert story.site.subjects(founder.email)[-1].endswith("has arrived"), "nobody is told before the release"
    story.founder.open("/me")
    story.founder.sees_nothing_of("Invited", "invited")
    her.follow("Decisions")
    her.follow("Release decisions to 2 startups")
    her.press("Release decisions to 2 startups")
    her.sees("No decisions are waiting")


def founder_confirms(story: Story, visitor: Visitor, founder: Founder, reason: str) -> None:
    invitation = text_of(story.site.mail(founder.email, f"{founder.startup} is invited to pitch"))
    assert reason in invitation
    visitor.open("/me")
    visitor.follow(TITLE, within=visitor.main)
    visitor.sees("You are invited to pitch", reason)
    visitor.press("Confirm our place")
    visitor.sees(f"Your place at {TITLE} is confirmed.")
    assert story.site.mail(RUTH[1], f"{founder.startup} has confirmed")


# 4. The schedule


def organiser_builds_the_schedule(story: Story) -> None:
    her = story.organiser
    her.open(f"{story.desk}/schedule")
    her.sees("The draft is empty")
    her.follow("Pitch session")
    her.choose("Room", "Main hall, holds 180")
    her.set_moment("Starts", story.at(13, 30))
    her.write("Pitch", "3")
    her.write("Questions", "5")
    her.write("Changeover", "2")
    her.press("Add to the draft")
    for founder in (TOM, MAYA):
        her.press(f"Place {founder.startup}")
        her.sees(f"{founder.startup} pitches in Pitch session.")
    her.sees("2 pitches x 10 min = 20 min, ends 13:50", "Every confirmed startup has a place.")
    her.press(f"Earlier {MAYA.startup}")
    her.sees("13:30–13:40", "13:40–13:50")
    names = her.page.locator("ol.running h3").all_inner_texts()
    assert names.index(MAYA.startup) < names.index(TOM.startup)


def organiser_adds_a_break_that_clashes_and_mends_it(story: Story) -> None:
    her = story.organiser
    her.follow("Break")
    her.choose("Room", "Main hall, holds 180")
    her.set_moment("Starts", story.at(13, 40))
    her.set_moment("Ends", story.at(14))
    her.press("Add to the draft")
    her.sees("1 thing does not work yet", f"{TOM.startup} and Break are both in Main hall at", "13:40–13:50.")
    her.follow("Release schedule")
    her.sees("It cannot be released like this")
    her.follow("Back to the draft")
    her.follow("Change Break")
    her.set_moment("Starts", story.at(13, 50))
    her.press("Save")
    her.sees_nothing_of("does not work yet")


def organiser_adds_meetings(story: Story) -> None:
    her = story.organiser
    her.follow("One-to-one meetings")
    her.choose("Room", "Gallery, holds 40")
    her.set_moment("Starts", story.at(14, 30))
    her.set_moment("Ends", story.at(16))
    her.write("Each meeting", "20")
    her.write("Pause after each", "5")
    her.write("Tables", "2")
    her.press("Add to the draft")
    her.sees("3 rounds of 20 min at 2 tables = 6 meetings")


def organiser_releases_the_schedule(story: Story, number: int, people: str, note: str = "") -> None:
    her = story.organiser
    her.follow("Release schedule")
    if note:
        her.write("Note", note)
    her.press(f"Release schedule to {people}")
    her.sees(f"Release {number} is out.", f"Release {number} shows exactly this.")
