"""`pitchday permissions`: who may do what, written down from the code."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from pitchday.events.permissions_page import page

permissions = AppGroup("permissions", help="Who may do what.")

PLACE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


@permissions.command("write")
@click.option("--check", is_flag=True, help="Write nothing; fail when the page is not what the code says.")
@with_appcontext
def write(check: bool) -> None:
    """Write docs/permissions.md from the tables and guards of the code."""
    text = page(current_app)
    if not check:
        PLACE.write_text(text, encoding="utf-8")
        click.echo(f"Written: {PLACE.name}")
    elif not PLACE.is_file() or PLACE.read_text(encoding="utf-8") != text:
        raise click.ClickException("docs/permissions.md is not what the code says. Run: pitchday permissions write")
