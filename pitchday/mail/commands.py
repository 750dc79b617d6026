"""`pitchday mail`: what is in the outbox."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from pitchday import clock
from pitchday.db import commits, db
from pitchday.mail.attaching import attach_next
from pitchday.mail.delivery import deliver
from pitchday.mail.models import Mail, MailState

mail = AppGroup("mail", help="The outbox.")


@mail.command("status")
def status() -> None:
    """Count mails by state and list what failed."""
    for state, count in db.session.execute(sa.select(Mail.state, sa.func.count()).group_by(Mail.state)):
        click.echo(f"{state.value:8} {count}")
    for failed in db.session.scalars(sa.select(Mail).where(Mail.state == MailState.FAILED).limit(20)):
        click.echo(f"failed   {failed.id} {failed.template}: {failed.error}")


@mail.command("send")
def send() -> None:
    """Deliver now what is due."""
    while attach_next():
        pass
    deliver()


@mail.command("retry")
@commits
def retry() -> None:
    """Put failed mails back into the queue."""
    changed = db.session.execute(
        sa.update(Mail)
        .where(Mail.state == MailState.FAILED)
        .values(state=MailState.QUEUED, attempts=0, next_attempt_at=clock.now())
    )
    click.echo(f"{changed.rowcount} mails queued again.")  # type: ignore[attr-defined]
