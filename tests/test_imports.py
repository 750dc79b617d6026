"""Imports point down: from a feature to the packages above it in the list, and never into another's private rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pitchday
from pitchday.features import FEATURES, FOUNDATION

PACKAGE = Path(pitchday.__file__).parent
# What a feature keeps to itself: others meet it through models, rules, queries, permissions, services and signals.
PRIVATE = {"forms", "views", "notifications", "receivers", "commands", "jobs"}
# These tie everything together and are imported by nothing below.
ENTRY_POINTS = {"app", "cli", "features"}


def imported(source: str) -> Iterator[tuple[str, ...]]:
    """The dotted names under `pitchday` that a source imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"line {node.lineno} imports relatively")
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pitchday":
            for name in node.names:
                yield (*(node.module or "").split(".")[1:], name.name)
        elif isinstance(node, ast.Import):
            yield from (tuple(name.name.split(".")[1:]) for name in node.names if name.name.startswith("pitchday."))


def owner(path: Path) -> str:
    """The package, or the module of the foundation, that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(path for path in PACKAGE.rglob("*.py") if owner(path) not in ENTRY_POINTS | {"__init__"})


def faults(me: str, source: str) -> list[str]:
    """Sentences about each import in a source of package `me` that the order forbids."""
    found = []
    for names in imported(source):
        target = names[0]
        if target == me:
            continue
        if me in FOUNDATION and target in FEATURES:
            found.append(f"the foundation imports the feature {target}")
        elif target in FEATURES and FEATURES.index(target) > FEATURES.index(me):
            found.append(f"{me} imports {target}, which lies below it in the list")
        elif target in FEATURES and any(room in PRIVATE for room in names[1:2]):
            found.append(f"{me} reaches into {'.'.join(names)}")
        elif target not in (*FOUNDATION, *FEATURES):
            found.append(f"{me} imports {target}, which is in no list")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    assert faults(owner(path), path.read_text()) == []


def test_every_package_has_its_place() -> None:
    assert {owner(path) for path in FILES} == {*FOUNDATION, *FEATURES}


@pytest.mark.parametrize(
    ("me", "source", "fault"),
    [
        ("places", "from pitchday.meetings.models import Meeting", "places imports meetings, which lies below it"),
        ("mail", "import pitchday.events.models", "the foundation imports the feature events"),
        ("home", "def late():\n    from pitchday.events.forms import EventForm", "home reaches into events.forms"),
        ("home", "from pitchday.helpers import tidy", "home imports helpers, which is in no list"),
    ],
)
def test_a_forbidden_import_is_noticed(me: str, source: str, fault: str) -> None:
    assert [found[: len(fault)] for found in faults(me, source)] == [fault]
