"""第五条: what a school may propose, and what only the authority makes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.regulation.numbers import allocate_j, allocate_l, candidate, compare, keep_issued
from xjcli.schema.values.numbers import is_local, parse_registry_number

GOOD = "440600200903140014"
LETTERS = {"1": "G", "6": "L", "Z": "J"}


def test_a_valid_identity_number_gives_a_candidate() -> None:
    assert candidate("1", GOOD, "r1", LETTERS) == (f"G{GOOD}", "proposed")


@pytest.mark.parametrize(
    ("document_type", "number"),
    [
        ("1", "440600200903140015"),
        ("1", "440600780901001"),
        ("1", "810000199003070015"),
        ("1", "911124198108030024"),
        ("6", "810000199003070015"),
        ("A", GOOD),
        ("Z", ""),
    ],
)
def test_a_school_never_makes_anything_that_looks_official(document_type: str, number: str) -> None:
    value, state = candidate(document_type, number, "r1", LETTERS)
    assert (is_local(value), state) == (True, "local")


def test_without_a_letter_in_the_rule_pack_nothing_is_proposed() -> None:
    assert candidate("1", GOOD, "r1", {})[1] == "local"


def test_an_issued_number_stays_for_life() -> None:
    assert keep_issued("L440600200903140014", "issued", (f"G{GOOD}", "proposed")) == (
        "L440600200903140014",
        "issued",
    )
    assert keep_issued("TMP-00000000", "local", (f"G{GOOD}", "proposed")) == (f"G{GOOD}", "proposed")


def test_a_number_that_differs_from_the_identity_number_never_refuses() -> None:
    number, _ = parse_registry_number(f"G{GOOD}")
    assert number is not None
    assert compare(number, GOOD) == []
    assert compare(number, "") == []
    assert [problem.severity for problem in compare(number, "11010519491231002X")] == ["warn"]
    assert [problem.severity for problem in compare(number, "11010519491231002X", corrected=True)] == ["note"]


def test_only_a_formal_number_is_compared_with_the_identity_number() -> None:
    number, _ = parse_registry_number("L440600200903140014")
    assert number is not None
    assert compare(number, "11010519491231002X") == []


@given(
    st.dates(date(1990, 1, 1), date(2026, 1, 1)),
    st.integers(1, 999),
    st.text("0123456789", min_size=4, max_size=4),
)
def test_what_the_authority_makes_reads_back_without_a_problem(born: date, sequence: int, digits: str) -> None:
    for text in (allocate_j("440106", born, sequence), allocate_l("440106", born, digits)):
        number, problems = parse_registry_number(text)
        assert problems == []
        assert number is not None
        assert number.birth_date == born


def test_the_authority_is_told_when_it_asks_for_the_impossible() -> None:
    born = date(2014, 9, 1)
    for sequence in (0, 1000):
        with pytest.raises(ValueError, match="sequence"):
            allocate_j("440106", born, sequence)
    with pytest.raises(ValueError, match="four digits"):
        allocate_l("440106", born, "12")
    with pytest.raises(ValueError, match="six digits"):
        allocate_l("4401", born, "1234")
