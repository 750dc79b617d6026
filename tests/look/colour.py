"""Reading colours from the style sheet and measuring their contrast."""

import math
import re

TOKEN = re.compile(r"--([\w-]+):\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")


def tokens(block: str) -> dict[str, tuple[float, float, float]]:
    """Name to (lightness, chroma, hue in degrees) for every oklch custom property in a block of CSS."""
    return {name: (float(light), float(c), float(h)) for name, light, c, h in TOKEN.findall(block)}


def linear_rgb(colour: tuple[float, float, float]) -> tuple[float, float, float]:
    """oklch to linear sRGB, clipped to what a screen can show (matrices: Ottosson, Oklab)."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return min(max(red, 0), 1), min(max(green, 0), 1), min(max(blue, 0), 1)


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The contrast ratio of WCAG 2, from 1 (equal) to 21 (black on white)."""
    luminances = []
    for colour in (one, other):
        red, green, blue = linear_rgb(colour)
        luminances.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    low, high = sorted(luminances)
    return (high + 0.05) / (low + 0.05)
