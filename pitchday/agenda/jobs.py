"""Making printed agendas outside any request."""

from __future__ import annotations

from pitchday.accounts.models import Person
from pitchday.agenda import document, services
from pitchday.db import commits, db
from pitchday.formats import pdf
from pitchday.jobs import job


@job("agenda.make_pdf")
def make_pdf(person_id: int) -> None:
    """Print what the agenda is by now. A page that waits for it asks again if this job dies."""
    person = db.session.get(Person, person_id)
    if person is None:
        return
    html, digest = document.printed(person)
    db.session.rollback()  # seconds of layout must not hold a transaction open
    data = pdf.render(html)
    commits(services.keep_pdf)(person_id, digest, data)
