"""第二十五条: what is withheld cannot be worked out from one row or one column, whatever the numbers are."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from xjcli.regulation.suppression import BESIDE, SMALL, Sum, withhold

Cells = dict[Hashable, int]
NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 40))
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=3)
)


def table(rows: list[list[int]]) -> tuple[Cells, list[Sum]]:
    """Numbers with the totals of their rows and columns; the place -1 is that of a total."""
    cells: Cells = {(x, y): number for y, row in enumerate(rows) for x, number in enumerate(row)}
    width, height = len(rows[0]), len(rows)
    for y in range(height):
        cells[-1, y] = sum(rows[y])
    for x in range(width):
        cells[x, -1] = sum(row[x] for row in rows)
    cells[-1, -1] = sum(map(sum, rows))
    sums = [Sum(tuple((x, y) for x in range(width)), ((-1, y),)) for y in (*range(height), -1)]
    sums += [Sum(tuple((x, y) for y in range(height)), ((x, -1),)) for x in (*range(width), -1)]
    return cells, sums


def readings(line: Sum, cells: Mapping[Hashable, int], hidden: Mapping[Hashable, str]) -> Iterator[dict[Hashable, int]]:
    """Every way to fill the withheld cells of a sum, by trying all of them; the last of a line is worked out."""
    keys = [key for key in (*line.left, *line.right) if key in hidden]
    top = sum(cells[key] for key in line.left) + 6
    domains = {SMALL: range(1, 5), BESIDE: range(top + 1)}
    *free, last = keys
    sign = {**dict.fromkeys(line.left, 1), **dict.fromkeys(line.right, -1)}
    known = sum(sign[key] * cells[key] for key in sign if key not in hidden)
    for values in product(*(domains[hidden[key]] for key in free)):
        rest = known + sum(sign[key] * value for key, value in zip(free, values, strict=True))
        value = -rest * sign[last]
        if (1 <= value <= 4) if hidden[last] == SMALL else value >= 0:
            yield {**dict(zip(free, values, strict=True)), last: value}


@given(TABLES)
@settings(max_examples=60, deadline=None)
def test_no_withheld_number_can_be_recovered_from_one_row_or_column(rows: list[list[int]]) -> None:
    cells, sums = table(rows)
    hidden = withhold(cells, sums)
    small = {key for key, value in cells.items() if 1 <= value <= 4}
    assert small <= hidden.keys()
    assert {key for key, kind in hidden.items() if kind == SMALL} <= small
    for line in sums:
        mine = [key for key in (*line.left, *line.right) if key in hidden]
        if not mine or sum(cells[key] for key in line.left) == 0:
            continue
        found: dict[Hashable, set[int]] = {key: set() for key in mine}
        for reading in readings(line, cells, hidden):
            for key, value in reading.items():
                found[key].add(value)
            if all(len(values) > 1 for values in found.values()):
                break
        sure = [key for key, values in found.items() if len(values) < 2]
        assert not sure, (rows, line, hidden)


@given(TABLES)
def test_numbers_that_tell_of_nobody_stay(rows: list[list[int]]) -> None:
    large = [[number * 5 for number in row] for row in rows]
    assert withhold(*table(large)) == {}


def test_one_small_number_takes_another_of_its_row_and_column_with_it() -> None:
    cells, sums = table([[2, 30, 40], [50, 60, 70], [80, 90, 99]])
    hidden = withhold(cells, sums)
    assert hidden[0, 0] == SMALL
    assert list(hidden.values()).count(BESIDE) >= 3
    for line in sums:
        assert sum(key in hidden for key in (*line.left, *line.right)) != 1


def test_two_ones_that_add_up_to_a_visible_two_take_a_third_number_with_them() -> None:
    cells: Cells = {"a": 3, "b": 3, "c": 20, "sum": 26}
    assert len(withhold(cells, [Sum(("a", "b", "c"), ("sum",))])) == 2
    cells = {"a": 1, "b": 1, "c": 20, "sum": 22}
    assert len(withhold(cells, [Sum(("a", "b", "c"), ("sum",))])) == 3
    cells = {"a": 4, "b": 4, "c": 20, "sum": 28}
    assert len(withhold(cells, [Sum(("a", "b", "c"), ("sum",))])) == 3


def test_where_all_are_small_the_total_does_not_say_that_it_is_small() -> None:
    """Four times “<5” and a “<5” as their sum would be four ones."""
    cells: Cells = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 0, "sum": 4}
    hidden = withhold(cells, [Sum(("a", "b", "c", "d", "e"), ("sum",))])
    assert hidden == {**dict.fromkeys("abcd", SMALL), "e": BESIDE, "sum": BESIDE}


def test_a_number_that_is_never_printed_is_withheld_first() -> None:
    cells: Cells = {"few": 3, "others": 37, "sum": 40}
    hidden = withhold(cells, [Sum(("few", "others"), ("sum",))], unseen=["others"])
    assert hidden == {"few": SMALL, "others": BESIDE}


def test_opening_and_closing_keep_each_others_secret() -> None:
    cells: Cells = {"opening": 40, "in": 2, "out": 6, "closing": 36}
    hidden = withhold(cells, [Sum(("opening", "in"), ("closing", "out"))])
    assert hidden["in"] == SMALL and list(hidden.values()).count(BESIDE) == 1
