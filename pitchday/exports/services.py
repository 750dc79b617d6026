"""Files of releases: made once by whoever claims them first, kept by content, and never made again."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from pitchday import clock
from pitchday.db import commits, db, insert_into
from pitchday.exports import writers
from pitchday.exports.models import Rendition, RenditionKind
from pitchday.exports.snapshot import Snapshot, load
from pitchday.files import services as files
from pitchday.files.models import StoredFile
from pitchday.web.downloads import MEDIA_TYPES

# Longer than the slowest file takes; a maker that died is followed by the next after it.
LEASE = timedelta(minutes=5)


def rendition(release_id: int, kind: RenditionKind) -> bytes:
    """The file, made now if nobody has made it. Raises LookupError when there is no such release."""
    sha256 = db.session.scalar(
        sa.select(StoredFile.sha256)
        .join(Rendition, Rendition.file_id == StoredFile.id)
        .where(Rendition.release_id == release_id, Rendition.kind == kind)
    )
    if sha256 is not None:
        return files.read(sha256)
    snapshot = load(release_id)
    if snapshot is None:
        raise LookupError(f"There is no release {release_id}")
    return make_or_share(snapshot, kind)


def make_or_share(snapshot: Snapshot, kind: RenditionKind) -> bytes:
    """Make and keep the file, or only make it when somebody else is keeping it at this moment."""
    if claim(snapshot.release_id, kind):
        return make(snapshot, kind)
    return writers.write(snapshot, kind)


@commits
def claim(release_id: int, kind: RenditionKind) -> bool:
    """Whether the file is the caller's to make: nobody has made it, and nobody's lease runs."""
    now = clock.now()
    insert = insert_into(Rendition)
    taken = (
        insert.values(release_id=release_id, kind=kind, leased_until=now + LEASE)
        .on_conflict_do_update(
            index_elements=["release_id", "kind"],
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
    _keep(snapshot.release_id, kind, data)
    return data


@commits
def _keep(release_id: int, kind: RenditionKind, data: bytes) -> None:
    file = files.store(data, MEDIA_TYPES[kind.value].partition(";")[0])
    db.session.execute(
        sa.update(Rendition)
        .where(Rendition.release_id == release_id, Rendition.kind == kind)
        .values(file_id=file.id, leased_until=None, made_at=clock.now())
    )


def prepare(release_id: int) -> None:
    """Make every file of a release that nobody else has made or is making."""
    snapshot = None
    for kind in RenditionKind:
        if claim(release_id, kind):
            snapshot = snapshot or load(release_id)
            if snapshot is not None:
                make(snapshot, kind)
