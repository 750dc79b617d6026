"""What the calls of the demo say for themselves. Fictional, like everything in it."""

from __future__ import annotations

from pitchday.applications.calls import Words
from pitchday.events.enums import EventKind

CONTACT = "calls@northernpitch.example"

ELIGIBILITY = {
    EventKind.HEAT: (
        "Startups from the whole of the North, from the first prototype to the first million of revenue. You need not "
        "have a registered company yet, and you may apply in more than one city."
    ),
    EventKind.FINAL: (
        "Startups that could not come to a heat, for one wild card. Those who go through at a heat are in already and "
        "do not apply here."
    ),
}
PRIZES = {
    EventKind.HEAT: (
        "- Three minutes on stage and five of questions, in front of investors who invest in the North\n"
        "- One-to-one meetings in the afternoon, at tables\n"
        "- A rehearsal with a coach before the day\n"
        "- Written feedback, whether you are chosen or not\n\n"
        "The best two go through to the final. It costs nothing, and nobody takes a share for it."
    ),
    EventKind.FINAL: (
        "- The main stage of the final\n- £10,000 for the winner, as a grant\n- A year of desk space in your city\n\n"
        "It costs nothing, and nobody takes a share for it."
    ),
}
RULES = (
    "1. Every application is read by two people who have no interest in it.\n"
    "2. You pitch yourself: a founder is on stage.\n"
    "3. What you send stays with the organisers and the judges. Investors see what you seek only once they have signed "
    "the statement that the law asks for.\n"
    "4. Whoever cannot come gives the place up in time, so that somebody else can have it."
)
DELAY = "Two of those who read your applications are ill, and each of you is to be read by two."
CRITERIA = {
    EventKind.HEAT: (
        ("It has its home in the North of England, or will have within a year", True),
        ("There is a product, or a prototype that can be shown", True),
        ("It has raised more than £2m in equity", False),
        ("A founder can be in the city on the day", True),
    ),
    EventKind.FINAL: (
        ("It has its home in the North of England", True),
        ("It has pitched at one of this year’s heats", False),
        ("It earns money, or has a signed pilot", True),
    ),
}


def words_of(kind: EventKind) -> Words:
    return Words(ELIGIBILITY[kind], PRIZES[kind], RULES, CONTACT, shows_odds=kind is EventKind.HEAT)
