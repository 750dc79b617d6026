"""The loaded demo, on both databases."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.queries import person_by_email
from pitchday.accounts.services import account_with
from pitchday.agenda.queries import entries
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.demo.load import PASSWORD
from pitchday.demo.plan import SMALL
from pitchday.demo.words.people import DEMO_PEOPLE
from pitchday.demo.words.venues import VENUES
from pitchday.diary.models import DiaryEntry
from pitchday.equality.queries import asked_at, report_of, survey_of
from pitchday.events.enums import EventKind, Role
from pitchday.events.models import Event, Programme
from pitchday.events.permissions import may, may_create_events
from pitchday.events.rights import Right
from pitchday.events.team_queries import given_to, members, open_for, unanswered
from pitchday.exports.models import RenditionKind
from pitchday.exports.services import rendition
from pitchday.exports.standing import standing_of
from pitchday.files.services import read
from pitchday.history.models import HistoryEntry
from pitchday.investors.models import InvestorStatement
from pitchday.investors.permissions import basis_of
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.places.models import City, CityArea
from pitchday.progression.enums import RouteRule
from pitchday.progression.queries import is_public, ways_into
from pitchday.schedule.queries import newest_release
from pitchday.startups.models import Deck, Startup
from tests.databases import Database, Databases
from tests.demo.conftest import AS_OF, Loaded, loaded, rows

POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}\b")
LAST_EVENING = datetime(2027, 1, 11, 18, 0, tzinfo=UTC)


def event_in(city: str) -> Event:
    return db.session.scalars(sa.select(Event).where(Event.slug.startswith(f"northern-pitch-{city}"))).one()


def person(role: str) -> Person:
    found = person_by_email(f"{role}@pitchday.example")
    assert found is not None
    return found


def test_it_says_what_it_did(demo: Loaded) -> None:
    assert demo.result.exit_code == 0, demo.result.output
    assert PASSWORD in demo.result.output
    for role in DEMO_PEOPLE:
        assert f"{role}@pitchday.example" in demo.result.output
    assert len(demo.result.output.splitlines()) < 12


def test_applications_are_where_the_plan_has_them(demo: Loaded) -> None:
    states = Counter(
        tuple(row) for row in db.session.execute(sa.select(Application.state, Application.decision.is_not(None)))
    )
    planned = sum(day.applications for day in SMALL.days)
    assert planned == 36 + 5
    assert sum(states.values()) == planned + 2, "two have come through to the final"
    assert states[ApplicationState.CONFIRMED, True] == 6 + 6 + 2 + 1
    assert states[ApplicationState.INVITED, True] == 1 + 1
    assert states[ApplicationState.WITHDRAWN, True] == 1
    assert states[ApplicationState.DRAFT, False] == 2
    assert states[ApplicationState.SUBMITTED, True] == 4, "decided and not told"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Startup)) == 35


def test_the_heat_that_is_over_has_sent_two_to_the_final(demo: Loaded) -> None:
    with clock.frozen(LAST_EVENING):
        final = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.FINAL)).one()
        ways = ways_into(final)
        assert [(way.route.rule, way.route.places) for way in ways] == [(RouteRule.TOP, 2)] * 3 + [
            (RouteRule.WILD_CARD, 1)
        ]
        leeds = ways[0]
        assert is_public(leeds.result)
        assert [line.application.state for line in leeds.through if line.application] == [
            ApplicationState.CONFIRMED,
            ApplicationState.INVITED,
        ]
        assert len(leeds.reserves) == 1
        assert leeds.result is not None
        assert [row.tie_order for row in leeds.result.placings if row.rank == 2] == [1, 2]


def test_meetings_are_booked_moved_and_cancelled(demo: Loaded) -> None:
    meetings = db.session.scalars(sa.select(Meeting)).all()
    states = Counter(meeting.state for meeting in meetings)
    assert states == {MeetingState.SCHEDULED: 26, MeetingState.CANCELLED: 3}
    assert sum(meeting.sequence > 0 and meeting.state is MeetingState.SCHEDULED for meeting in meetings) == 2
    taken = db.session.scalar(
        sa.select(sa.func.count()).select_from(DiaryEntry).where(DiaryEntry.claim.startswith("meeting:"))
    )
    assert taken == 26 * 3


def test_days_are_counted_from_the_as_of_date(demo: Loaded) -> None:
    def day(city: str) -> date:
        return event_in(city).starts_at.astimezone(clock.UK).date()

    assert [(day(city) - AS_OF).days for city in ("leeds", "manchester")] == [-15, 9]
    closes = db.session.scalars(sa.select(Event.applications_close_at).where(Event.kind == EventKind.FINAL)).one()
    assert closes.astimezone(clock.UK).date() - AS_OF == timedelta(days=12)
    assert all(moment.weekday() < 5 for moment in db.session.scalars(sa.select(Event.starts_at)))


def test_nothing_happens_after_the_evening_before(demo: Loaded) -> None:
    assert db.session.scalars(sa.select(sa.func.max(HistoryEntry.at))).one() <= LAST_EVENING
    assert list(db.session.scalars(sa.select(HistoryEntry.at).order_by(HistoryEntry.id))) == sorted(
        db.session.scalars(sa.select(HistoryEntry.at))
    )


def test_the_demo_people_have_what_they_come_for(demo: Loaded) -> None:
    with clock.frozen(LAST_EVENING):
        next_day, choosing = event_in("manchester"), event_in("newcastle")
        assert may(person("organiser"), next_day, Right.EDIT)
        assert may_create_events(person("organiser"))
        assert given_to(choosing, person("judge").uid, Role.JUDGE)
        assert basis_of(person("investor"), AS_OF) is not None
        assert len(entries(person("investor"), since=LAST_EVENING)) == 2
        kinds = Counter(entry.kind for entry in entries(person("founder"), since=LAST_EVENING))
        assert kinds["pitch"] == 1
        assert kinds["meeting"] >= 1
        startup = db.session.scalars(sa.select(Startup).where(Startup.name == "Wrenfell Robotics")).one()
        states = db.session.scalars(sa.select(Application.state).where(Application.startup_id == startup.id)).all()
        assert set(states) == {ApplicationState.CONFIRMED, ApplicationState.DRAFT}
        for role in DEMO_PEOPLE:
            assert account_with(email=f"{role}@pitchday.example", password=PASSWORD)


def test_reports_on_equality_questions_show_something_and_hide_something(demo: Loaded) -> None:
    programme, manchester = event_in("leeds").programme, event_in("manchester")
    assert programme is not None
    for desk in (programme, manchester):
        survey = survey_of(desk)
        report = report_of(survey) if survey else None
        assert report is not None
        told = [line.least for question in report.questions for line in question.lines]
        assert None in told
        assert sum(least is not None for least in told) > 10
    final = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.FINAL)).one()
    asked = asked_at(final.id)
    assert asked is not None and asked.closed_at is None, "founders can be asked there"


def test_a_statement_ends_on_the_eve_of_the_next_pitch_day(demo: Loaded) -> None:
    eve = event_in("manchester").starts_at.date() - timedelta(days=1)
    assert db.session.scalar(
        sa.select(sa.func.count()).select_from(InvestorStatement).where(InvestorStatement.last_valid_day == eve)
    )


def test_every_address_is_an_example_and_every_postcode_a_public_one(demo: Loaded) -> None:
    public = {venue.postcode for venue in VENUES}
    text = "\n".join(str(value) for found in demo.rows.values() for row in found for value in row)
    domains = {address.rpartition("@")[2] for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text)}
    assert {domain for domain in domains if not domain.endswith(".example")} <= {"pitchday.test"}, "the mails' own"
    assert set(POSTCODE.findall(text)) <= public
    assert all(site.endswith(".example") for site in db.session.scalars(sa.select(Startup.website)))


def test_decks_say_that_they_are_fictional_on_every_page(demo: Loaded) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    for deck in db.session.scalars(sa.select(Deck).group_by(Deck.file_id).with_only_columns(sa.func.min(Deck.id))):
        found = db.session.get_one(Deck, deck)
        pages = PdfReader(BytesIO(read(found.file.sha256))).pages
        assert len(pages) == found.pages == 3
        assert all("FICTIONAL DEMO" in page.extract_text() for page in pages)


FIRST_PAGES = {
    "nobody": ("/", "/events", "{manchester}", "{manchester}/schedule", "{manchester}/startups", "/cities/manchester"),
    "organiser": ("/me", "/organise", "{desk}", "{desk}/applications", "{desk}/schedule", "{desk}/meetings"),
    "founder": ("/me", "/me/agenda", "/startups/wrenfell-robotics"),
    "investor": ("/me", "/me/agenda", "/me/investor", "/startups", "{manchester}/meetings"),
    "judge": ("/me",),
    "attendee": ("/me",),
}


@pytest.mark.parametrize("role", FIRST_PAGES)
def test_pages_that_a_role_sees_first(demo: Loaded, role: str) -> None:
    slug = event_in("manchester").slug
    places = {"manchester": f"/events/{slug}", "desk": f"/organise/events/{slug}"}
    with clock.frozen(LAST_EVENING):
        browser = demo.app.test_client()
        if role != "nobody":
            assert browser.post(f"/demo/sign-in/{role}").status_code == 303
        for page in FIRST_PAGES[role]:
            assert browser.get(page.format(**places)).status_code == 200, page


def test_a_second_load_is_refused_or_left_alone(demo: Loaded) -> None:
    refused, left_alone = demo.run(), demo.run("--if-empty")
    assert (refused.exit_code, left_alone.exit_code) == (1, 0)
    assert "has pitch days already" in refused.output
    assert "has pitch days already" in left_alone.output
    db.session.rollback()
    assert rows()["event"] == demo.rows["event"]


def test_the_same_day_gives_the_same_rows_and_files(
    demo: Loaded, databases: Databases, database: Database, tmp_path: Path
) -> None:
    again = loaded(databases, database.kind, tmp_path)
    assert again.rows == demo.rows
    assert len(demo.rows["application"]) == 43
    files = []
    for each in (demo, again):
        with each.app.app_context():
            event = event_in("manchester")
            release = newest_release(event.id)
            assert release is not None
            files.append(rendition(release.id, RenditionKind.JSON, standing_of(event)))
            db.session.remove()
    assert files[0] == files[1]
    with again.app.app_context():
        db.engine.dispose()


def test_production_is_refused(databases: Databases, tmp_path: Path) -> None:
    refused = loaded(databases, "sqlite", tmp_path, "--if-empty", ENVIRONMENT="production")
    assert refused.result.exit_code == 1
    assert "not loaded in production" in refused.result.output
    assert not refused.rows["event"]


def test_a_load_that_dies_leaves_nothing(databases: Databases, database: Database, tmp_path: Path) -> None:
    def without_newcastle() -> None:
        newcastle = sa.select(City.id).where(City.slug == "newcastle").scalar_subquery()
        db.session.execute(sa.delete(CityArea).where(CityArea.city_id == newcastle))
        db.session.execute(sa.delete(City).where(City.slug == "newcastle"))

    died = loaded(databases, database.kind, tmp_path, before=without_newcastle)
    assert died.result.exit_code == 1
    assert not died.rows["person"]
    assert not died.rows["venue"]


def test_a_day_before_the_statements_were_a_year_old_is_refused(databases: Databases, tmp_path: Path) -> None:
    refused = loaded(databases, "sqlite", tmp_path, "--as-of", "2025-12-31")
    assert refused.result.exit_code == 2
    assert "01 January 2026 or a later day" in refused.result.output


def test_it_loads_as_of_a_leap_day(databases: Databases, tmp_path: Path) -> None:
    assert loaded(databases, "sqlite", tmp_path, "--as-of", "2028-02-29").result.exit_code == 0


def test_every_team_has_members_and_somebody_who_has_not_answered(demo: Loaded) -> None:
    with clock.frozen(LAST_EVENING):
        standing: Counter[str] = Counter()
        for team in [*db.session.scalars(sa.select(Event)), *db.session.scalars(sa.select(Programme))]:
            roles = Counter(given.role for given in members(team))
            assert roles[Role.LEAD] == 1, team.called
            assert len(roles) > 4 or isinstance(team, Programme), team.called
            asked = unanswered(team)
            assert asked, team.called
            late = ["expired" if each.expires_at <= clock.now() else "open" for each in asked]
            standing.update(late)
            standing.update(each.state.value for each in asked)
        assert all(standing[kind] for kind in ("open", "expired", "declined")), standing
        assert [each.role for each in open_for(person("judge"))] == [Role.JUDGE]
