"""第二十四条: what is signed is what the rolls are; what changes behind it is named figure by figure."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.regulation.acts import chain, changed, taken_on
from tests.regulation.states import R
from tests.regulation.test_rolls import balanced, standing
from tests.reviews import lines, statement
from xjcli.regulation.reviews import (
    Difference,
    balances_of,
    carried_on,
    find_differences,
    lines_of,
    opened_with,
    parts_of,
)
from xjcli.regulation.rolls import Balance, Key, balance, find_movements
from xjcli.schema.record import ENROLLED
from xjcli.schema.review import ROLLS, Review
from xjcli.schema.values.time import Semester

AUTUMN = Semester("2026-autumn")
SECOND: Key = ("primary", 2024, "02")

COUNTS = st.integers(0, 50)
CODES = st.sampled_from(["11", "13", "23", "class-changed"])


@st.composite
def whole_rolls(draw: st.DrawFn) -> dict[Key, Balance]:
    """Classes with any figures, and the grades and the school that they add up to."""
    found: dict[Key, Balance] = {}
    places = draw(st.sets(st.tuples(st.integers(2020, 2026), st.sampled_from(["", "01", "02"])), max_size=6))
    for cohort, class_no in places:
        opening, entered = draw(COUNTS), draw(st.dictionaries(CODES, st.integers(1, 9), max_size=3))
        line = Balance(opening, entered, {}, opening + sum(entered.values()))
        found["primary", cohort, class_no] = line
        for key in ((), ("primary", cohort)):
            before = found.get(key, Balance(0, {}, {}, 0))
            flows = {code: before.entered.get(code, 0) + entered.get(code, 0) for code in {*before.entered, *entered}}
            found[key] = Balance(before.opening + line.opening, flows, {}, before.closing + line.closing)
    return found or {(): Balance(0, {}, {}, 0)}


@given(whole_rolls())
def test_balances_become_lines_that_can_be_signed_and_come_back(found: dict[Key, Balance]) -> None:
    review = statement(figures=dict.fromkeys(ROLLS, lines_of(found)))
    assert Review.from_bytes(review.to_bytes()) == review
    assert find_differences(balances_of(review.figures["present"]), found) == []


@given(whole_rolls(), whole_rolls())
def test_differences_are_empty_only_where_every_figure_is_the_same(
    one: dict[Key, Balance], two: dict[Key, Balance]
) -> None:
    found = find_differences(one, two)
    assert (not found) == (lines_of(one) == lines_of(two))
    assert all(each.was != each.now for each in found)
    assert [(each.key, each.column, each.code, each.now, each.was) for each in find_differences(two, one)] == [
        (each.key, each.column, each.code, each.was, each.now) for each in found
    ]


def test_a_difference_names_the_class_the_column_and_both_figures() -> None:
    before, after = balances_of(lines()), balances_of(lines(gone=1))
    widest_first: list[Key] = [(), ("primary", 2024), SECOND]
    assert find_differences(before, after) == [
        each
        for key in widest_first
        for each in (
            Difference(key, "out", "23", 0, 1),
            Difference(key, "closing", "", before[key].closing, before[key].closing - 1),
        )
    ]


def test_a_semester_opens_with_the_signed_closing_and_what_happened_since() -> None:
    acts = chain(taken_on(R, on="2026-09-01"), taken_on("r-2", on="2027-01-25"), taken_on("r-3", on="2027-02-03"))
    movements = find_movements(acts)
    signed_on = "2027-01-18"
    then = balance(movements, "present", AUTUMN.first_day.isoformat(), signed_on, standing(acts, (ENROLLED,)))
    opening = carried_on(then, movements, "present", signed_on, AUTUMN.next().first_day.isoformat())
    found, differing = opened_with(balanced(acts, AUTUMN.next()), opening)
    assert (then[()].closing, opening[()], found[()].opening, differing) == (1, 2, 2, [])
    assert found[()].holds


def test_an_opening_that_the_acts_do_not_give_any_more_is_kept_and_told() -> None:
    acts = chain(taken_on(R, on="2026-09-01"), taken_on("r-2", on="2026-09-02"))
    first = chain(taken_on(R, on="2026-09-01"))
    then = balanced(first, AUTUMN)
    last = AUTUMN.last_day.isoformat()
    opening = carried_on(then, find_movements(acts), "present", last, (AUTUMN.last_day + timedelta(1)).isoformat())
    found, differing = opened_with(balanced(acts, AUTUMN.next()), opening)
    assert differing == [
        Difference(key, "opening", "", 1, 2) for key in ((), ("primary", 2026), ("primary", 2026, "01"))
    ]
    assert (found[()].opening, found[()].closing, found[()].holds) == (1, 2, False)


def test_a_class_that_is_gone_keeps_its_signed_opening() -> None:
    gone: Key = ("primary", 2024, "09")
    found, differing = opened_with({(): Balance(0, {}, {}, 0)}, {(): 0, gone: 3})
    assert (found[gone], differing) == (Balance(3, {}, {}, 0), [Difference(gone, "opening", "", 3, 0)])


def test_an_act_of_the_review_itself_moves_nobody() -> None:
    acts = chain(taken_on(R), changed("semester-reviewed", R))
    assert len(find_movements(acts)) == len(find_movements(acts[:1]))


def test_a_whole_has_three_parts() -> None:
    assert [parts_of(key) for key in ((), ("primary", 2024), SECOND)] == [
        ("", 0, ""), ("primary", 2024, ""), ("primary", 2024, "02"),
    ]  # fmt: skip
