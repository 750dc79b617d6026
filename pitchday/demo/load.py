"""Loading the demo: everything in one transaction, so that a load which dies leaves an empty database behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.low_level import hash_secret

from pitchday import clock
from pitchday.accounts.models import Account, Person
from pitchday.db import commits, db, seeded_uids
from pitchday.demo import calls, equality, investing, meetings, opening, programme, progress, teams
from pitchday.demo.cast import Cast, make_cast
from pitchday.demo.decks import deck
from pitchday.demo.plan import Calendar, Size
from pitchday.demo.script import Script, World
from pitchday.demo.words.people import DEMO_PEOPLE
from pitchday.events.models import Event, Sector
from pitchday.files.pdf import page_count
from pitchday.files.services import store
from pitchday.mail.models import Mail, MailState
from pitchday.places.models import City

SEED = 2027
PASSWORD = "pitchday-demo"  # noqa: S105 - printed on purpose; the demo refuses to load in production
# A salt that never changes makes the same rows each time. It protects nothing here: the password is no secret.
SALT = b"pitchday demo 27"


def has_pitch_days() -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(Event.id.is_not(None)))))


@commits
def load(size: Size, as_of: date, say: Callable[[str], None]) -> None:
    """Fill an empty database. The same size and day make the same rows; `say` is told how far it is."""
    calendar, world = Calendar(as_of), World()
    cast = make_cast(size, Random(SEED))  # noqa: S311 - chance, not secrets
    with clock.frozen(calendar.at(opening.FOUNDED, 8)):
        # Outside the seeded names: how many are drawn depends on which files are there already.
        say("Writing one deck for each sector")
        _prepare(world, cast)
    with seeded_uids(Random(SEED).choice):  # noqa: S311 - chance, not secrets
        script = script_of(size, cast, calendar)
        say(f"Playing what happened until {as_of:%d %B %Y}")
        acts = script.play(world)
        with clock.frozen(calendar.last):
            _open_doors()
            _settle_mail()
            db.session.flush()
    say(f"{acts:,} acts by {len(world.people):,} people")


def _prepare(world: World, cast: Cast) -> None:
    world.cities.update({city.slug: city for city in db.session.scalars(sa.select(City).order_by(City.id))})
    world.sectors.update({sector.slug: sector.id for sector in db.session.scalars(sa.select(Sector))})
    for sector in sorted({company.sector for company in cast.companies}):
        data = deck(sector)
        world.decks[sector] = store(data, "application/pdf"), page_count(data, field="deck")


def script_of(size: Size, cast: Cast, calendar: Calendar) -> Script:
    """Everything that will have happened by the calendar's day."""
    script, chance = Script(), Random(SEED)  # noqa: S311 - chance, not secrets
    opening.write(script, size, calendar)
    teams.write(script, size, calendar)
    investing.write(script, size, cast, calendar, chance)
    calls.write(script, cast, calendar, chance)
    equality.write(script, size, cast, calendar)
    programme.write(script, size, cast, calendar)
    meetings.write(script, size, cast, calendar, chance)
    progress.write(script, size, cast, calendar)
    return script


def _open_doors() -> None:
    """Give the demo's own people their password."""
    hasher = PasswordHasher()
    password_hash = hash_secret(
        PASSWORD.encode(),
        SALT,
        time_cost=hasher.time_cost,
        memory_cost=hasher.memory_cost,
        parallelism=hasher.parallelism,
        hash_len=hasher.hash_len,
        type=hasher.type,
    ).decode()
    for role in DEMO_PEOPLE:
        address = f"{role}@pitchday.example"
        account = db.session.scalars(sa.select(Account).join(Account.person).where(Person.email == address)).one()
        account.password_hash = password_hash
        db.session.flush()


def _settle_mail() -> None:
    """What the past wrote has gone. Only the mails to the demo's own people wait, for the shelf to show them."""
    ours = [f"{role}@pitchday.example" for role in DEMO_PEOPLE]
    db.session.execute(
        sa.update(Mail)
        .where(Mail.to_address.not_in(ours))
        .values(state=MailState.SENT, attempts=1, sent_at=Mail.created_at)
    )
