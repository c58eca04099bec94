"""第十二条: a cohort is stored, its grade follows from the day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.schema.values.classes import (
    SPANS,
    STAGES,
    Stage,
    System,
    class_label,
    cohort_of,
    cohort_of_month,
    english_label,
    grade_label,
    grade_of,
    has_finished,
    parse_class,
    parse_grade,
    school_year,
)

ON = date(2026, 11, 23)
NINE: tuple[Stage, ...] = ("primary", "junior")


def _grade(text: str, stages: tuple[Stage, ...] = STAGES, system: System = "6-3") -> tuple[str, int, str] | list[str]:
    grade, problems = parse_grade(text, stages=stages, on=ON, system=system)
    return (grade.stage, grade.grade_no, grade.class_no) if grade else [problem.code for problem in problems]


def test_a_school_year_begins_on_the_first_of_september() -> None:
    assert school_year(date(2026, 8, 31)) == 2025
    assert school_year(date(2026, 9, 1)) == 2026


@given(
    st.sampled_from(["6-3", "5-4"]),
    st.sampled_from(STAGES),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.data(),
)
def test_grade_and_cohort_are_two_views_of_one_fact(
    system: System, stage: Stage, on: date, data: st.DataObject
) -> None:
    span = SPANS[system][stage]
    grade_no = data.draw(st.integers(span.first, span.last))
    cohort = cohort_of(stage, grade_no, on, system)
    assert grade_of(stage, cohort, on, system) == grade_no
    assert not has_finished(stage, cohort, on, system)
    assert parse_grade(grade_label(grade_no), stages=STAGES, on=on, system=system)[0] is not None


def test_every_grade_belongs_to_one_stage_of_each_system() -> None:
    for spans in SPANS.values():
        grades = [grade for span in spans.values() for grade in range(span.first, span.last + 1)]
        assert grades == list(range(1, 13))


def test_promotion_is_the_calendar_and_leaving_is_not_a_grade() -> None:
    assert grade_of("primary", 2026, date(2026, 8, 25)) == 1
    assert grade_of("primary", 2026, date(2032, 8, 31)) == 6
    assert not has_finished("primary", 2026, date(2032, 8, 31))
    assert has_finished("primary", 2026, date(2032, 9, 1))
    assert has_finished("primary", 2026, date(2031, 9, 1), "5-4")


@pytest.mark.parametrize(
    ("month", "cohort"), [("2026-09", 2026), ("2026-08", 2026), ("2027-02", 2026), ("2026-12", 2026)]
)
def test_the_month_of_entry_names_the_cohort(month: str, cohort: int) -> None:
    assert cohort_of_month(month) == cohort


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一年级", ("primary", 1, "")),
        ("九年级", ("junior", 9, "")),
        ("小学三年级", ("primary", 3, "")),
        ("小三", ("primary", 3, "")),
        ("初一", ("junior", 7, "")),
        ("初中一年级", ("junior", 7, "")),
        ("初中七年级", ("junior", 7, "")),
        ("七年级", ("junior", 7, "")),
        ("高二", ("senior", 11, "")),
        ("高中二年级", ("senior", 11, "")),
        ("十一年级", ("senior", 11, "")),
        ("3", ("primary", 3, "")),
        ("３ 年级", ("primary", 3, "")),
        ("3.2", ("primary", 3, "02")),
        ("三(2)班", ("primary", 3, "02")),
        ("三（２）班", ("primary", 3, "02")),
        ("三二班", ("primary", 3, "02")),
        ("三年级十二班", ("primary", 3, "12")),
        ("初一3班", ("junior", 7, "03")),
        ("高二十三班", ("senior", 11, "13")),
        ("小学2024级", ("primary", 3, "")),
        ("高2025级(2)班", ("senior", 11, "02")),
    ],
)
def test_the_ways_schools_write_a_grade_are_read(text: str, expected: tuple[str, int, str]) -> None:
    assert _grade(text) == expected


def test_in_a_five_four_school_the_first_of_junior_is_the_sixth_year() -> None:
    assert _grade("初一", system="5-4") == _grade("六年级", system="5-4") == ("junior", 6, "")
    assert _grade("初四", system="5-4") == ("junior", 9, "")
    assert _grade("初四") == ["grade.not-in-system"]


def test_a_year_of_entry_needs_one_stage_that_fits() -> None:
    assert _grade("2024级", ("primary",)) == ("primary", 3, "")
    assert _grade("2024级3班", ("junior",)) == ("junior", 9, "03")
    assert _grade("2022级", NINE) == ("primary", 5, "")
    assert _grade("2024级", NINE) == ["grade.ambiguous"]
    assert _grade("2010级", NINE) == ["grade.cohort-impossible"]


def test_a_bare_number_in_a_school_of_one_stage_is_read_within_it_and_said() -> None:
    grade, (note,) = parse_grade("1", stages=("junior",), on=ON)
    assert grade is not None
    assert (grade.grade_no, note.code, note.severity) == (7, "grade.within-stage", "note")
    assert _grade("1", NINE) == ("primary", 1, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "grade.empty"),
        ("大班", "grade.unreadable"),
        ("2024届", "grade.unreadable"),
        ("十二班", "grade.unreadable"),
        ("12班", "grade.unreadable"),
        ("301班", "grade.unreadable"),
        ("十三年级", "grade.not-in-system"),
        ("高一", "grade.not-taught"),
    ],
)
def test_what_says_nothing_sure_about_a_grade_is_refused(text: str, code: str) -> None:
    assert _grade(text, NINE) == [code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1班", "01"),
        ("01", "01"),
        ("1", "01"),
        ("一班", "01"),
        ("（2）班", "02"),
        ("3.2", "02"),
        ("三(2)班", "02"),
        ("初一3班", "03"),
        ("2024级3班", "03"),
        ("十二班", "12"),
        ("二十班", "20"),
        ("202401", "202401"),
        ("301班", "301"),
    ],
)
def test_the_ways_schools_write_a_class_are_read(text: str, expected: str) -> None:
    assert parse_class(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "class.empty"),
        ("0", "class.unreadable"),
        ("实验班", "class.unreadable"),
        ("一年级", "class.unreadable"),
    ],
)
def test_what_names_no_class_is_refused(text: str, code: str) -> None:
    value, problems = parse_class(text)
    assert value is None
    assert [problem.code for problem in problems] == [code]


@given(st.text("小初高一二三十0123456789级届年班().-", max_size=10))
def test_no_text_breaks_the_readers(text: str) -> None:
    grade, problems = parse_grade(text, stages=STAGES, on=ON)
    assert (grade is None) == any(problem.severity == "refuse" for problem in problems)
    value, problems = parse_class(text)
    assert (value is None) == bool(problems)


@pytest.mark.parametrize("grade", range(1, 13))
def test_every_label_of_a_grade_or_class_has_an_english_one_and_any_other_text_stays(grade: int) -> None:
    assert english_label(grade_label(grade)) == f"grade {grade}"
    assert english_label(class_label(grade, "02")) == f"grade {grade}, class 2"
    assert english_label(class_label(grade, "")) == f"grade {grade}, no class"
    assert english_label(f"第{grade}条") == f"第{grade}条"
