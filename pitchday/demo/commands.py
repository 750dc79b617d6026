"""`pitchday demo`: the fictional data set."""

from __future__ import annotations

from datetime import date, datetime

import click
from flask import current_app

from pitchday import clock
from pitchday.demo.load import PASSWORD, has_pitch_days, load
from pitchday.demo.plan import EARLIEST, SIZES
from pitchday.demo.words.people import DEMO_PEOPLE


def _day(_context: click.Context, parameter: click.Parameter, value: datetime | None) -> date:
    chosen = value.date() if value else clock.today()
    if chosen < EARLIEST:
        raise click.BadParameter(f"Choose {EARLIEST:%d %B %Y} or a later day.", param=parameter)
    return chosen


@click.command("demo")
@click.option("--size", type=click.Choice(sorted(SIZES)), default="small", show_default=True)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), callback=_day, help="The day it is in the demo; today.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are pitch days already.")
def demo(size: str, as_of: date, if_empty: bool) -> None:
    """Load fictional pitch days, startups and investors into an empty database."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("The demo is not loaded in production: its accounts have a known password.")
    if has_pitch_days():
        if if_empty:
            click.echo("The database has pitch days already; the demo is not loaded.")
            return
        raise click.ClickException("The database has pitch days already. The demo loads into an empty one only.")
    load(SIZES[size], as_of, click.echo)
    click.echo(f"The demo is loaded. Pages are at {current_app.config['BASE_URL']}; the password of all is {PASSWORD}.")
    for role, name in DEMO_PEOPLE.items():
        click.echo(f"  {role + '@pitchday.example':30} {name}")
