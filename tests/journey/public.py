"""The pitch day as investors and everybody else live through it, a step a function."""

from __future__ import annotations

from tests.journey import calendars, steps
from tests.journey.site import text_of
from tests.journey.story import HELEN, MAYA, TITLE, TOM, Story

RICH = "You earn £100,000 or more a year, or own £250,000 or more apart from your home and pension."

# 5. The investor


def investor_is_invited_and_signs_a_statement(story: Story) -> None:
    name, email = HELEN
    story.organiser.open(f"{story.desk}/investors")
    story.organiser.write("Name", name)
    story.organiser.write("Email address", email)
    story.organiser.choose("Kind of investor", "Angel")
    story.organiser.press("Send the invitation")
    story.organiser.sees(f"{name} is invited", "No basis yet")
    her = story.investor
    her.use_link(text_of(story.site.mail(email, "as an investor")), "Open my account")
    her.open("/startups")
    her.sees(MAYA.startup, "What startups ask for is shown only while you have a valid statement.")
    her.sees_nothing_of(MAYA.secret, MAYA.ask)
    her.follow("Sign a statement")
    her.follow(f"Read and sign: {RICH}")
    her.press("Sign the statement")
    her.sees("There is a problem")
    her.tick("In the last financial year I had an income of £100,000 or more.")
    her.tick("I have read this statement and accept the risk it describes.")
    her.write("Your full name", name)
    her.press("Sign the statement")
    her.sees("Your statement is signed.", "Valid")


def investor_browses(story: Story) -> None:
    her = story.investor
    her.follow("Browse startups")
    her.sees("Risk warning", MAYA.startup, TOM.startup, f"£{MAYA.ask}")
    her.follow(MAYA.startup)
    her.sees("Risk warning", f"£{MAYA.ask}", MAYA.secret)


def investor_books(story: Story, time: str) -> None:
    her = story.investor
    her.open(f"{story.page}/meetings")
    her.press(f"Meet {MAYA.startup} at {time}")
    her.sees(f"Booked: {MAYA.startup}", f"Meeting with {MAYA.startup}")


def investor_moves_the_meeting(story: Story) -> None:
    her = story.investor
    her.follow(f"Open: {MAYA.startup}")
    her.follow("Move to another time")
    her.press("Move to 14:55–15:15")
    her.sees("Moved to", "Both sides get a mail.")


def investor_cancels_the_meeting(story: Story) -> None:
    her = story.investor
    her.follow("Cancel this meeting")
    her.write("Reason", "My train leaves earlier.")
    her.press("Cancel the meeting")
    her.sees("This meeting does not take place.", "My train leaves earlier.")


def both_sides_have_mail_with_a_calendar_entry(story: Story) -> None:
    """Booked, moved, cancelled: one UID for each side, a number that rises, and times in UTC."""
    for _, email in (HELEN, (MAYA.name, MAYA.email)):
        entries = [
            calendars.invitation(story.site.mail(email, subject))
            for subject in ("Meeting with", "Moved: meeting with", "Cancelled: meeting with")
        ]
        assert [entry.method for entry in entries] == ["REQUEST", "REQUEST", "CANCEL"]
        assert len({entry.uid for entry in entries}) == 1
        first, second, third = (entry.sequence for entry in entries)
        assert first < second < third
        assert entries[0].starts_at == story.at(14, 30) and entries[1].starts_at == story.at(14, 55)


# 6. The attendee


def attendee_finds_the_programme(story: Story) -> None:
    """On a phone, without an account: the front page, the city, the day, the schedule."""
    them = story.attendee
    them.open("/")
    them.sees(TITLE)
    them.follow("Leeds", within=them.page.locator(".city-list"))
    them.follow(TITLE)
    them.follow("See the programme")
    them.sees("13:30–13:40", MAYA.startup, "13:40–13:50", TOM.startup, "Break", "UK time (BST)")
    them.sees_nothing_of(MAYA.secret, MAYA.ask, TOM.secret, TOM.ask)
    assert them.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def attendee_takes_the_calendar(story: Story) -> calendars.Entry:
    """The file, read by two parsers that share no code; returns the entry of the first startup."""
    data = story.attendee.take("Add to calendar")
    entries = calendars.read(data)
    mine, theirs = (next(entry for entry in entries if name in entry.title) for name in (MAYA.startup, TOM.startup))
    assert {mine.starts_at, theirs.starts_at} == {story.at(13, 30), story.at(13, 40)}
    assert MAYA.secret.encode() not in data and MAYA.ask.encode() not in data
    return mine


def attendee_takes_the_pdf(story: Story) -> None:
    text = calendars.text_of_pdf(story.attendee.take_when_ready("PDF to print"))
    for expected in (TITLE, MAYA.startup, TOM.startup, "13:30", "13:40", "14:30", "Granary Hall", "Main hall"):
        assert expected in text, expected
    for promotional in (MAYA.secret, MAYA.ask, TOM.secret, TOM.ask):
        assert promotional not in text


def attendee_looks_at_one_pitch(story: Story) -> None:
    them = story.attendee
    them.follow(MAYA.startup, within=them.main)
    them.follow(f"About {MAYA.startup}")
    them.sees(MAYA.one_liner)
    them.sees_nothing_of(MAYA.secret, MAYA.ask)


# 7. Everybody's own day


def everybody_has_their_day(story: Story) -> None:
    story.organiser.open("/me")
    story.organiser.sees("Pitch days I organise", TITLE)
    story.organiser.open("/me/agenda")
    story.investor.open("/me")
    story.investor.sees("What is next", f"Meeting with {MAYA.startup}")
    story.investor.open("/me/agenda")
    story.investor.sees(f"Meeting with {MAYA.startup}", "15:20–15:40")
    story.founder.open("/me")
    story.founder.sees("What is next", MAYA.startup, HELEN[0], "Confirmed")
    story.founder.open("/me/agenda")
    story.founder.sees("13:30–13:40", "15:20–15:40", HELEN[0])


def founder_takes_the_agenda_along(story: Story) -> None:
    her = story.founder
    text = calendars.text_of_pdf(her.get_when_ready("/me/agenda.pdf"))
    assert HELEN[0] in text and "13:30" in text and "15:20" in text
    her.press("Make a calendar address")
    address = her.page.get_by_label("Calendar address").input_value()
    entries = calendars.read(story.attendee.get(address).body())
    assert [entry.starts_at for entry in entries] == [story.at(13, 30), story.at(15, 20)]
    assert story.attendee.get(address[:-8] + "0000.ics").status == 404


# And again


def a_moved_pitch_keeps_its_identity(story: Story, before: calendars.Entry) -> None:
    """The organiser swaps the two pitches and releases again; whoever subscribes is told once, and only then."""
    address = f"{story.page}/schedule.ics"
    etag = story.attendee.get(address).headers["etag"]
    her = story.organiser
    her.open(f"{story.desk}/schedule")
    her.press(f"Later {MAYA.startup}")
    her.sees("2 changes since release 1.")
    assert story.attendee.get(address, **{"If-None-Match": etag}).status == 304, "a draft changes nothing outside"
    steps.organiser_releases_the_schedule(story, 2, "2 people", "Tarnlight Energy has an earlier train.")
    answer = story.attendee.get(address, **{"If-None-Match": etag})
    assert answer.status == 200
    after = next(entry for entry in calendars.read(answer.body()) if entry.uid == before.uid)
    assert after.sequence > before.sequence and after.starts_at == story.at(13, 40)
    told = [story.site.mail(MAYA.email, words) for words in ("pitches", "New time or room")]
    invitations = [calendars.invitation(mail) for mail in told]
    assert [entry.uid for entry in invitations] == [before.uid, before.uid]
    story.attendee.open(f"{story.page}/schedule/releases")
    story.attendee.sees("Release 2", "Tarnlight Energy has an earlier train.", "Release 1")
