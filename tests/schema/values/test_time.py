"""Dates are read or refused, never guessed; every day has one semester."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.schema.values.time import Semester, parse_date, parse_month, parse_semester


@pytest.mark.parametrize(
    "text",
    [
        "20130901",
        "2013-09-01",
        "2013/9/1",
        "2013.9.1",
        "2013年9月1日",
        "2013年09月01号",
        "２０１３年９月１日",
        " 2013 年 9 月 1 日 ",
        "'20130901",
        "2013-09-01 00:00:00",
        "2013/9/1 0:00",
        "2013-09-01T00:00:00",
    ],
)
def test_the_ways_schools_write_a_date_are_read(text: str) -> None:
    assert parse_date(text) == ("2013-09-01", [])


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("01/02/2013", "2013-01-02", "2013-02-01"),
        ("13-9-1", "2013-09-01", "2001-09-13"),
        ("99-1-1", "2099-01-01", "1999-01-01"),
        ("13年9月1日", "2013-09-01", "2001-09-13"),
        ("41518", "2013-09-01", "2017-09-02"),
    ],
)
def test_two_readings_are_shown_and_neither_is_taken(text: str, first: str, second: str) -> None:
    iso, (problem,) = parse_date(text)
    assert iso is None
    assert (problem.code, problem.severity) == ("date.ambiguous", "refuse")
    assert problem.params == {"first": first, "second": second}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2013-02-30", "date.impossible"),
        ("20130230", "date.impossible"),
        ("30/30/2013", "date.impossible"),
        ("00000101", "date.impossible"),
        ("99999999", "date.impossible"),
        ("201309", "date.unreadable"),
        ("2013-9/1", "date.unreadable"),
        ("今天", "date.unreadable"),
        ("", "date.empty"),
    ],
)
def test_what_is_no_date_is_refused(text: str, code: str) -> None:
    iso, problems = parse_date(text)
    assert iso is None
    assert [problem.code for problem in problems] == [code]


def test_a_year_at_the_end_with_one_reading_is_taken_with_a_warning() -> None:
    iso, (problem,) = parse_date("31.12.2013")
    assert (iso, problem.code, problem.severity) == ("2013-12-31", "date.year-last", "warn")


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_a_written_day_comes_back(day: date) -> None:
    for text in (
        f"{day:%Y%m%d}",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert parse_date(text) == (day.isoformat(), [])


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    iso, problems = parse_date(text)
    assert (iso is None) == any(problem.severity == "refuse" for problem in problems)
    month, problems = parse_month(text)
    assert (month is None) == any(problem.severity == "refuse" for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "202609",
        "2026-09",
        "2026-9",
        "2026/9",
        "2026.9",
        "2026年9月",
        "2026年09月份",
        "20260901",
        "2026-09-01",
    ],
)
def test_the_ways_schools_write_a_month_are_read(text: str) -> None:
    assert parse_month(text) == ("2026-09", [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("202613", "month.impossible"),
        ("9月", "month.unreadable"),
        ("", "month.unreadable"),
        ("2026-02-30", "date.impossible"),
    ],
)
def test_what_is_no_month_is_refused(text: str, code: str) -> None:
    month, problems = parse_month(text)
    assert month is None
    assert [problem.code for problem in problems] == [code]


def test_a_semester_knows_its_year_and_its_days() -> None:
    autumn = Semester("2026-autumn")
    assert (autumn.academic_year, autumn.first_day, autumn.last_day) == (
        "2026-2027",
        date(2026, 9, 1),
        date(2027, 1, 31),
    )
    spring = autumn.next()
    assert spring == Semester("2027-spring")
    assert (spring.academic_year, spring.last_day) == ("2026-2027", date(2027, 8, 31))
    assert spring.previous() == autumn


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_day_belongs_to_exactly_one_semester(day: date) -> None:
    semester = Semester.of(day)
    assert semester.contains(day)
    assert not semester.next().contains(day)
    assert not semester.previous().contains(day)
    assert semester.next().previous() == semester
    assert Semester.of(semester.last_day + timedelta(days=1)) == semester.next()


@pytest.mark.parametrize(
    "text",
    [
        "2027-spring",
        "2027春",
        "2027年春季学期",
        "2026-2027-2",
        "2026-2027学年第二学期",
        "2026-2027学年下学期",
    ],
)
def test_a_semester_is_read_as_offices_write_it(text: str) -> None:
    assert parse_semester(text) == (Semester("2027-spring"), [])


@pytest.mark.parametrize("text", ["2027", "2026-2028-1", "2027-summer", ""])
def test_another_label_is_no_semester(text: str) -> None:
    assert [problem.code for problem in parse_semester(text)[1]] == ["semester.unreadable"]
    with pytest.raises(ValueError, match="semester"):
        Semester(text)
