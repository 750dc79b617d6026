"""docs/permissions.md, made from the table of rights and from the guards of all routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from pitchday.events.enums import Role
from pitchday.events.rights import AT_EVENT, THROUGHOUT, Right
from pitchday.web.guards import rule_of

HEAD = """# Who may do what

Written by `pitchday permissions write` from `pitchday/events/rights.py` and from the guard under each route; a test
fails when it is not what the code says. Change the code, then run the command.

A role is held at one pitch day or throughout a programme; one person may hold several. Whoever runs the installation
may do everything. A role at one pitch day opens nothing of another, and nothing of the programme itself.
"""

AT_ONE = "A role at one pitch day: at that pitch day"
AT_ALL = "A role throughout a programme: at the programme itself, and at each of its pitch days"
ADDRESSES = """## Which page asks for what

Every address has one guard, which says who is let in. Where it asks for rights of the tables above, they are named.
"""


def page(app: Flask) -> str:
    """The whole text."""
    parts = [HEAD, *_table(AT_ONE, AT_EVENT), *_table(AT_ALL, THROUGHOUT), ADDRESSES, *_addresses(app)]
    return "\n".join(parts) + "\n"


def _table(title: str, table: Mapping[Role, frozenset[Right]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield _row(["Right", "What it lets people do", *(role.label for role in table)])
    yield _row(["---", "---", *(":-:" for _ in table)])
    for right in Right:
        held = ["yes" if right in rights else "" for rights in table.values()]
        if any(held):
            yield _row([f"`{right.value}`", right.words, *held])
    yield ""


def _addresses(app: Flask) -> Iterator[str]:
    yield _row(["Address", "Guard", "Who"])
    yield _row(["---", "---", "---"])
    for rule in sorted(_routes(app), key=lambda rule: (rule.rule, rule.endpoint)):
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        asked = rule_of(app, rule.endpoint)
        yield _row([f"{methods} `{rule.rule}`", f"`{asked.__name__}`", _who(asked)])


def _routes(app: Flask) -> Iterator[Rule]:
    """All that have a guard; static files have none."""
    return (rule for rule in app.url_map.iter_rules() if rule_of(app, rule.endpoint))


def _who(rule: Any) -> str:
    rights = ", ".join(f"`{right.value}`" for right in Right if right in getattr(rule, "rights", ()))
    words = " ".join((rule.__doc__ or "").strip().split("\n\n")[0].split())
    return "; ".join(part for part in (words, rights) if part)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
