from __future__ import annotations

from datetime import date

import pytest

from xjcli.sheets.place import Place, School, place_of

_NOVEMBER = date(2026, 11, 2)
_AUGUST = date(2026, 8, 20)
_PRIMARY = School(("primary",), "6-3", _NOVEMBER)
_NINE = School(("primary", "junior"), "6-3", _NOVEMBER)
_ALL = School(("primary", "junior", "senior"), "6-3", _NOVEMBER)


def _codes(place: Place) -> list[str]:
    return [problem.code for _about, problem in place.problems]


@pytest.mark.parametrize(
    ("grade", "class_text", "month", "expected"),
    [
        ("一年级", "1班", "2026-09", ("primary", 2026, "01")),
        ("三年级", "三(2)班", "2024-09", ("primary", 2024, "02")),
        ("", "3.2", "2024-09", ("primary", 2024, "02")),
        ("三(2)班", "", "2024-09", ("primary", 2024, "02")),
        ("2021级", "01", "2021-09", ("primary", 2021, "01")),
        ("七年级", "4", "2026-09", ("junior", 2026, "04")),
        ("初一", "4", "2026-09", ("junior", 2026, "04")),
    ],
)
def test_grade_class_and_month_say_one_place(
    grade: str, class_text: str, month: str, expected: tuple[str, int, str]
) -> None:
    place = place_of(grade, class_text, month, "", _NINE)
    assert (place.stage, place.cohort, place.class_no) == expected
    assert place.problems == ()


def test_a_month_alone_is_enough_where_the_school_has_one_stage() -> None:
    place = place_of("", "01", "2024-09", "11", _PRIMARY)
    assert (place.stage, place.cohort) == ("primary", 2024)


def test_a_month_alone_never_guesses_between_stages() -> None:
    place = place_of("", "01", "2024-09", "11", _NINE)
    assert (place.stage, _codes(place)) == ("", ["sheet.stage-unclear"])


def test_a_month_alone_is_enough_where_only_one_stage_can_still_have_that_cohort() -> None:
    place = place_of("", "01", "2021-09", "11", _NINE)
    assert (place.stage, place.problems) == ("primary", ())


def test_the_way_of_entry_tells_the_senior_stage() -> None:
    assert place_of("", "01", "2025-09", "21", _ALL).stage == "senior"


def test_a_grade_that_disagrees_with_the_month_warns_and_counts() -> None:
    place = place_of("二年级", "01", "2024-09", "", _PRIMARY)
    assert (place.cohort, _codes(place)) == (2025, ["sheet.grade-entry"])
    assert place.problems[0][1].severity == "warn"


def test_in_august_the_new_first_grade_already_counts() -> None:
    place = place_of("一年级", "01", "2026-09", "", School(("primary",), "6-3", _AUGUST))
    assert (place.cohort, place.problems) == (2026, ())


def test_a_class_that_names_another_grade_warns() -> None:
    place = place_of("二年级", "三(2)班", "2025-09", "", _PRIMARY)
    assert (place.cohort, place.class_no, _codes(place)) == (2025, "02", ["sheet.class-grade"])


def test_what_cannot_be_read_is_said_at_its_own_cell() -> None:
    place = place_of("某年级", "甲乙", "2026-09", "", _PRIMARY)
    assert [about for about, _problem in place.problems] == ["grade", "class_no"]
    assert place.stage == ""


def test_a_cohort_that_fits_two_stages_is_not_guessed() -> None:
    place = place_of("2024级", "01", "2024-09", "", _NINE)
    assert (place.stage, _codes(place)) == ("", ["grade.ambiguous"])
