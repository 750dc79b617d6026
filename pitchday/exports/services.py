"""Files of releases: made once by whoever claims them first, kept by content, and not again in this edition."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.db import commits, db, insert_into
from pitchday.exports import writers
from pitchday.exports.edition import edition
from pitchday.exports.models import Rendition, RenditionKind
from pitchday.exports.snapshot import Snapshot, load
from pitchday.exports.standing import Standing
from pitchday.files import services as files
from pitchday.files.models import StoredFile
from pitchday.web.downloads import MEDIA_TYPES

# Longer than the slowest file takes; a maker that died is followed by the next after it.
LEASE = timedelta(minutes=5)
# What another edition has made since then may still be asked for: while a deploy goes on, both versions serve.
OLD_EDITIONS_STAY = timedelta(days=1)
_IDENTITY = ("release_id", "kind", "edition", "standing")


def rendition(release_id: int, kind: RenditionKind, standing: Standing) -> bytes:
    """The file, made now if nobody has made it. Raises LookupError when there is no such release."""
    sha256 = db.session.scalar(
        sa.select(StoredFile.sha256)
        .join(Rendition, Rendition.file_id == StoredFile.id)
        .where(*_is(release_id, kind, standing))
    )
    if sha256 is not None:
        return files.read(sha256)
    snapshot = load(release_id)
    if snapshot is None:
        raise LookupError(f"There is no release {release_id}")
    return make_or_share(snapshot, kind)


def make_or_share(snapshot: Snapshot, kind: RenditionKind) -> bytes:
    """Make and keep the file, or only make it when somebody else is keeping it at this moment."""
    if claim(snapshot.release_id, kind, snapshot.standing):
        return make(snapshot, kind)
    return writers.write(snapshot, kind)


def _is(release_id: int, kind: RenditionKind, standing: Standing) -> tuple[sa.ColumnElement[bool], ...]:
    return tuple(getattr(Rendition, name) == value for name, value in _identity(release_id, kind, standing).items())


def _identity(release_id: int, kind: RenditionKind, standing: Standing) -> dict[str, Any]:
    return dict(zip(_IDENTITY, (release_id, kind, edition(), standing.key), strict=True))


@commits
def claim(release_id: int, kind: RenditionKind, standing: Standing) -> bool:
    """Whether the file is the caller's to make: nobody has made it, and nobody's lease runs."""
    now = clock.now()
    insert = insert_into(Rendition)
    taken = (
        insert.values(**_identity(release_id, kind, standing), leased_until=now + LEASE)
        .on_conflict_do_update(
            index_elements=_IDENTITY,
            set_={"leased_until": now + LEASE},
            where=sa.and_(
                Rendition.file_id.is_(None),
                sa.or_(Rendition.leased_until.is_(None), Rendition.leased_until < now),
            ),
        )
        .returning(Rendition.id)
    )
    return db.session.execute(taken).first() is not None


def make(snapshot: Snapshot, kind: RenditionKind) -> bytes:
    """For the holder of the claim. When making fails the claim runs out, so that nothing is tried in a loop."""
    db.session.rollback()  # writing may take long: no transaction stays open meanwhile
    data = writers.write(snapshot, kind)
    _keep(snapshot, kind, data)
    return data


@commits
def _keep(snapshot: Snapshot, kind: RenditionKind, data: bytes) -> None:
    """Also when the claim was another's: one of another edition, or from before the pitch day was called off."""
    file = files.store(data, MEDIA_TYPES[kind.value].partition(";")[0])
    made = {"file_id": file.id, "leased_until": None, "made_at": clock.now()}
    kept = insert_into(Rendition).values(**_identity(snapshot.release_id, kind, snapshot.standing), **made)
    db.session.execute(kept.on_conflict_do_update(index_elements=_IDENTITY, set_=made))


def prepare(release_id: int) -> None:
    """Make every file of a release that nobody else has made or is making."""
    snapshot = load(release_id)
    if snapshot is None:
        return
    for kind in RenditionKind:
        if claim(release_id, kind, snapshot.standing):
            make(snapshot, kind)


@commits
def forget_old_editions() -> None:
    """Files of versions that have made none for a day. One that serves on makes its own again, once a day at most."""
    since = sa.func.coalesce(Rendition.made_at, Rendition.leased_until)
    db.session.execute(
        sa.delete(Rendition).where(Rendition.edition != edition(), since < clock.now() - OLD_EDITIONS_STAY)
    )
