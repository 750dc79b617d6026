"""What must hold whenever everything stands still. Each check reads the whole database and compares it with itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pitchday.db import db
from pitchday.diary import DiaryEntry
from pitchday.exports.models import Rendition, RenditionKind
from pitchday.files.services import read
from pitchday.history.models import HistoryEntry
from pitchday.mail import Mail, MailState
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.places.models import Room
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import PitchSlot, Release, ReleaseItem
from pitchday.startups.models import Startup, StartupMember
from pitchday.web.once import SeenPost
from tests.crash.crowd import Told, fewest

Entry = tuple[int, str, datetime, datetime]
Letter = tuple[str, str, str]


def check_diary() -> None:
    """Nobody and nothing is in two places; diaries hold what meetings and the newest release say, and nothing else."""
    one, other = aliased(DiaryEntry), aliased(DiaryEntry)
    overlaps = db.session.execute(
        sa.select(one.claim, other.claim).where(
            one.diary_id == other.diary_id,
            one.id < other.id,
            one.starts_at < other.ends_at,
            one.ends_at > other.starts_at,
        )
    ).all()
    assert not overlaps, f"overlapping entries: {overlaps}"
    held = Counter((row.diary_id, row.claim, row.starts_at, row.ends_at) for row in _all(DiaryEntry))
    _same(held, Counter([*_times_of_meetings(), *_times_of_the_programme()]), "diary entries")


def _times_of_meetings() -> Iterator[Entry]:
    for meeting in _all(Meeting):
        if meeting.state is MeetingState.SCHEDULED:
            for owner in (meeting.investor, meeting.startup, meeting.table):
                yield (owner.diary_id, f"meeting:{meeting.uid}", meeting.starts_at, meeting.ends_at)


def _times_of_the_programme() -> Iterator[Entry]:
    for item in _all(Release)[-1].items:
        if item.cancelled:
            continue
        owners = [(Startup, item.startup_id)] if item.startup_id else []
        if item.room_id and item.kind is not ItemKind.PITCHES:
            owners.append((Room, item.room_id))
        for kind, number in owners:
            yield (db.session.get_one(kind, number).diary_id, f"slot:{item.uid}", item.starts_at, item.ends_at)


def check_releases() -> None:
    """Numbers without gaps; every release whole, and its list of changes and its sequences what really changed."""
    releases = _all(Release)
    numbers = [release.number for release in releases]
    assert numbers == list(range(1, len(numbers) + 1)), f"releases: {numbers}"
    sizes = {release.number: len(release.items) for release in releases}
    assert len(set(sizes.values())) == 1, f"items per release: {sizes}"
    for before, after in pairwise(releases):
        old, new = ({item.uid: item for item in release.items} for release in (before, after))
        assert old.keys() == new.keys(), f"items of release {after.number}"
        moved = {uid for uid, item in new.items() if item.starts_at != old[uid].starts_at}
        assert moved == {change["uid"] for change in after.changes}, f"changes of release {after.number}"
        assert {uid: item.sequence - old[uid].sequence for uid, item in new.items()} == {
            uid: int(uid in moved) for uid in new
        }, f"sequences of release {after.number}"
    slots = sorted(slot.position for slot in _all(PitchSlot))
    assert slots == list(range(1, len(slots) + 1)), f"positions in the draft: {slots}"


def check_mails() -> None:
    """No mail without its change, no change without its mail; the times in each are those of that change."""
    mails = _all(Mail)
    assert len({mail.message_id for mail in mails}) == len(mails), "a Message-ID twice"
    queued = Counter((mail.template, mail.to_address, mail.about) for mail in mails)
    _same(queued, Counter([*_letters_about_meetings(), *_letters_about_pitches()]), "mails")
    by_about = {(mail.about, mail.to_address): mail.values["calendar"] for mail in mails}
    for meeting in _all(Meeting):
        told = by_about[f"meeting:{meeting.uid}:{meeting.sequence}", meeting.investor.email]
        kept = (meeting.starts_at.isoformat(), meeting.ends_at.isoformat(), meeting.sequence)
        assert (told["starts_at"], told["ends_at"], told["sequence"]) == kept, f"last mail about {meeting.uid}"


def _letters_about_meetings() -> Iterator[Letter]:
    members = _members()
    for meeting in _all(Meeting):
        templates = ["meeting_booked"] + ["meeting_moved"] * meeting.sequence
        if meeting.state is MeetingState.CANCELLED:
            templates[-1] = "meeting_cancelled"
        for sequence, template in enumerate(templates):
            for address in (meeting.investor.email, *members[meeting.startup_id]):
                yield (template, address, f"meeting:{meeting.uid}:{sequence}")


def _letters_about_pitches() -> Iterator[Letter]:
    members = _members()
    pitches = sa.select(ReleaseItem).where(ReleaseItem.kind == ItemKind.PITCH)
    for uid, sequence, startup in {(row.uid, row.sequence, row.startup_id) for row in db.session.scalars(pitches)}:
        for address in members[startup]:
            yield ("schedule_released", address, f"slot:{uid}:{sequence}")


def _members() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for member in _all(StartupMember):
        found.setdefault(member.startup_id, []).append(member.person.email)
    return found


def check_history() -> None:
    """One entry for each booking, move, cancellation and release, put down to whoever did it."""
    entries: dict[str, list[HistoryEntry]] = {
        subject: list(found) for subject, found in groupby(_all(HistoryEntry, HistoryEntry.subject), _subject)
    }
    for meeting in _all(Meeting):
        created, *changed = entries[f"meeting:{meeting.id}"]
        told = (created.action, created.actor)
        assert told == ("created", f"person:{meeting.investor_id}"), f"history of {meeting.uid}: {told}"
        steps = [entry.changes["sequence"] for entry in changed]
        assert steps == [[number, number + 1] for number in range(meeting.sequence)], f"history of {meeting.uid}"
    for release in _all(Release):
        actions = [entry.action for entry in entries.get(f"release:{release.id}", ())]
        assert actions == ["released the schedule"], f"history of release {release.number}: {actions}"


def _subject(entry: HistoryEntry) -> str:
    return entry.subject


def check_confirmed(told: Told) -> None:
    """What people were told is done is done; what they sent twice is done once."""
    seen = {post.key: post.location for post in _all(SeenPost, SeenPost.key)}
    forgotten = {*told.booked, *told.released} - seen.keys()
    assert not forgotten, f"forms that were confirmed and forgotten: {forgotten}"
    meetings = {meeting.uid: meeting for meeting in _all(Meeting)}
    boards = sum(location.startswith("/events/") for location in seen.values())
    assert len(meetings) == boards, "meetings against forms that booked one"
    assert len(_all(Release)) - 1 == len(seen) - boards, "releases against forms that released"
    for uid, count in fewest(told).items():
        assert meetings[uid].sequence >= count, f"a change of meeting {uid} was confirmed and lost"
    for uid in told.cancelled:
        assert meetings[uid].state is MeetingState.CANCELLED, f"the cancellation of {uid} was confirmed and lost"


def check_delivery(folder: Path) -> None:
    """Everything has gone: a file for each mail, whole, and none besides."""
    mails = {mail.message_id: mail for mail in _all(Mail)}
    waiting = [mail.about for mail in mails.values() if mail.state is not MailState.SENT]
    assert not waiting, f"not sent: {waiting}"
    arrived = check_files(folder)
    lost = [mails[key].about for key in mails.keys() - arrived]
    assert not lost, f"noted as sent, and never arrived: {lost}"
    assert not list(folder.glob(".*")), "half a mail is left"


def check_files(folder: Path) -> set[str]:
    """Every file is a whole mail to the right person about something that happened; returns their Message-IDs."""
    mails = {mail.message_id: mail for mail in _all(Mail)}
    arrived = set()
    for place in folder.glob("*.eml"):
        message: Any = message_from_bytes(place.read_bytes(), policy=policy.default)
        mail = mails.get(message["Message-ID"])
        assert mail is not None, f"{place.name} tells of something that did not happen"
        assert message["To"].addresses[0].addr_spec == mail.to_address, f"{place.name} went to somebody else"
        calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
        assert calendar.get_content().rstrip().endswith("END:VCALENDAR"), f"{place.name} is not whole"
        arrived.add(mail.message_id)
    return arrived


def check_renditions() -> None:
    """Every file of the newest release is made and can be read."""
    newest = _all(Release)[-1]
    made = db.session.scalars(sa.select(Rendition).where(Rendition.release_id == newest.id)).all()
    unmade = set(RenditionKind) - {rendition.kind for rendition in made}
    assert not unmade, f"files of the newest release that nobody made: {unmade}"
    for rendition in made:
        assert rendition.file is not None, f"{rendition.kind} was never made"
        assert read(rendition.file.sha256), f"{rendition.kind} is empty"


def _all(model: Any, order: Any = None) -> list[Any]:
    """Every row, by `order` and then by number."""
    columns = [column for column in (order, getattr(model, "id", None)) if column is not None]
    return list(db.session.scalars(sa.select(model).order_by(*columns)))


def _same(found: Counter[Any], wanted: Counter[Any], what: str) -> None:
    missing, extra = wanted - found, found - wanted
    assert not (missing or extra), f"{what}: missing {sorted(map(str, missing))}, too many {sorted(map(str, extra))}"
