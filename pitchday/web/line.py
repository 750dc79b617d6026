"""The map of the line: where each city's stop and name are drawn.

Cities keep their true places (an equirectangular projection with the width of a degree taken at the middle
latitude). One line visits all of them, from the westernmost to the easternmost by the shortest way found.
Names are put where they cover no stop, no other name and as little of the line as possible.
A city that lies far south of the others, such as London for an investors' showcase, is left to the list beside the map.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

WIDTH = 380.0
"""Units across; one unit is about one pixel on a phone, where the text must still be readable."""
MARGIN_X = 62.0
MARGIN_Y = 24.0
SOUTHERNMOST = 53.0
"""Degrees. With London on it the map would be twice as high, and half of it empty."""
STOP_RADIUS = 13.0
LETTER_WIDTH = 7.1
LETTER_HEIGHT = 14.0

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class City:
    """A stop: its name, place in degrees, page, a few words on what is on there, and whether anything is."""

    slug: str
    name: str
    latitude: float
    longitude: float
    url: str
    note: str = ""
    is_on: bool = False


@dataclass(frozen=True)
class Stop:
    """A city on the drawing: centre of its dot, start of its name and how the name is anchored there."""

    city: City
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Plan:
    """A drawing of all stops, in the order of the line, and the line itself as an SVG path."""

    width: int
    height: int
    stops: tuple[Stop, ...]
    path: str


@dataclass(frozen=True)
class _Label:
    x: float
    y: float
    anchor: str
    box: Box


def lay_out(cities: tuple[City, ...]) -> Plan:
    """Draw these cities, those of the South left out; the same cities give the same drawing."""
    cities = tuple(city for city in cities if city.latitude >= SOUTHERNMOST)
    if not cities:
        return Plan(int(WIDTH), 0, (), "")
    drawing = _draw(tuple((city.name, city.latitude, city.longitude) for city in cities))
    stops = tuple(
        Stop(cities[i], round(x, 1), round(y, 1), round(label.x, 1), round(label.y, 1), label.anchor)
        for i, (x, y), label in zip(drawing.order, drawing.route, drawing.labels, strict=True)
    )
    return Plan(int(WIDTH), math.ceil(drawing.height), stops, _smooth(drawing.route))


def neighbours(cities: tuple[City, ...], slug: str) -> tuple[City | None, City | None]:
    """The stops before and after a city on the line; None at its ends, and for a city that is not on it."""
    cities = tuple(city for city in cities if city.latitude >= SOUTHERNMOST)
    order = _draw(tuple((city.name, city.latitude, city.longitude) for city in cities)).order if cities else ()
    along = [cities[i] for i in order]
    place = next((place for place, city in enumerate(along) if city.slug == slug), None)
    if place is None:
        return None, None
    return along[place - 1] if place else None, along[place + 1] if place + 1 < len(along) else None


@dataclass(frozen=True)
class _Drawing:
    order: list[int]
    route: list[Point]
    labels: list[_Label]
    height: float


@lru_cache(maxsize=32)
def _draw(named: tuple[tuple[str, float, float], ...]) -> _Drawing:
    """Route and labels of places given as name, latitude and longitude; what is on there changes nothing."""
    places, height = _project([(latitude, longitude) for _, latitude, longitude in named])
    order = _route(places)
    route = [places[i] for i in order]
    return _Drawing(order, route, _place_labels([named[i][0] for i in order], route, height), height)


def _project(degrees: list[Point]) -> tuple[list[Point], float]:
    """Places in drawing units and the height of the drawing."""
    latitudes = [latitude for latitude, _ in degrees]
    north = max(latitudes)
    shrink = math.cos(math.radians((north + min(latitudes)) / 2))
    across = [longitude * shrink for _, longitude in degrees]
    west, span = min(across), max(across) - min(across)
    scale = (WIDTH - 2 * MARGIN_X) / (span or 1.0)
    if (north - min(latitudes)) * scale > 2 * WIDTH:
        scale = 2 * WIDTH / (north - min(latitudes))
    inset = (WIDTH - span * scale) / 2
    points = [
        (inset + (x - west) * scale, MARGIN_Y + (north - latitude) * scale)
        for x, latitude in zip(across, latitudes, strict=True)
    ]
    return points, MARGIN_Y * 2 + (north - min(latitudes)) * scale


def _route(places: list[Point]) -> list[int]:
    """The order in which one line visits every place, its ends being the westernmost and the easternmost."""
    by_longitude = sorted(range(len(places)), key=lambda i: places[i])
    if len(places) < 4:
        return by_longitude
    apart = [[math.dist(one, other) for other in places] for one in places]
    route = [by_longitude[0], by_longitude[-1]]
    for i in by_longitude[1:-1]:
        detours = [apart[a][i] + apart[i][b] - apart[a][b] for a, b in pairwise(route)]
        route.insert(detours.index(min(detours)) + 1, i)
    return _improve(route, apart)


def _improve(route: list[int], apart: list[list[float]]) -> list[int]:
    """Turn round or move stretches between the fixed ends for as long as that shortens the line."""
    while True:
        longer, start, stop, at, turned = min(_moves(route, apart), key=lambda move: move[0])
        if longer >= -1e-9:
            return route
        stretch, rest = route[start:stop], route[:start] + route[stop:]
        route = rest[:at] + (stretch[::-1] if turned else stretch) + rest[at:]


def _moves(route: list[int], apart: list[list[float]]) -> Iterator[tuple[float, int, int, int, bool]]:
    """By how much the line gets longer when the stretch from start to stop is put at a place of the rest."""
    for start in range(1, len(route) - 1):
        for stop in range(start + 1, len(route)):
            first, last, rest = route[start], route[stop - 1], route[:start] + route[stop:]
            before, after = rest[start - 1], rest[start]
            closed = apart[before][after] - apart[before][first] - apart[last][after]
            for at in range(1, len(rest)):
                here, there = rest[at - 1], rest[at]
                opened = closed - apart[here][there]
                yield opened + apart[here][first] + apart[last][there], start, stop, at, False
                yield opened + apart[here][last] + apart[first][there], start, stop, at, True


def _smooth(points: list[Point]) -> str:
    """A curve through all points (Catmull-Rom, with handles never longer than a third of the stretch)."""
    if len(points) == 1:
        return f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    extended = [points[0], *points, points[-1]]
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, start, end, after in zip(extended, extended[1:], extended[2:], extended[3:], strict=False):
        length = math.dist(start, end)
        first = _step(start, before, end, length / 3)
        second = _step(end, after, start, length / 3)
        parts.append("C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (first, second, end)))
    return "".join(parts)


def _step(start: Point, away_from: Point, towards: Point, length: float) -> Point:
    """A point so far from start, in the direction from one neighbour to the other."""
    distance = math.dist(away_from, towards) or 1.0
    return (
        start[0] + (towards[0] - away_from[0]) / distance * length,
        start[1] + (towards[1] - away_from[1]) / distance * length,
    )


def _place_labels(names: list[str], places: list[Point], height: float) -> list[_Label]:
    """A label for each place: improved one at a time until none gets better."""
    candidates = [list(_label_candidates(name, place)) for name, place in zip(names, places, strict=True)]
    costs = [[_cost(label, i, places, height) for label in options] for i, options in enumerate(candidates)]
    chosen = [options[0] for options in candidates]
    for _ in range(len(names)):
        before = list(chosen)
        for i, options in enumerate(candidates):
            others = [label.box for j, label in enumerate(chosen) if j != i]
            covered = [cost + _covers(label, others) for label, cost in zip(options, costs[i], strict=True)]
            chosen[i] = options[covered.index(min(covered))]
        if chosen == before:
            break
    return chosen


def _label_candidates(name: str, place: Point) -> Iterator[_Label]:
    """Right, left, above, below, then the four corners: the order of preference."""
    x, y = place
    width = len(name) * LETTER_WIDTH
    near, low = 15.0, LETTER_HEIGHT * 0.33
    spots = [(near, low, "start"), (-near, low, "end"), (0.0, -17.0, "middle"), (0.0, 26.0, "middle")]
    spots += [(11.0, -10.0, "start"), (11.0, 19.0, "start"), (-11.0, -10.0, "end"), (-11.0, 19.0, "end")]
    for right, down, anchor in spots:
        left = x + right - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        base = y + down
        box = (left, base - LETTER_HEIGHT * 0.8, left + width, base + LETTER_HEIGHT * 0.2)
        yield _Label(x + right, base, anchor, box)


def _covers(label: _Label, others: list[Box]) -> float:
    """Other names weigh most."""
    return 1000.0 * sum(_overlap(label.box, other) > 0 for other in others)


def _cost(label: _Label, own: int, places: list[Point], height: float) -> float:
    """How much this spot covers apart from other names: dots weigh most, then the edge, then the line."""
    box = label.box
    cost = 0.0
    for i, (x, y) in enumerate(places):
        reach = STOP_RADIUS * 0.8
        if i != own and _overlap(box, (x - reach, y - reach, x + reach, y + reach)) > 0:
            cost += 500.0
    if box[0] < 0 or box[2] > WIDTH or box[1] < 0 or box[3] > height:
        cost += 800.0
    for start, end in pairwise(places):
        if _may_cross(box, start, end):
            cost += 4.0 * sum(_inside(box, start, end, step / 20) for step in range(21))
    return cost


def _may_cross(box: Box, start: Point, end: Point) -> bool:
    across = min(start[0], end[0]) <= box[2] and box[0] <= max(start[0], end[0])
    return across and min(start[1], end[1]) <= box[3] and box[1] <= max(start[1], end[1])


def _overlap(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)


def _inside(box: Box, start: Point, end: Point, part: float) -> bool:
    x = start[0] + (end[0] - start[0]) * part
    y = start[1] + (end[1] - start[1]) * part
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
