"""No output shows a promotional fact to somebody without a basis: not a page, a feed, a file or a mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from pitchday.startups.enums import Tier
from pitchday.startups.models import Startup
from pitchday.startups.visibility import declared
from tests import factories, world

# What those who read applications keep among themselves.
PRIVATE_TO_READERS = ("SECRETTAG", "SECRETNOTE")
# Each promotional fact as it could appear; the name of a deck or of another file stands for it.
SIGNS = (
    *("7,654,321", "7654321", "7.65", "87,654,321", "87654321", "87.65", "SECRETUSE", "SECRETTRACTION", "SECRETDECK"),
    *("6,543,217", "6543217", "5,432,176", "5432176", "Mar 1985", "1985-03", "Apr 1986", "1986-04", "SECRETREFERENCE"),
    "SECRETFILE",
    *PRIVATE_TO_READERS,
)
# Each fact that is for members and organisers alone.
INSIDE = (
    *("SR99 9XX", "SR999XX", "4,321.75", "4321.75", "4,321,765", "4321765", "3,217,654", "3217654"),
    *("May 1987", "1987-05", "Jun 1988", "1988-06", "Jul 1989", "1989-07"),
)
# Words of enums stand in the choices of the two forms of a profile, where they tell nothing about anybody.
WORDS = ("Advance subscription", "advance_subscription", "dvance assurance received")
FORMS = {"startups.new", "startups.edit"}
WITHOUT_BASIS = ("nobody", "person", "other founder", "investor without basis", "judge", "other organiser")
KINDS = ("ics", "json", "csv", "xlsx", "pdf")
# Other faces of an address, and what machines read of it: each must be there to be swept.
MORE = ("/events?view=calendar&when=2027-02", "/events?q=SECRETUSE", "/events.ics?q=SECRETUSE&city=manchester")
FOR_MACHINES = {"exports.events_atom", "exports.sitemap", "exports.robots", "exports.events_ics"}


def text_of(response: Any) -> str:
    """What somebody can read in an answer, whatever its format, headers included."""
    data = response.get_data()
    headers = str(response.headers)
    if data[:5] == b"%PDF-":
        return headers + "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return headers + "".join(archive.read(name).decode() for name in archive.namelist())
    if response.mimetype.startswith("image/"):
        return headers + data.decode("latin-1")
    return str(headers + data.decode("utf-8").replace("\r\n ", ""))


def shown(text: str, *, words: bool = True) -> list[str]:
    return [sign for sign in (*SIGNS, *INSIDE, *(WORDS if words else ())) if sign in text]


def sweep(app: Flask, visitor: world.Visitor, role: str) -> dict[str, list[str]]:
    """Which addresses show which promotional signs to a role."""
    found = {}
    browser = visitor.as_role(role)
    found |= {address: signs for address in MORE if (signs := shown(_but_the_question(browser, address)))}
    for rule in world.rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        for kind in KINDS if rule.endpoint == "exports.schedule_file" else ("",):
            address = visitor.address(rule, **({"kind": kind} if kind else {}))
            signs = shown(text_of(browser.get(address)), words=rule.endpoint not in FORMS)
            if signs:
                found[address] = signs
    return found


def _but_the_question(browser: Any, address: str) -> str:
    """An answer without the words that were asked for, which it repeats."""
    return text_of(browser.get(address)).replace(address.partition("q=")[2].partition("&")[0] or "\0", "")


def test_what_machines_read_is_swept(app: Flask, visitor: world.Visitor) -> None:
    assert {rule.endpoint for rule in world.rules(app) if "GET" in (rule.methods or ())} >= FOR_MACHINES
    page = visitor.as_role("nobody").get(f"/events/{visitor.world.event.slug}")
    assert "application/ld+json" in text_of(page)
    assert "og:title" in text_of(page)


def test_every_fact_is_declared_and_every_promotional_one_is_swept_for() -> None:
    tiers = {fact.attribute: fact.tier for fact in declared()}
    promotional = {name for name, tier in tiers.items() if tier is Tier.PROMOTIONAL}
    assert promotional == set(world.PROMOTIONAL)
    assert {name for name, tier in tiers.items() if tier is Tier.ORGANISERS} == set(world.ORGANISERS)
    kept_inside = {"id", "uid", "slug", "version", "diary_id", "created_at", "listed", "number_shared"}
    assert {attribute.key for attribute in sa.inspect(Startup).column_attrs} == set(tiers) | kept_inside


def test_nothing_promotional_reaches_those_without_a_basis(
    app: Flask, visitor: world.Visitor, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    assert {role: found for role in WITHOUT_BASIS if (found := sweep(app, visitor, role))} == {}


def test_the_sweep_sees_what_those_with_a_right_see(
    app: Flask,
    visitor: world.Visitor,
    run_jobs: Callable[[], int],
) -> None:
    run_jobs()
    profile = f"/startups/{visitor.world.startup.slug}"
    seen = {"7,654,321", "6,543,217", "5,432,176", "SECRETUSE", "SECRETTRACTION", "SECRETREFERENCE"}
    investor, founder = sweep(app, visitor, "investor"), sweep(app, visitor, "founder")
    assert seen <= set(investor[profile])
    assert seen | {"SR99 9XX", "4,321.75", "4,321,765", "3,217,654"} <= set(founder[profile])
    assert not {sign for signs in investor.values() for sign in signs} & set(INSIDE)
    for found in (investor, founder):
        assert not {sign for signs in found.values() for sign in signs} & set(PRIVATE_TO_READERS)
    page = f"/organise/events/{visitor.world.event.slug}/applications/{visitor.world.application.uid}"
    for reader in ("organiser", "reviewer coordinator"):
        assert set(PRIVATE_TO_READERS) <= set(shown(text_of(visitor.as_role(reader).get(page))))


def test_what_was_sent_is_for_its_members_alone(
    app: Flask, visitor: world.Visitor, run_jobs: Callable[[], int]
) -> None:
    address = f"/applications/{visitor.world.application.uid}/versions/1.pdf"
    founder = visitor.as_role("founder")
    founder.get(address)
    run_jobs()
    assert {"7,654,321", "SECRETUSE", "SECRETDECK", "SR99 9XX", "SECRETFILE"} <= set(
        shown(text_of(founder.get(address)))
    )
    for role in set(world.ROLES) - {"founder"}:
        answer = visitor.as_role(role).get(address)
        assert answer.status_code in (302, 404) and shown(text_of(answer)) == [], role


def test_nothing_promotional_is_mailed(app: Flask, visitor: world.Visitor, run_jobs: Callable[[], int]) -> None:
    mails = db.session.scalars(sa.select(Mail)).all()
    assert mails
    for mail in mails:
        assert shown(compose(mail).as_string() + str(mail.values)) == [], mail.template


def test_an_organiser_of_one_city_gets_nothing_private_of_another(app: Flask, visitor: world.Visitor) -> None:
    """Every address is tried; each word that is looked for is there for whoever may read it."""
    built = visitor.world
    event, slug = built.event, built.event.slug
    people = {name: built.people[name] for name in ("judge", "officer", "investor", "lead")}
    for name, person in people.items():
        assert person is not None
        person.name = f"PRIVATE{name}"
    built.draft.title = "PRIVATEdraft"
    waiting = factories.add_startup(name="PRIVATEapplicant")
    factories.add_application(event, waiting, state=ApplicationState.SUBMITTED, decision_reason="PRIVATEreason")
    factories.add_invitation(event, name="PRIVATEinvited")
    db.session.commit()
    theirs, ours = visitor.as_role("other organiser"), visitor.as_role("organiser")
    shown_to_us = "".join(
        text_of(ours.get(f"/organise{page}"))
        for page in (
            "",
            *(f"/events/{slug}{end}" for end in ("", "/applications", "/team", "/investors", "/call/late-links")),
        )
    )
    for sign in (
        *(f"PRIVATE{name}" for name in people),
        "PRIVATEdraft",
        "PRIVATEapplicant",
        "PRIVATEinvited",
        "PRIVATEillness",
    ):
        assert sign in shown_to_us, sign
    found = {}
    for rule in world.rules(app):
        # The founder's own calendar opens to whoever knows its token, and to nobody else.
        if "GET" in (rule.methods or ()) and rule.endpoint != "agenda.feed":
            address = visitor.address(rule)
            if "PRIVATE" in text_of(theirs.get(address)):
                found[address] = rule.endpoint
    assert found == {}
