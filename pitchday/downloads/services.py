"""Asking for a file of a list, making it outside the request, and forgetting it after a day."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import commits, db
from pitchday.downloads import queries
from pitchday.downloads.models import Download, Ending
from pitchday.errors import DomainError
from pitchday.files import services as files
from pitchday.jobs import after_commit
from pitchday.web.downloads import MEDIA_TYPES
from pitchday.web.listing import Asked, Listing
from pitchday.web.urls import slug

# More rows than this are written by a job, so that nobody else waits for the request.
AT_ONCE = 1000
# Longer than the slowest file takes; a maker that died is followed by the next after it.
LEASE = timedelta(minutes=5)
MOST_WAITING = 5


def file_name(listing: Listing) -> str:
    """Which pitch day, which list, which day; without its ending."""
    return f"{slug(listing.about)}-{slug(listing.title)}-{clock.today().isoformat()}"


def ask(person: Person, listing: Listing, asked: Asked, ending: Ending) -> Download:
    """The file that the person waits for already, or a new one. Raises DomainError when too many are waiting."""
    query = urlencode({key: value for key, value in listing.values(asked).items() if key != "page"})
    waiting = queries.waiting_for(person)
    for known in waiting:
        if (known.listing, known.address, known.query, known.ending) == (listing.name, listing.address, query, ending):
            return known
    if len(waiting) >= MOST_WAITING:
        raise DomainError(f"{MOST_WAITING} of your files are still being made. Wait for one of them, then try again.")
    download = Download(
        person_id=person.id,
        listing=listing.name,
        address=listing.address,
        query=query,
        ending=ending,
        name=file_name(listing),
        asked_at=clock.now(),
    )
    db.session.add(download)
    db.session.flush()
    after_commit("downloads.make", download.id)
    return download


def make(download_id: int) -> None:
    """Make the file, unless somebody else does or has. What the person may no longer see is not made."""
    if not _claim(download_id):
        return
    download = db.session.get_one(Download, download_id)
    ending = download.ending.value
    try:
        listing = queries.list_of(download)
        data = listing.file(listing.asked(MultiDict(parse_qsl(download.query))), ending)
    except DomainError:
        _give_up(download_id)
    except Exception:
        db.session.rollback()
        _give_up(download_id)
        raise
    else:
        _keep(download_id, data, ending)


@commits
def _claim(download_id: int) -> bool:
    now = clock.now()
    taken = (
        sa.update(Download)
        .where(Download.id == download_id, queries.unmade(now))
        .values(leased_until=now + LEASE)
        .returning(Download.id)
    )
    return db.session.execute(taken).first() is not None


@commits
def _keep(download_id: int, data: bytes, ending: str) -> None:
    file = files.store(data, MEDIA_TYPES[ending].partition(";")[0])
    db.session.execute(sa.update(Download).where(Download.id == download_id).values(file_id=file.id))


@commits
def _give_up(download_id: int) -> None:
    db.session.execute(sa.update(Download).where(Download.id == download_id).values(failed_at=clock.now()))


def forget_old() -> None:
    """Files that were asked for more than a day ago, with their bytes where nothing else is made of them."""
    old = sa.delete(Download).where(Download.asked_at < clock.now() - queries.KEPT).returning(Download.file_id)
    for file_id in sorted({file_id for file_id in db.session.scalars(old) if file_id is not None}):
        files.forget(file_id)
