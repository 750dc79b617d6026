"""A picture for an invented programme: a line with seven stops, one for each heat."""

from __future__ import annotations

import io
import math

WIDE, HIGH, FINER = 560, 160, 4
LINE, FINAL, PAPER = "#1f6fd6", "#12213d", "#ffffff"


def logo() -> bytes:
    """The picture as a PNG, the same bytes each time."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDE * FINER, HIGH * FINER), PAPER)
    pen = ImageDraw.Draw(picture)
    for step in range(601):
        _stop(pen, _point(step / 600), 7, LINE, LINE)
    for number in range(7):
        _stop(pen, _point(number / 7), 17, PAPER, LINE)
    _stop(pen, _point(1), 30, FINAL, FINAL)
    out = io.BytesIO()
    picture.resize((WIDE, HIGH), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _point(along: float) -> tuple[float, float]:
    """A place on the line, which swings and rises to its end."""
    x = 40 + along * (WIDE - 90)
    y = HIGH * 0.68 - along * HIGH * 0.38 + 20 * math.sin(along * 9)
    return x * FINER, y * FINER


def _stop(pen: object, centre: tuple[float, float], radius: int, inside: str, around: str) -> None:
    x, y = centre
    box = [x - radius * FINER, y - radius * FINER, x + radius * FINER, y + radius * FINER]
    pen.ellipse(box, fill=inside, outline=around, width=8 * FINER)  # type: ignore[attr-defined]
