"""Text and signs can be read in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from .colour import contrast, tokens

THEME = (Path(__file__).parents[2] / "static" / "css" / "theme.css").read_text()


def block(selector: str) -> str:
    """The declarations of the first rule with exactly this selector."""
    found = re.search(r"(?:^|\n)\s*" + re.escape(selector) + r" \{([^}]*)\}", THEME)
    assert found, f"theme.css has no rule {selector}"
    return found[1]


LIGHT = block(":root")
DARK = block(':root[data-theme="dark"]')
THEMES = {"light": tokens(LIGHT), "dark": tokens(DARK)}
GROUNDS = ("paper", "raised", "sunken")

TEXT = [(text, ground) for text in ("ink", "muted", "line", "line-strong", "stop", "go") for ground in GROUNDS]
TEXT += [("ink", f"{state}-soft") for state in ("go", "wait", "stop", "line")]
TEXT += [("muted", "line-soft"), ("line", "line-soft"), ("line-strong", "line-soft")]
TEXT += [("on-line", "line"), ("on-line", "line-strong"), ("on-stop", "stop"), ("on-stop", "stop-strong")]
TEXT += [("on-focus", "focus")]

SIGNS = [(sign, ground) for sign in ("line", "go", "wait", "stop", "edge") for ground in GROUNDS]
SIGNS += [(state, f"{state}-soft") for state in ("go", "wait", "stop")]

CITY_HUES = (85, 250, 200, 25, 300, 10, 165, 60, 120, 330, 140, 220)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_reaches_four_and_a_half(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_and_control_edges_reach_three(theme: str, sign: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[sign], colours[ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hue", CITY_HUES)
def test_city_dots_stand_out_from_the_page(theme: str, hue: int) -> None:
    declared = LIGHT if theme == "light" else DARK
    lightness, chroma = (float(re.search(rf"--city-{name}: ([\d.]+)", declared)[1]) for name in ("lightness", "chroma"))
    for ground in ("paper", "raised"):
        assert contrast((lightness, chroma, hue), THEMES[theme][ground]) >= 3


def test_dark_is_the_same_by_system_and_by_choice() -> None:
    by_system = block(':root:not([data-theme="light"])')
    assert by_system.split() == DARK.split()


def test_both_themes_set_the_same_tokens() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()
