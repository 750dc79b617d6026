"""How much of the counts a report tells: so little that nobody's answer can be worked out from it.

Every number is shown as a range of `smallest`, such as 15 to 19; a count below `smallest` is not shown, and neither is
another one of its question when it would be the only one. How many people took part is a range, too; how many left a
question out is told nowhere, since it is not known. Whatever stands in a report would therefore stand in it as well if
any one of the counts that are not shown were any other number below `smallest`, also for somebody who knows these
rules: the tests make that other table, and get the same report.

That holds for one report. It holds for all of them together because no two tell of the same people, and none is made
twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Report:
    """The lower end of each range, by question and answer; None for what is not shown."""

    taken_part: int
    shown: Mapping[str, Mapping[str, int | None]]


def protected(counts: Counts, taken_part: int, smallest: int) -> Report:
    """What may be told of these counts. `smallest` is the smallest number of people who are told of, above 1."""
    shown: dict[str, dict[str, int | None]] = {}
    for question, numbers in counts.items():
        kept = _hidden(numbers, smallest)
        shown[question] = {
            answer: None if answer in kept else rounded(number, smallest) for answer, number in numbers.items()
        }
    return Report(rounded(taken_part, smallest), shown)


def _hidden(numbers: Mapping[str, int], smallest: int) -> set[str]:
    small = {answer for answer, number in numbers.items() if number < smallest}
    others = [answer for answer in numbers if answer not in small]
    if len(small) == 1 and others:
        # Where everybody answered, it would be what the others leave of those who took part.
        small.add(min(others, key=lambda answer: numbers[answer]))
    return small


def rounded(number: int, smallest: int) -> int:
    """The lower end of the range that a number is in."""
    return number - number % smallest


def range_in_words(least: int, smallest: int) -> str:
    return f"{least:,}–{least + smallest - 1:,}"


def so_far_in_words(taken_part: int, smallest: int) -> str:
    """How many have answered, while they may: not who was the last of them."""
    least = rounded(taken_part, smallest)
    return f"{least:,} people or more have answered" if least else f"Fewer than {smallest} people have answered"


def fewest(smallest: int) -> int:
    """Of how many people there is a report at all: of fewer, next to nothing could be shown."""
    return 2 * smallest
