"""第五条: the identity number, part by part."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from xjcli.schema.values.resident import (
    PROVINCES,
    ResidentId,
    check_character,
    parse_resident,
    promote_legacy,
)

TODAY = date(2026, 11, 23)
GOOD = "440600200903140014"

_numbers = st.builds(
    lambda province, county, birth, order: f"{province}{county:04}{birth:%Y%m%d}{order:03}",
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
).map(lambda body: body + check_character(body))


def _codes(text: str, **options: Any) -> list[str]:
    return [problem.code for problem in parse_resident(text, today=TODAY, **options)[1]]


@pytest.mark.parametrize(
    ("number", "kind", "birth", "sex"),
    [
        ("11010519491231002X", "resident-id", date(1949, 12, 31), "2"),
        (GOOD, "resident-id", date(2009, 3, 14), "1"),
        ("810000199003070015", "hk-residence-permit", date(1990, 3, 7), "1"),
        ("820000201001010029", "mo-residence-permit", date(2010, 1, 1), "2"),
        ("83000019830715003X", "tw-residence-permit", date(1983, 7, 15), "1"),
        ("911124198108030024", "foreign-permanent-residence", date(1981, 8, 3), "2"),
    ],
)
def test_the_public_examples_pass(number: str, kind: str, birth: date, sex: str) -> None:
    resident, problems = parse_resident(number, today=TODAY)
    assert problems == []
    assert resident is not None
    assert (resident.text, resident.kind, resident.birth_date, resident.sex) == (number, kind, birth, sex)


def test_a_birth_before_1900_only_warns() -> None:
    resident, problems = parse_resident("440524188001010014", today=TODAY)
    assert resident is not None
    assert [(problem.code, problem.severity) for problem in problems] == [("id.before-1900", "warn")]


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("", ["id.length"]),
        (GOOD[:-1], ["id.length"]),
        (GOOD + "0", ["id.length"]),
        ("44O600200903140014", ["id.characters"]),
        ("4406002009031400X4", ["id.characters"]),
        ("٤٤٠٦٠٠200903140014", ["id.characters"]),
        ("4.40600200903E+17", ["id.scientific"]),
        ("440600200903140015", ["id.check-digit"]),
        ("440600780901001", ["id.legacy-15"]),
    ],
)
def test_the_part_that_fails_is_named(number: str, codes: list[str]) -> None:
    assert _codes(number) == codes
    assert parse_resident(number, today=TODAY)[0] is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("44060020090230001", "id.birth-date"),
        ("44060020261124001", "id.future-birth"),
        ("99060020090314001", "id.province"),
    ],
)
def test_a_right_check_digit_does_not_excuse_another_part(body: str, code: str) -> None:
    assert _codes(body + check_character(body)) == [code]


def test_all_failing_parts_are_named_at_once() -> None:
    assert _codes("990600200913990010") == ["id.province", "id.birth-date", "id.check-digit"]


def test_today_is_a_possible_birth_and_tomorrow_is_not() -> None:
    for day, expected in ((TODAY, []), (TODAY + timedelta(days=1), ["id.future-birth"])):
        body = f"440600{day:%Y%m%d}001"
        assert _codes(body + check_character(body)) == expected


@given(_numbers)
def test_a_region_code_never_rejects(number: str) -> None:
    resident, problems = parse_resident(number, today=TODAY, region_known=lambda region: False)
    assert resident is not None
    assert [(problem.code, problem.severity) for problem in problems] == [("id.region-unknown", "warn")]


@given(_numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_flipped_digit_never_passes(number: str, place: int, step: int) -> None:
    written = 0 if number[place] == "X" else int(number[place])
    flipped = str((written + step) % 10)
    assert parse_resident(number[:place] + flipped + number[place + 1 :], today=TODAY)[0] is None


@given(_numbers, st.integers(0, 16))
def test_two_swapped_neighbours_never_pass(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or parse_resident(swapped, today=TODAY)[0] is None


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_character_agrees_with_an_independent_implementation(body: str) -> None:
    assert check_character(body) == mod_11_2.calc_check_digit(body)


@given(_numbers)
def test_what_is_read_is_what_was_written(number: str) -> None:
    resident, problems = parse_resident(f" {number[:6]}\u200b{number[6:].lower()}", today=TODAY)
    assert problems == []
    assert resident is not None
    assert resident.text == number
    assert resident.region == number[:6]
    assert f"{resident.birth_date:%Y%m%d}" == number[6:14]


def test_an_old_number_is_a_warning_for_a_guardian_and_keeps_its_form() -> None:
    resident, problems = parse_resident("440600780901001", today=TODAY, holder="guardian")
    assert resident == ResidentId("440600780901001", date(1978, 9, 1), "legacy-15")
    assert (resident.sex, resident.region) == ("1", "440600")
    assert [(problem.code, problem.severity) for problem in problems] == [("id.legacy-15", "warn")]
    assert promote_legacy("440600780901001") == "440600197809010011"[:17] + check_character("44060019780901001")


def test_an_old_number_with_an_impossible_date_is_refused_for_a_guardian_too() -> None:
    assert _codes("440600781301001", holder="guardian") == ["id.legacy-15", "id.birth-date"]


def test_no_representation_shows_the_number() -> None:
    resident, _ = parse_resident(GOOD, today=TODAY)
    assert GOOD not in repr(resident)
    assert GOOD[6:14] not in repr([resident])


def test_seventeen_digits_are_needed_for_a_check_character() -> None:
    for body in ("", "1_234567890123456", "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧"):
        with pytest.raises(ValueError, match="17 digits"):
            check_character(body)
