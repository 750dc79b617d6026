"""Reports against somebody who knows all of the rules, and tries to work out what they do not show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pitchday.equality.questions import QUESTIONS
from pitchday.equality.rules import Report, fewest, protected, range_in_words, rounded, so_far_in_words

Table = dict[str, dict[str, int]]

sizes = st.sampled_from([5, 10])
# As many answers as the shortest and the longest question have, few of them given by many people.
rows = st.lists(st.one_of(st.integers(0, 9), st.integers(0, 60)), min_size=2, max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, int]:
    """Counts, and how many took part: at least as many as answered any one question, at times exactly as many."""
    drawn = draw(st.lists(rows, min_size=1, max_size=4))
    counts = {f"q{n}": {f"a{k}": number for k, number in enumerate(row)} for n, row in enumerate(drawn)}
    answered = max(sum(row.values()) for row in counts.values())
    return counts, answered + draw(st.integers(0, 12))


def hidden(report: Report) -> list[tuple[str, str]]:
    return [(question, answer) for question, row in report.shown.items() for answer in row if row[answer] is None]


@given(tables(), sizes)
def test_whatever_is_hidden_could_be_any_small_number(drawn: tuple[Table, int], smallest: int) -> None:
    """For each hidden count and each small number there is another table with that number, and the same report."""
    counts, taken_part = drawn
    report = protected(counts, taken_part, smallest)
    for question, answer in hidden(report):
        for value in range(smallest):
            other = {of: {each: number or 0 for each, number in row.items()} for of, row in report.shown.items()}
            other[question][answer] = value
            people = max(report.taken_part, sum(other[question].values()))
            assert all(sum(row.values()) <= people for row in other.values()), "more answers than people"
            assert protected(other, people, smallest) == report


@given(rows, sizes)
def test_that_everybody_answered_everything_does_not_help(row: list[int], smallest: int) -> None:
    """Somebody who knows so has the sum of a question, too: in it each hidden count can be nothing, or the most."""
    counts = {"q": {f"a{k}": number for k, number in enumerate(row)}}
    report = protected(counts, sum(row), smallest)
    left_out = hidden(report)
    assert len(left_out) != 1
    if not left_out:
        return
    known = [number for number in report.shown["q"].values() if number is not None]
    lowest, highest_total = sum(known), report.taken_part + smallest - 1
    for value in (0, smallest - 1):
        # The others that are shown as low as they can be; one more that is hidden takes what is missing above.
        assert lowest + value <= highest_total


@given(tables(), sizes)
def test_what_is_shown_is_true_and_of_enough_people(drawn: tuple[Table, int], smallest: int) -> None:
    counts, taken_part = drawn
    report = protected(counts, taken_part, smallest)
    assert report.taken_part <= taken_part < report.taken_part + smallest
    for question, row in counts.items():
        assert list(report.shown[question]) == list(row)
        for answer, number in row.items():
            least = report.shown[question][answer]
            if number < smallest:
                assert least is None
            elif least is not None:
                assert smallest <= least <= number < least + smallest
                assert least % smallest == 0


def test_the_next_smallest_is_hidden_with_the_only_one() -> None:
    report = protected({"sex": {"female": 16, "male": 3}, "age": {"young": 21, "middle": 7, "old": 2}}, 30, 5)
    assert report == Report(
        30, {"sex": {"female": None, "male": None}, "age": {"young": 20, "middle": None, "old": None}}
    )


def test_two_small_ones_hide_each_other() -> None:
    assert protected({"age": {"young": 21, "middle": 4, "old": 0}}, 25, 5).shown["age"] == {
        "young": 20,
        "middle": None,
        "old": None,
    }


@given(st.integers(0, 200), sizes)
def test_while_people_answer_only_every_fifth_is_told(taken_part: int, smallest: int) -> None:
    words = so_far_in_words(taken_part, smallest)
    assert words == so_far_in_words(rounded(taken_part, smallest), smallest)
    assert ("or more" in words) == (taken_part >= smallest)


def test_ranges_in_words() -> None:
    assert range_in_words(15, 5) == "15–19"
    assert range_in_words(1000, 10) == "1,000–1,009"
    assert fewest(5) == 10


def test_questions_can_be_kept() -> None:
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        keys = [answer.key for answer in question.answers]
        assert len(set(keys)) == len(keys)
        assert "unsaid" not in keys
        assert all(len(key) <= 30 for key in (question.key, *keys))
