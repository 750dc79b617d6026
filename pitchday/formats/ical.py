"""The one builder of every .ics file: downloads, feeds and invitations (RFC 5545, RFC 5546 and RFC 7986).

The bytes depend on the arguments alone, so a file that has not changed keeps its ETag. Instants are written
in UTC: one-off events need no VTIMEZONE, and clients disagree about nearly every way of writing one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from icalendar import Calendar, Event, vCalAddress
    from icalendar.parser import Contentline
    from icalendar.prop import vDate, vDatetime, vUnknown

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NEVER_WRITTEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TEXT_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_URL_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"
_MAXIMUM_SEQUENCE = 2**31 - 1
_LINE_OCTETS = 75
# A continuation line starts with a space, so 74 characters are left. Some clients lose an escape that a fold
# splits, so no piece ends with the character that starts one.
_FOLD = re.compile(r".{1,74}(?<![\\^])|.{1,74}")


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a calendar.

    `starts_at` and `ends_at` are both aware datetimes, the end being the instant it is over, or both dates,
    the end being the last day of it. `uid` stays the same for the same thing for ever and `sequence` rises
    whenever it is moved or cancelled: clients ignore a change that keeps the old number. `changed_at` is
    when the thing last changed, never the time of writing. `geo` is (latitude, longitude) in degrees;
    `conference_url` is where to join online. Raises ValueError where the times, the sequence or the
    coordinates make no sense.
    """

    uid: str
    starts_at: datetime | date
    ends_at: datetime | date
    summary: str
    changed_at: datetime
    sequence: int = 0
    status: Status = Status.CONFIRMED
    description: str = ""
    location: str = ""
    url: str | None = None
    geo: tuple[float, float] | None = None
    conference_url: str | None = None
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _one_line(self.uid):
            raise ValueError("An entry needs a uid")
        start, end, changed = _whole(self.starts_at), _whole(self.ends_at), _whole(self.changed_at)
        if not isinstance(changed, datetime):
            raise ValueError("changed_at is an aware datetime")
        if isinstance(start, datetime) and isinstance(end, datetime):
            if end <= start:
                raise ValueError(f"{self.uid} ends at {end}, not after its start at {start}")
        elif isinstance(start, datetime) or isinstance(end, datetime):
            raise ValueError(f"{self.uid} mixes a day with an instant")
        elif end < start:
            raise ValueError(f"{self.uid} ends on {end}, before its start on {start}")
        if not 0 <= self.sequence <= _MAXIMUM_SEQUENCE:
            raise ValueError(f"{self.uid} has the sequence {self.sequence}")
        if self.geo and not (-90 <= self.geo[0] <= 90 and -180 <= self.geo[1] <= 180):
            raise ValueError(f"{self.uid} is at {self.geo}, which is no latitude and longitude")


@dataclass(frozen=True)
class Mailbox:
    """Somebody's name and mail address. Raises ValueError when the address has no @."""

    name: str
    address: str

    def __post_init__(self) -> None:
        if "@" not in self.address:
            raise ValueError(f"{self.address!r} is no mail address")


def calendar(
    entries: Iterable[Entry],
    *,
    product: str,
    name: str | None = None,
    method: Literal["PUBLISH"] | None = None,
    refresh_hours: int | None = None,
    source_url: str | None = None,
) -> bytes:
    """A file to download or a feed to subscribe to, in order of start and then uid.

    `product` names the kind of file inside PRODID. `name` is the calendar's name: leave it out of a file
    with one item, because Outlook and Apple then add a whole calendar instead of the item. `refresh_hours`
    and `source_url` belong to feeds. Many clients ignore STATUS in a subscribed calendar, so a cancelled
    entry also says so in its summary and no longer blocks the time. Raises ValueError when two entries
    share a uid: clients keep one of them.
    """
    from icalendar.prop import vDuration, vUri

    ordered = sorted(entries, key=_order)
    if len({entry.uid for entry in ordered}) != len(ordered):
        raise ValueError("Two entries share a uid")
    component = _empty_calendar(product, method)
    if name:
        component["NAME"] = component["X-WR-CALNAME"] = _text(_one_line(name))
    if refresh_hours:
        every = timedelta(hours=refresh_hours)
        component["REFRESH-INTERVAL"] = vDuration(every, params={"VALUE": "DURATION"})
        component["X-PUBLISHED-TTL"] = vDuration(every)
    if source_url:
        component["SOURCE"] = vUri(_url(source_url), params={"VALUE": "URI"})
    for entry in ordered:
        event = _event(entry)
        if entry.status is Status.CANCELLED:
            event["SUMMARY"] = _text(f"Cancelled: {_one_line(entry.summary)}")
            event["TRANSP"] = _text("TRANSPARENT")
        component.add_component(event)
    return _serialise(component)


def invitation(entry: Entry, *, method: Literal["REQUEST", "CANCEL"], organiser: Mailbox, attendee: Mailbox) -> bytes:
    """The part of a mail that puts `entry` into the attendee's calendar or takes it out again.

    Clients remove an entry on CANCEL only when it came by REQUEST with the same uid, and only when the
    sequence has risen. A CANCEL says STATUS:CANCELLED whatever the entry's status. The mail must repeat the
    method in the part's content type (see `content_type`), or Outlook shows no buttons.
    """
    component = _empty_calendar("invitation", method)
    event = _event(entry)
    if method == "CANCEL":
        event["STATUS"] = _text(Status.CANCELLED)
    event["ORGANIZER"] = _address(organiser)
    event["ATTENDEE"] = _address(attendee)
    event["ATTENDEE"].params.update(
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT="NEEDS-ACTION",
        RSVP="TRUE" if method == "REQUEST" else "FALSE",
    )
    component.add_component(event)
    return _serialise(component)


def content_type(method: str | None = None) -> str:
    """The MIME type to send with the bytes; `method` is the one they were built with."""
    return "text/calendar; charset=utf-8" + (f"; method={method}" if method else "")


def _order(entry: Entry) -> tuple[datetime, str]:
    start = _whole(entry.starts_at)
    if not isinstance(start, datetime):
        start = datetime.combine(start, time(), UTC)
    return start, entry.uid


def _whole(moment: datetime | date) -> datetime | date:
    """UTC in whole seconds, which is all that iCalendar can hold; a date is returned as it is."""
    if not isinstance(moment, datetime):
        return moment
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} names no time zone")
    return moment.astimezone(UTC).replace(microsecond=0)


def _empty_calendar(product: str, method: str | None) -> "Calendar":
    from icalendar import Calendar

    component = Calendar()
    component["VERSION"] = _text("2.0")
    component["PRODID"] = _text(f"-//pitchday//{_one_line(product)}//EN")
    component["CALSCALE"] = _text("GREGORIAN")
    if method:
        component["METHOD"] = _text(method)
    return component


def _event(entry: Entry) -> "Event":
    # Values are set rather than added: `Event.add` looks up each property's type, and a feed has thousands.
    from icalendar import Event
    from icalendar.prop import vInt, vUnknown, vUri
    from icalendar.prop.conference import Conference

    event = Event()
    event["UID"] = _text(_one_line(entry.uid))
    event["DTSTAMP"] = event["LAST-MODIFIED"] = _moment(entry.changed_at)
    event["DTSTART"] = _moment(entry.starts_at)
    event["DTEND"] = _moment(entry.ends_at, exclusive=True)
    event["SUMMARY"] = _text(_one_line(entry.summary))
    event["SEQUENCE"] = vInt(entry.sequence)
    event["STATUS"] = _text(entry.status)
    if description := _clean(entry.description).strip():
        event["DESCRIPTION"] = _text(description)
    if location := _location(entry.location):
        event["LOCATION"] = _text(location)
    if categories := [category for each in entry.categories if (category := _one_line(each))]:
        event["CATEGORIES"] = _text(*categories)
    if entry.url:
        event["URL"] = vUri(_url(entry.url))
    if entry.geo:
        event["GEO"] = vUnknown(f"{entry.geo[0]:.6f};{entry.geo[1]:.6f}")
    if entry.conference_url:
        online = Conference(_url(entry.conference_url), feature="VIDEO", label="Join online")
        event["CONFERENCE"] = online.to_uri()
    return event


def _moment(moment: datetime | date, *, exclusive: bool = False) -> "vDatetime | vDate":
    """A property value; `exclusive` turns the last day of something into the day after it, as DTEND wants."""
    from icalendar.prop import vDate, vDatetime

    moment = _whole(moment)
    if isinstance(moment, datetime):
        return vDatetime(moment)
    return vDate(moment + timedelta(days=1) if exclusive else moment, params={"VALUE": "DATE"})


def _text(*values: str) -> "vUnknown":
    """TEXT values, escaped here because the library's own type makes a line break of a backslash before N."""
    from icalendar.prop import vUnknown

    return vUnknown(",".join(value.translate(_TEXT_ESCAPES) for value in values))


def _address(mailbox: Mailbox) -> "vCalAddress":
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{quote(_one_line(mailbox.address), safe='@!$*+')}")
    if name := _one_line(mailbox.name):
        address.params["CN"] = name
    return address


def _clean(text: str) -> str:
    """Line breaks of every kind become newlines; what no calendar can hold goes."""
    return _NEVER_WRITTEN.sub("", _LINE_BREAK.sub("\n", text).replace("\t", " "))


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _location(text: str) -> str:
    """An address in one line: a newline in LOCATION breaks several clients."""
    lines = (" ".join(line.split()).strip(", ") for line in _clean(text).split("\n"))
    return ", ".join(line for line in lines if line)


def _url(address: str) -> str:
    return quote(_one_line(address), safe=_URL_CHARACTERS)


def _serialise(component: "Calendar") -> bytes:
    return b"".join(_folded(line) for line in component.content_lines() if line)


def _folded(line: "Contentline") -> bytes:
    """At most 75 octets a line. The library's folding looks at every character: it gets what needs that."""
    octets = line.encode()
    if len(octets) > _LINE_OCTETS:
        octets = "\r\n ".join(_FOLD.findall(line)).encode() if line.isascii() else _folded_by_library(line)
    return octets + b"\r\n"


def _folded_by_library(line: "Contentline") -> bytes:
    folded: bytes = line.to_ical()  # type: ignore[no-untyped-call]
    return folded
