"""No template holds what the Content-Security-Policy would refuse, and every file it asks for is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
REFUSED = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    # A block of data is no script: nothing in it runs, whatever the policy says.
    "a script without src": re.compile(r"<script\b(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address from elsewhere": re.compile(r"""<(?:script|link|img)\b[^>]*(?:src|href)=["']https?:""", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
}


def shown(path: Path) -> str:
    """The template without its comments."""
    return COMMENT.sub("", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_nothing_the_policy_refuses(path: Path) -> None:
    text = shown(path)
    assert [what for what, pattern in REFUSED.items() if pattern.search(text)] == []


def test_links_that_open_a_new_window_do_not_hand_over_the_page() -> None:
    for path in TEMPLATES:
        for tag in re.findall(r"<a\b[^>]*target=[^>]*>", shown(path)):
            assert "noopener" in tag, path


def test_the_frame_asks_only_for_files_that_are_there() -> None:
    base = shown(ROOT / "templates" / "base.html")
    lists = dict(re.findall(r"for (\w+) in \(([^)]*)\)", base))
    sheets = re.findall(r'"([\w-]+)"', lists["sheet"])
    modules = re.findall(r'"([\w-]+)"', lists["module"])
    assert sheets and modules
    for name in [*(f"css/{sheet}.css" for sheet in sheets), *(f"js/{module}.js" for module in modules)]:
        assert (ROOT / "static" / name).is_file(), name


def test_every_script_is_used_by_the_frame() -> None:
    base = shown(ROOT / "templates" / "base.html")
    for path in (ROOT / "static" / "js").glob("*.js"):
        assert path.stem in base, path.name
