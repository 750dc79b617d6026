"""Calendar files, read back by two parsers that are not the one that wrote them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from hypothesis import strategies as st

from pitchday.formats.ical import Entry, Mailbox, Status, calendar, content_type, invitation

LONDON = ZoneInfo("Europe/London")
START = datetime(2027, 6, 1, 17, 0, tzinfo=UTC)
PITCH = Entry(
    uid="slot-1@pitchday.example",
    starts_at=START,
    ends_at=START + timedelta(minutes=10),
    summary="Acme Robotics",
    changed_at=datetime(2027, 5, 1, 9, 30, tzinfo=UTC),
)
LEEDS = Mailbox("Leeds team", "leeds@pitchday.example")
ZOE = Mailbox("Zoë O'Neil", "zoe+pitch@fund.example")


def lines_of(written: bytes) -> list[str]:
    """The logical lines, after a check of the physical ones."""
    assert written.endswith(b"\r\n")
    physical = written[:-2].split(b"\r\n")
    for line in physical:
        assert 0 < len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()  # no fold inside a character
    return b"\r\n".join(physical).replace(b"\r\n ", b"").decode().split("\r\n")


def only_event(written: bytes) -> vobject.base.Component:
    (event,) = vobject.readOne(written.decode()).vevent_list
    return event


def on(day: date, written: bytes) -> list[icalendar.Event]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON)
    span = (midnight, midnight + timedelta(days=1))
    return recurring_ical_events.of(icalendar.Calendar.from_ical(written)).between(*span)


def test_a_file_says_what_it_is() -> None:
    lines = lines_of(calendar([PITCH], product="schedule", name="Leeds, autumn"))
    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pitchday//schedule//EN",
        "CALSCALE:GREGORIAN",
    ]
    assert {"NAME:Leeds\\, autumn", "X-WR-CALNAME:Leeds\\, autumn"} < set(lines)
    assert {
        "UID:slot-1@pitchday.example",
        "DTSTAMP:20270501T093000Z",
        "LAST-MODIFIED:20270501T093000Z",
        "DTSTART:20270601T170000Z",
        "DTEND:20270601T171000Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
    } < set(lines)
    assert not [line for line in lines if line.startswith(("METHOD", "ATTENDEE", "ORGANIZER", "REFRESH"))]


def test_a_feed_says_how_often_and_from_where() -> None:
    address = "https://pitchday.example/events/leeds/schedule.ics"
    lines = lines_of(calendar([PITCH], product="schedule", method="PUBLISH", refresh_hours=6, source_url=address))
    assert {
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        f"SOURCE;VALUE=URI:{address}",
    } < set(lines)
    assert not [line for line in lines if line.startswith(("ATTENDEE", "ORGANIZER"))]


def test_an_empty_feed_is_still_a_calendar() -> None:
    assert vobject.readOne(calendar([], product="agenda", name="Mine").decode()).name == "VCALENDAR"


def test_every_field_arrives() -> None:
    entry = replace(
        PITCH,
        description="Bring a laptop.\nDoors open at 17:30.",
        location="Main hall\r\nThe Sharp Project,\nThorp Road\n\n  Manchester ",
        url="https://pitchday.example/events/leeds?day=1&at=späť",
        geo=(53.5, -0.00001),
        conference_url="https://meet.example/a b",
        categories=("Heat, north", " ", "Pitch"),
        status=Status.TENTATIVE,
        sequence=4,
    )
    event = only_event(calendar([entry], product="session"))
    assert event.description.value == "Bring a laptop.\nDoors open at 17:30."
    assert event.location.value == "Main hall, The Sharp Project, Thorp Road, Manchester"
    assert event.url.value == "https://pitchday.example/events/leeds?day=1&at=sp%C3%A4%C5%A5"
    assert event.geo.value == "53.500000;-0.000010"
    assert event.conference.value == "https://meet.example/a%20b"
    assert event.conference.params["FEATURE"] == ["VIDEO"]
    assert event.categories.value == ["Heat, north", "Pitch"]
    assert event.status.value == "TENTATIVE"
    assert event.sequence.value == "4"


@pytest.mark.parametrize(
    ("local_start", "in_utc"),
    [
        (datetime(2027, 7, 1, 18, 0, tzinfo=LONDON), "20270701T170000Z"),
        (datetime(2027, 1, 12, 18, 0, tzinfo=LONDON), "20270112T180000Z"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=0), "20271031T003000Z"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=1), "20271031T013000Z"),
    ],
    ids=["summer", "winter", "first of the hour that comes twice", "second of it"],
)
def test_clock_times_are_never_an_hour_out(local_start: datetime, in_utc: str) -> None:
    written = calendar(
        [replace(PITCH, starts_at=local_start, ends_at=local_start.astimezone(UTC) + timedelta(minutes=10))],
        product="session",
    )
    assert f"DTSTART:{in_utc}" in lines_of(written)
    (found,) = on(local_start.date(), written)
    assert found.start.astimezone(LONDON).replace(tzinfo=None) == local_start.replace(tzinfo=None, fold=0)
    assert only_event(written).dtstart.value == local_start.astimezone(UTC)


def test_an_entry_over_the_changeover_keeps_its_length() -> None:
    start = datetime(2027, 10, 30, 22, 0, tzinfo=LONDON)
    end = datetime(2027, 10, 31, 6, 0, tzinfo=LONDON)
    written = calendar([replace(PITCH, starts_at=start, ends_at=end)], product="session")
    event = only_event(written)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=9)
    assert len(on(date(2027, 10, 30), written)) == len(on(date(2027, 10, 31), written)) == 1


def test_whole_days_end_after_their_last_day() -> None:
    workshop = replace(PITCH, starts_at=date(2027, 3, 27), ends_at=date(2027, 3, 28))
    written = calendar([workshop], product="session")
    lines = lines_of(written)
    assert {"DTSTART;VALUE=DATE:20270327", "DTEND;VALUE=DATE:20270329"} < set(lines)
    assert [len(on(date(2027, 3, day), written)) for day in (26, 27, 28, 29)] == [0, 1, 1, 0]


def test_a_moved_entry_keeps_its_uid_and_raises_its_sequence() -> None:
    moved = replace(PITCH, starts_at=START + timedelta(hours=1), ends_at=START + timedelta(hours=2), sequence=1)
    before, after = (only_event(calendar([entry], product="session")) for entry in (PITCH, moved))
    assert before.uid.value == after.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value - before.dtstart.value == timedelta(hours=1)


def test_a_cancelled_entry_says_so_where_clients_ignore_its_status() -> None:
    event = only_event(calendar([replace(PITCH, status=Status.CANCELLED, sequence=1)], product="schedule"))
    assert event.status.value == "CANCELLED"
    assert event.summary.value == "Cancelled: Acme Robotics"
    assert event.transp.value == "TRANSPARENT"


def test_equal_entries_in_any_order_give_equal_bytes() -> None:
    later = replace(PITCH, uid="slot-0", starts_at=START + timedelta(hours=1), ends_at=START + timedelta(hours=2))
    whole_day = replace(PITCH, uid="day", starts_at=date(2027, 6, 1), ends_at=date(2027, 6, 1))
    twin = replace(PITCH, uid="slot-2@pitchday.example")
    orders = ([PITCH, later, whole_day, twin], [twin, whole_day, later, PITCH])
    first, second = (calendar(order, product="schedule", name="Leeds") for order in orders)
    assert first == second
    assert [event.uid.value for event in vobject.readOne(first.decode()).vevent_list] == [
        "day",
        "slot-1@pitchday.example",
        "slot-2@pitchday.example",
        "slot-0",
    ]


@pytest.mark.parametrize(
    ("given_text", "description"),
    [
        ("🚀" * 75, "🚀" * 75),
        ("أهلاً بكم في يوم العروض", "أهلاً بكم في يوم العروض"),
        ("nul\x00 bell\x07 escape\x1b c1\x9b half\ud83d", "nul bell escape c1 half"),
        ("a,b;c\\d\\ne\\,f", "a,b;c\\d\\ne\\,f"),
        ("C:\\New\\Notes", "C:\\New\\Notes"),
        ("one\r\ntwo\rthree\u2028four\x0bfive\ttabbed", "one\ntwo\nthree\nfour\nfive tabbed"),
        ("BEGIN:VEVENT\r\nEND:VCALENDAR", "BEGIN:VEVENT\nEND:VCALENDAR"),
        ("ß" * 150, "ß" * 150),
        ("," * 300, "," * 300),
        ("x" * 90, "x" * 90),
        ("\\" * 301, "\\" * 301),
    ],
)
def test_nasty_text(given_text: str, description: str) -> None:
    written = calendar([replace(PITCH, description=given_text, location=given_text)], product="session")
    escaped = description.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    assert f"DESCRIPTION:{escaped}" in lines_of(written)
    assert only_event(written).description.value == description


def test_a_summary_is_one_line() -> None:
    name = "The  Very\nLong Name " * 5
    assert only_event(calendar([replace(PITCH, summary=name)], product="x")).summary.value == " ".join(name.split())


writable = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff")
    | st.sampled_from("\n\\,;:\"N'")
)
instants = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(LONDON))  # noqa: DTZ001


@given(text=writable, starts_at=instants, length=st.integers(1, 10**6), sequence=st.integers(0, 2**31 - 1))
def test_round_trip(text: str, starts_at: datetime, length: int, sequence: int) -> None:
    starts_at = starts_at.astimezone(UTC).replace(microsecond=0)
    entry = replace(
        PITCH,
        description=f"<{text}>",
        summary=f"<{text}>",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=length),
        sequence=sequence,
    )
    written = calendar([entry], product="round trip", name=text or None)
    lines_of(written)
    event = only_event(written)
    assert event.description.value == entry.description
    assert event.summary.value == " ".join(entry.summary.split())
    assert (event.dtstart.value, event.dtend.value) == (entry.starts_at, entry.ends_at)
    assert int(event.sequence.value) == sequence


@given(text=st.text(st.characters(codec=None), max_size=400))
def test_no_text_breaks_a_file(text: str) -> None:
    entry = replace(
        PITCH,
        description=text,
        summary=text,
        location=text,
        categories=(text,),
        url=text,
        conference_url=text,
    )
    written = calendar([entry], product=text, name=text, source_url=text)
    lines = lines_of(written)
    assert [line for line in lines if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert not [character for line in lines for character in line if ord(character) < 32 or character == "\x7f"]
    mail = invitation(
        entry,
        method="REQUEST",
        organiser=Mailbox(text, f"{text}@a.example"),
        attendee=Mailbox(text, "b@c.example"),
    )
    (event,) = icalendar.Calendar.from_ical(mail).events
    assert event["ATTENDEE"].email == "b@c.example"


def test_a_request_names_both_sides_and_asks_for_an_answer() -> None:
    written = invitation(PITCH, method="REQUEST", organiser=LEEDS, attendee=ZOE)
    assert "METHOD:REQUEST" in lines_of(written)
    event = only_event(written)
    (attendee,) = event.attendee_list
    assert attendee.value == "mailto:zoe+pitch@fund.example"
    assert attendee.params == {
        "CN": ["Zoë O'Neil"],
        "CUTYPE": ["INDIVIDUAL"],
        "PARTSTAT": ["NEEDS-ACTION"],
        "ROLE": ["REQ-PARTICIPANT"],
        "RSVP": ["TRUE"],
    }
    assert event.organizer.value == "mailto:leeds@pitchday.example"
    assert event.organizer.params == {"CN": ["Leeds team"]}
    assert event.status.value == "CONFIRMED"


def test_a_cancel_takes_the_same_entry_out() -> None:
    written = invitation(replace(PITCH, sequence=1), method="CANCEL", organiser=LEEDS, attendee=ZOE)
    assert "METHOD:CANCEL" in lines_of(written)
    event = only_event(written)
    assert (event.uid.value, event.sequence.value, event.status.value) == (PITCH.uid, "1", "CANCELLED")
    assert event.attendee.params["RSVP"] == ["FALSE"]
    assert event.summary.value == "Acme Robotics"


def test_quotes_in_a_name_do_not_end_it() -> None:
    organiser = Mailbox('Leeds "North"; X=1:\nmailto:evil@a.example', "leeds@pitchday.example")
    written = invitation(PITCH, method="REQUEST", organiser=organiser, attendee=ZOE)
    (event,) = icalendar.Calendar.from_ical(written).events
    assert event["ORGANIZER"].email == "leeds@pitchday.example"
    assert event["ORGANIZER"].params["CN"] == 'Leeds "North"; X=1: mailto:evil@a.example'


def test_content_type_repeats_the_method() -> None:
    assert content_type() == "text/calendar; charset=utf-8"
    assert content_type("CANCEL") == "text/calendar; charset=utf-8; method=CANCEL"


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": " \x00"},
        {"ends_at": START},
        {"ends_at": START + timedelta(microseconds=5)},
        {"ends_at": date(2027, 6, 2)},
        {"starts_at": date(2027, 6, 2), "ends_at": date(2027, 6, 1)},
        {"starts_at": datetime(2027, 6, 1, 9)},  # noqa: DTZ001
        {"changed_at": datetime(2027, 6, 1, 9)},  # noqa: DTZ001
        {"sequence": -1},
        {"sequence": 2**31},
        {"geo": (91.0, 0.0)},
        {"geo": (0.0, float("nan"))},
    ],
    ids=str,
)
def test_an_entry_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(PITCH, **wrong)


def test_two_entries_with_one_uid_are_refused() -> None:
    with pytest.raises(ValueError, match="share a uid"):
        calendar([PITCH, replace(PITCH, summary="Other")], product="schedule")


def test_an_address_needs_an_at() -> None:
    with pytest.raises(ValueError, match="no mail address"):
        Mailbox("Nobody", "nobody")
