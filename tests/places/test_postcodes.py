import pytest

from pitchday.errors import DomainError
from pitchday.places.rules import postcode


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("m2 5pd", "M2 5PD"),
        ("LS11UR", "LS1 1UR"),
        ("  ne1  8qh ", "NE1 8QH"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A 0AX", "W1A 0AX"),
        ("gir0aa", "GIR 0AA"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_kept_in_capitals_with_one_space(typed: str, kept: str) -> None:
    assert postcode(typed) == kept


@pytest.mark.parametrize(
    "typed", ["M2", "M2 5", "LS1 1CC", "QX1 1AA", "LS1 1UR x", "12345", "M2\u00005PD", "\uff2d2 5PD"]
)
def test_refused_without_the_shape_of_one(typed: str) -> None:
    with pytest.raises(DomainError, match="full UK postcode"):
        postcode(typed)
