"""The map of the line."""

import itertools
import re

import pytest

from pitchday.web.line import WIDTH, City, Plan, Stop, lay_out

PLACES = {
    "Manchester": (53.48, -2.24),
    "Leeds": (53.80, -1.55),
    "Sheffield": (53.38, -1.47),
    "Liverpool": (53.41, -2.99),
    "Newcastle": (54.98, -1.61),
    "Sunderland": (54.91, -1.38),
    "Tees Valley": (54.57, -1.24),
    "Hull": (53.74, -0.33),
    "York": (53.96, -1.08),
    "Bradford": (53.79, -1.75),
    "Preston": (53.76, -2.70),
    "Lancaster": (54.05, -2.80),
}


def drawn(*names: str) -> Plan:
    return lay_out(tuple(City(name.lower(), name, *PLACES[name], f"/cities/{name}") for name in names))


def box(stop: Stop, size: float = 13.0) -> tuple[float, float, float, float]:
    """About where the name is drawn, with letters of the size that phones get."""
    width = len(stop.city.name) * size * 0.5
    left = stop.label_x - {"start": 0.0, "middle": width / 2, "end": width}[stop.anchor]
    return left, stop.label_y - size * 0.75, left + width, stop.label_y + size * 0.15


def apart(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


FOUNDING = tuple(PLACES)[:8]


@pytest.mark.parametrize("names", [FOUNDING, tuple(PLACES), *itertools.combinations(PLACES, 11)])
def test_names_cover_no_other_name_and_no_stop(names: tuple[str, ...]) -> None:
    plan = drawn(*names)
    for one, other in itertools.permutations(plan.stops, 2):
        assert apart(box(one), box(other)), (one.city.name, other.city.name)
        dot = (other.x - 6, other.y - 6, other.x + 6, other.y + 6)
        assert apart(box(one), dot), (one.city.name, other.city.name)


@pytest.mark.parametrize("names", [FOUNDING, tuple(PLACES)])
def test_everything_lies_inside_the_drawing(names: tuple[str, ...]) -> None:
    plan = drawn(*names)
    for stop in plan.stops:
        left, top, right, bottom = box(stop)
        assert left >= 0 and top >= 0 and right <= plan.width and bottom <= plan.height, stop.city.name


def test_the_line_runs_from_the_westernmost_to_the_easternmost_city_and_visits_each_once() -> None:
    names = [stop.city.name for stop in drawn(*PLACES).stops]
    assert (names[0], names[-1]) == ("Liverpool", "Hull")
    assert sorted(names) == sorted(PLACES)


def test_cities_keep_their_directions_and_proportions() -> None:
    at = {stop.city.name: (stop.x, stop.y) for stop in drawn(*PLACES).stops}
    assert at["Newcastle"][1] < at["York"][1] < at["Sheffield"][1]
    assert at["Liverpool"][0] < at["Leeds"][0] < at["Hull"][0]
    # Liverpool to Hull is about 175 km from west to east, Newcastle to Sheffield 178 km from north to south.
    across = at["Hull"][0] - at["Liverpool"][0]
    down = at["Sheffield"][1] - at["Newcastle"][1]
    assert down / across == pytest.approx(178 / 175, rel=0.02)


def test_the_drawing_does_not_depend_on_the_order_of_the_cities() -> None:
    one, other = drawn(*PLACES), drawn(*sorted(PLACES))
    assert one.path == other.path
    assert one.stops == other.stops


def test_few_cities_are_drawn_too() -> None:
    assert lay_out(()).stops == ()
    alone = drawn("York")
    assert (alone.stops[0].x, alone.path.count("M")) == (WIDTH / 2, 1)
    twins = lay_out(tuple(City(slug, slug, 54.0, -1.0, "/") for slug in ("a", "b")))
    assert len(twins.stops) == 2
    assert not re.search(r"nan|inf", twins.path)


def test_two_cities_on_one_meridian_do_not_stretch_the_page() -> None:
    plan = lay_out((City("a", "A", 50.0, -2.0, "/"), City("b", "B", 58.0, -2.0, "/")))
    assert plan.height <= 3 * WIDTH


def test_a_city_far_south_leaves_the_map_as_it_is() -> None:
    north = tuple(City(name.lower(), name, *place, f"/cities/{name}") for name, place in PLACES.items())
    assert lay_out((*north, City("london", "London", 51.51, -0.13, "/cities/london"))) == lay_out(north)
