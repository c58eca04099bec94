"""第五条: 学籍号, 一人一号，终身不变."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.schema.values.numbers import (
    explain,
    find_birth_difference,
    is_local,
    make_local,
    parse_registry_number,
)

GOOD = "G440600200903140014"
TODAY = date(2026, 11, 23)


def _found(text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in parse_registry_number(text, today=TODAY)[1]]


@pytest.mark.parametrize("text", [GOOD, GOOD.lower(), f" '{GOOD}", "Ｇ440600200903140014", "G11010519491231002x"])
def test_a_formal_number_reads_however_it_was_typed(text: str) -> None:
    number, problems = parse_registry_number(text, today=TODAY)
    assert problems == []
    assert number is not None
    assert number.prefix == "G"
    assert number.tail == number.text[1:]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("number.length", "refuse")),
        (GOOD + "1", ("number.length", "refuse")),
        (GOOD[1:], ("number.prefix-missing", "refuse")),
        ("K" + GOOD[1:], ("number.prefix", "refuse")),
        ("G44060020O903140014", ("number.characters", "refuse")),
        ("G440600200903140015", ("number.check-digit", "refuse")),
        ("J440600200903140015", ("number.check-digit", "warn")),
        ("L440600200902300000", ("number.birth-date", "warn")),
        ("L990600200903140000", ("number.region-unknown", "warn")),
        (make_local("a"), ("number.local", "refuse")),
    ],
)
def test_what_is_wrong_is_named_and_weighed_by_its_letter(text: str, found: tuple[str, str]) -> None:
    assert _found(text) == [found]


def test_a_formal_number_with_an_impossible_date_is_refused() -> None:
    assert ("number.birth-date", "refuse") in _found("G440600200902300014")
    assert ("number.birth-date", "refuse") in _found("G440600209903140014")


@given(st.text("0123456789", min_size=4, max_size=4))
def test_a_temporary_number_has_no_check_digit(tail: str) -> None:
    assert _found(f"L44060020090314{tail}") == []


def test_a_region_is_looked_up_for_the_numbers_that_carry_the_schools() -> None:
    asked: list[str] = []

    def unknown(region: str) -> bool:
        asked.append(region)
        return False

    for letter in "GJL":
        parse_registry_number(letter + GOOD[1:], region_known=unknown)
    assert asked == ["440600", "440600"]


def test_the_parts_of_each_letter_are_explained() -> None:
    formal, self_coded, temporary = (parse_registry_number(letter + GOOD[1:])[0] for letter in "GJL")
    assert formal and self_coded and temporary
    parts = explain(formal)
    assert (parts.meaning, parts.region, parts.birth_date) == ("formal", "440600", date(2009, 3, 14))
    assert (parts.order, parts.sex, parts.check, parts.check_holds) == ("001", "1", "4", True)
    assert (explain(self_coded).meaning, explain(self_coded).sex) == ("self-coded", None)
    random = explain(temporary)
    assert (random.meaning, random.order, random.check, random.check_holds) == ("temporary", "0014", "", None)


def test_another_birth_date_than_the_records_only_warns() -> None:
    number, _ = parse_registry_number("L440600200903140014")
    assert number is not None
    assert find_birth_difference(number, "2009-03-14") == []
    (problem,) = find_birth_difference(number, "2009-03-15")
    assert (problem.code, problem.severity) == ("number.birth-differs", "warn")


def test_no_representation_shows_a_number() -> None:
    number, _ = parse_registry_number(GOOD)
    assert number is not None
    for shown in (repr(number), repr(explain(number))):
        assert "20090314" not in shown


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()))
def test_a_local_mark_is_stable_and_nobody_takes_it_for_a_national_number(record_id: str) -> None:
    mark = make_local(record_id)
    assert mark == make_local(record_id)
    assert is_local(mark)
    assert parse_registry_number(mark)[0] is None
