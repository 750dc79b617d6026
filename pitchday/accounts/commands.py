"""`pitchday user`: people who may sign in."""

from __future__ import annotations

from datetime import timedelta

import click
from flask.cli import AppGroup

from pitchday.accounts import queries, services
from pitchday.db import commits, db
from pitchday.errors import DomainError

user = AppGroup("user", help="People who may sign in.")

LINK_LASTS = timedelta(days=1)


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As it stands on a badge.")
@click.option("--organiser", is_flag=True, help="May create pitch days.")
@click.option("--administrator", is_flag=True, help="May do everything.")
def add(email: str, name: str, organiser: bool, administrator: bool) -> None:
    """Open an account for EMAIL and print a link that signs in once."""
    click.echo(_words(_add, email, name, organiser, administrator))


@user.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a link that signs EMAIL in once, within a day."""
    click.echo(_words(_link, email))


@user.command("list")
def list_all() -> None:
    """List all accounts: address, name, what they may do."""
    for account in db.session.scalars(queries.accounts()):
        rights = ["administrator"] * account.is_administrator + ["organiser"] * account.may_create_events
        click.echo("\t".join((account.person.email, account.person.name, ", ".join(rights))).rstrip())


def _words(act: object, *arguments: object) -> str:
    try:
        return str(act(*arguments))  # type: ignore[operator]
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal


@commits
def _add(email: str, name: str, organiser: bool, administrator: bool) -> str:
    person = services.find_or_add_person(name=name, email=email)
    services.add_account(person, is_administrator=administrator, may_create_events=organiser)
    return services.make_link(email=person.email, name=person.name, next_url=services.HOME, valid_for=LINK_LASTS)


@commits
def _link(email: str) -> str:
    person = queries.person_by_email(email)
    if person is None or person.account is None:
        raise DomainError(f"{email} has no account. Open one: pitchday user add {email} --name ...")
    return services.make_link(email=person.email, name=person.name, next_url=services.HOME, valid_for=LINK_LASTS)
