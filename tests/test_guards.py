"""Every route declares who may use it, and each declaration is tried with every role.

`ADMITS` says for each guard which roles it lets in on a published pitch day of the world; the others are asked to sign
in when nobody is, and refused when somebody is. For POST the refused come first, then one who is let in.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests import world
from tests.databases import Database

EVERYBODY = frozenset(world.ROLES)
SIGNED_IN = EVERYBODY - {"nobody"}
ORGANISERS = frozenset({"lead", "organiser", "programme organiser", "administrator"})
READERS = ORGANISERS | {"reviewer coordinator"}
STAGE = ORGANISERS | {"stage manager"}
TEAM = READERS | STAGE | {"officer"}
PROGRAMME_ORGANISERS = frozenset({"programme organiser", "administrator"})
INVESTORS = frozenset({"investor", "investor without basis"})
FOUNDER = frozenset({"founder"})
EDITORS = frozenset({"programme organiser", "administrator"})

# guard: (roles let in, status for other people, status for nobody: 302 leads to signing in)
ADMITS: dict[str, tuple[frozenset[str], int, int]] = {
    "anyone": (EVERYBODY, 0, 0),
    "signed_in": (SIGNED_IN, 0, 302),
    "demo_only": (frozenset(), 404, 404),
    "public_event": (EVERYBODY, 0, 0),
    "own_download": (frozenset({"organiser"}), 404, 302),
    "call_reader": (SIGNED_IN, 0, 302),
    "at_event(see)": (TEAM, 403, 302),
    "at_event(read)": (READERS, 403, 302),
    "at_event(equality)": (ORGANISERS | {"officer"}, 403, 302),
    "at_event(read, download)": (READERS, 403, 302),
    "at_event(schedule)": (STAGE, 403, 302),
    **{
        f"at_event({rights})": (ORGANISERS, 403, 302)
        for rights in (
            "edit",
            "history",
            "history, download",
            "decide",
            "release",
            "meetings",
            "meetings, download",
            "investors",
            "investors, download",
            "results",
            "call_off",
        )
    },
    **{
        f"at_programme({rights})": (PROGRAMME_ORGANISERS, 403, 302)
        for rights in ("see", "edit", "equality", "history", "history, download")
    },
    "event_warning": (ORGANISERS, 403, 302),
    "event_cloner": (frozenset({"programme organiser", "administrator"}), 403, 302),
    "programme_cloner": (frozenset({"programme organiser", "administrator"}), 403, 302),
    "event_creator": (frozenset({"programme organiser", "administrator"}), 403, 302),
    "slot_organiser": (STAGE, 403, 302),
    "sitting_organiser": (STAGE, 403, 302),
    "team_keeper": (ORGANISERS, 403, 302),
    "team_member": (ORGANISERS, 403, 302),
    "team_invitation": (ORGANISERS, 403, 302),
    "team_owner": (frozenset({"lead", "administrator"}), 403, 302),
    "team_keeper of a programme": (PROGRAMME_ORGANISERS, 403, 302),
    "team_member of a programme": (PROGRAMME_ORGANISERS, 403, 302),
    "team_invitation of a programme": (PROGRAMME_ORGANISERS, 403, 302),
    "team_owner of a programme": (frozenset({"administrator"}), 403, 302),
    "invited_person": (frozenset({"person"}), 404, 302),
    "known_city": (EVERYBODY, 0, 0),
    "progression_organiser": (PROGRAMME_ORGANISERS, 403, 302),
    "route_organiser": (PROGRAMME_ORGANISERS, 403, 302),
    "place_organiser": (PROGRAMME_ORGANISERS, 403, 302),
    "public_programme": (EVERYBODY, 0, 0),
    "programme_logo": (EVERYBODY, 0, 0),
    "funder_editor": (PROGRAMME_ORGANISERS, 403, 302),
    "feed_owner": (EVERYBODY, 0, 0),
    "assessor": (READERS, 403, 302),
    "decider": (ORGANISERS, 403, 302),
    "bulk_decider": (ORGANISERS, 403, 302),
    "importer": (ORGANISERS, 403, 302),
    "note_author": (frozenset({"organiser"}), 403, 302),
    "tagged": (READERS, 403, 302),
    "tag_keeper": (ORGANISERS, 403, 302),
    "criterion_keeper": (ORGANISERS, 403, 302),
    "asker": (ORGANISERS, 403, 302),
    "set_reader": (ORGANISERS, 403, 302),
    "set_keeper": (PROGRAMME_ORGANISERS, 403, 302),
    "late_link_keeper": (ORGANISERS, 403, 302),
    "late_link_holder": (SIGNED_IN, 0, 302),
    "applicant": (FOUNDER, 404, 302),
    "asked_founder": (FOUNDER, 404, 302),
    "answered_file": (FOUNDER, 404, 302),
    "sent_version": (FOUNDER, 404, 302),
    "file_reader": (READERS, 403, 302),
    "place_editor": (EDITORS, 403, 302),
    "city_editor": (EDITORS, 403, 302),
    "venue_reader": (EDITORS, 403, 302),
    "venue_editor": (EDITORS, 403, 302),
    "way_editor": (EDITORS, 403, 302),
    "room_editor": (EDITORS, 403, 302),
    "investor": (INVESTORS, 403, 302),
    "signer": (INVESTORS, 403, 302),
    "own_statement": (frozenset({"investor"}), 404, 302),
    "invited_investor": (ORGANISERS, 403, 302),
    "anyone_startup": (EVERYBODY, 0, 0),
    "startup_to_join": (SIGNED_IN, 0, 302),
    "asked_member": (FOUNDER, 404, 302),
    "inviter": (FOUNDER, 404, 302),
    "invited": (FOUNDER, 404, 302),
    "own_deck": (FOUNDER, 404, 302),
    "startup_logo": (EVERYBODY, 0, 0),
    "startup_member": (FOUNDER, 404, 302),
    "membership": (FOUNDER, 404, 302),
    "deck_reader": (frozenset({"founder", "investor"}), 404, 404),
    "board_reader": (INVESTORS, 403, 302),
    "meeting_party": (frozenset({"founder", "investor"}), 404, 302),
    "meeting_investor": (frozenset({"investor"}), 404, 302),
    "meeting_organiser": (ORGANISERS, 403, 302),
}

# Those who must get nothing of a pitch day that is not theirs, by any address; the others try each guard once by POST.
STRANGERS = frozenset({"nobody", "person", "other organiser"})
# Whoever has signed out is led to the page that signs in, which looks like a refusal.
LEADS_TO_SIGN_IN = {"accounts.sign_out", "accounts.sign_out_everywhere"}


def guard_of(app: Flask, rule: Rule) -> str | None:
    name: str | None = getattr(app.view_functions[rule.endpoint], "guard", None)
    # The pages of a team are those of a pitch day or of a programme, as the address says.
    is_throughout = name and name.startswith("team_") and "programme_slug" in rule.arguments
    return f"{name} of a programme" if is_throughout else name


def unguarded(app: Flask) -> list[str]:
    return [f"{rule.rule} ({rule.endpoint})" for rule in world.rules(app) if guard_of(app, rule) is None]


def test_every_route_declares_a_guard(app: Flask) -> None:
    assert unguarded(app) == []


def test_a_route_without_a_guard_is_noticed() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/open-door", "open_door", lambda: "come in")
    assert unguarded(bare) == ["/static/<path:filename> (static)", "/open-door (open_door)"][1:]


def test_every_guard_is_in_the_table(app: Flask) -> None:
    used = {guard_of(app, rule) for rule in world.rules(app)}
    assert used == set(ADMITS)


def outcome(response: Any) -> int:
    """0 when the guard let the request in, whatever the view made of it; else the status that refused it."""
    if response.status_code == 302 and response.location.split("?")[0].endswith("/sign-in"):
        return 302
    return response.status_code if response.status_code in (401, 403, 404) else 0


def expected(guard: str, role: str) -> int:
    admitted, refused, for_nobody = ADMITS[guard]
    if role in admitted:
        return 0
    return for_nobody if role == "nobody" else refused


def routes(app: Flask, database: Database, method: str) -> list[tuple[Rule, str]]:
    """Those that take the method, with their guards: all of them on SQLite, one for each guard on PostgreSQL.

    What a guard asks must be tried on both databases; that each route has the guard it says is seen on one.
    """
    found = [(rule, guard) for rule in world.rules(app) if (guard := guard_of(app, rule)) and method in rule.methods]
    if database.kind == "sqlite":
        return found
    return list({guard: (rule, guard) for rule, guard in found}.values())


def test_who_may_open_which_page(app: Flask, database: Database, visitor: world.Visitor) -> None:
    wrong = []
    asked = routes(app, database, "GET")
    for role in world.ROLES:
        browser = visitor.as_role(role)
        for rule, guard in asked:
            found = outcome(browser.get(visitor.address(rule)))
            if found != expected(guard, role):
                wrong.append(f"{role} at {rule.rule}: {found or 'in'} instead of {expected(guard, role) or 'in'}")
    assert not wrong, "\n".join(wrong)


def test_a_draft_is_no_secret_to_its_organisers_only(app: Flask, database: Database, visitor: world.Visitor) -> None:
    wrong = []
    asked = [rule for rule, _ in routes(app, database, "GET") if rule.arguments == {"event_slug"}]
    for role in world.ROLES:
        browser = visitor.as_role(role)
        for rule in asked:
            found = outcome(browser.get(visitor.world.address(rule, event_slug=visitor.world.draft.slug)))
            if role not in ORGANISERS and found not in (404, 302):
                wrong.append(f"{role} at {rule.rule}: {found or 'in'}")
    assert not wrong, "\n".join(wrong)


def test_who_may_post(app: Flask, database: Database, visitor: world.Visitor) -> None:
    wrong = []
    asked = [(rule, guard) for rule, guard in routes(app, database, "POST") if rule.endpoint not in LEADS_TO_SIGN_IN]
    once = list({guard: (rule, guard) for rule, guard in asked}.values())
    for role in world.ROLES:
        for rule, guard in asked if role in STRANGERS | {"administrator"} else once:
            with visitor.undone():
                found = outcome(visitor.as_role(role).post(visitor.address(rule), data=visitor.data(rule)))
            if found != expected(guard, role):
                wrong.append(f"{role} to {rule.rule}: {found or 'in'} instead of {expected(guard, role) or 'in'}")
    assert not wrong, "\n".join(wrong)


def test_a_form_without_its_token_is_refused(databases: Any, database: Any, tmp_path: Any) -> None:
    from tests.conftest import make_app

    app = make_app(databases.fresh(database.kind), tmp_path, WTF_CSRF_ENABLED=True)
    refused = [rule for rule in world.rules(app) if "POST" in (rule.methods or ()) and not rule.arguments]
    with app.app_context():
        assert len(refused) > 5
        for rule in refused:
            assert app.test_client().post(rule.rule).status_code == 400, rule.rule
        from pitchday.db import db

        db.session.remove()
        db.engine.dispose()
