"""Setting up programmes and their funders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from pitchday import history
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.enums import Role
from pitchday.events.models import Event, Funder, Programme, ProgrammeRole, Sector, TeamInvitation
from pitchday.files.images import remade
from pitchday.files.services import store
from pitchday.places.models import City
from pitchday.web.urls import slug

# Addresses under /organise/programmes that are pages of their own.
RESERVED = frozenset({"new"})


@dataclass(frozen=True)
class ProgrammeFacts:
    """What an organiser decides about a programme. No city or sector named means all of them."""

    name: str
    summary: str = ""
    description: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    funder: Funder | None = None
    cities: Sequence[City] = field(default=())
    sectors: Sequence[Sector] = field(default=())


def create_programme(facts: ProgrammeFacts, *, by: Person) -> Programme:
    """A new programme, owned by `by`; nobody else hears of it before one of its pitch days is published."""
    _check(facts)
    programme = Programme(slug=_free_slug(facts.name))
    _set(programme, facts)
    db.session.add(programme)
    db.session.add(ProgrammeRole(programme=programme, person=by, role=Role.LEAD))
    db.session.flush()
    return programme


def edit_programme(programme: Programme, facts: ProgrammeFacts) -> None:
    """Change a programme; its address stays. Raises DomainError when the facts contradict each other."""
    _check(facts)
    for name, before, after in (
        ("cities", programme.cities, facts.cities),
        ("sectors", programme.sectors, facts.sectors),
    ):
        _record_choice(programme, name, before, after)
    _set(programme, facts)


def _check(facts: ProgrammeFacts) -> None:
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise DomainError("The programme cannot end before it starts.", field="ends_on")


def _set(programme: Programme, facts: ProgrammeFacts) -> None:
    programme.name, programme.summary, programme.description = facts.name, facts.summary, facts.description
    programme.starts_on, programme.ends_on = facts.starts_on, facts.ends_on
    programme.funder = facts.funder
    programme.cities, programme.sectors = list(facts.cities), list(facts.sectors)


def _record_choice(
    programme: Programme, name: str, before: Sequence[City | Sector], after: Sequence[City | Sector]
) -> None:
    """Cities and sectors are no columns, so that the session does not see them change."""
    was, becomes = (", ".join(sorted(row.name for row in rows)) for rows in (before, after))
    if was != becomes:
        # The row itself may have nothing new to say; a colleague's older page must be refused all the same.
        flag_modified(programme, "name")
        history.record(
            "changed",
            subject=f"programme:{programme.id}",
            label=programme.name,
            scope=programme.history_key,
            changes={name: [was, becomes]},
            version=programme.version + 1,
        )


def _free_slug(name: str) -> str:
    """The name as an address, numbered when another programme or a page of ours has it."""
    wanted = slug(name, otherwise="programme")
    taken = set(db.session.scalars(sa.select(Programme.slug).where(Programme.slug.startswith(wanted)))) | RESERVED
    number, free = 2, wanted
    while free in taken:
        free = f"{wanted}-{number}"
        number += 1
    return free


def set_logo(programme: Programme, data: bytes | None) -> None:
    """Show this picture with the programme, or none. Raises DomainError for what is no picture of ours."""
    if data is None:
        programme.logo = None
        return
    picture = remade(data, field="logo")
    programme.logo = store(picture.data, picture.media_type)


def remove_programme(programme: Programme) -> None:
    """Remove a programme that no pitch day belongs to. Raises DomainError when one does."""
    # Whoever adds a pitch day at this moment holds the row, so that it is counted.
    db.session.execute(sa.select(Programme.id).where(Programme.id == programme.id).with_for_update())
    if db.session.scalar(sa.select(sa.exists().where(Event.programme_id == programme.id))):
        raise DomainError("This programme has pitch days, so it stays. Move them to another programme first.")
    for given in db.session.scalars(sa.select(ProgrammeRole).where(ProgrammeRole.programme_id == programme.id)):
        db.session.delete(given)
    db.session.execute(sa.delete(TeamInvitation).where(TeamInvitation.programme_id == programme.id))
    db.session.flush()
    db.session.delete(programme)


def add_funder(*, name: str, website: str = "", acknowledgement: str = "") -> Funder:
    """Write a funder down for every programme to name. Raises DomainError when one of this name is there."""
    if db.session.scalar(sa.select(sa.exists().where(Funder.name == name))):
        raise DomainError(f"{name} is in the list of funders already. Choose it there.", field="funder_name")
    funder = Funder(name=name, website=website, acknowledgement=acknowledgement)
    db.session.add(funder)
    db.session.flush()
    return funder


def edit_funder(funder: Funder, *, name: str, website: str, acknowledgement: str) -> None:
    """Change what every programme that this funder pays for shows of it."""
    funder.name, funder.website, funder.acknowledgement = name, website, acknowledgement
