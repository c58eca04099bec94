"""第十二条: 正常升级由电子学籍系统完成. So a grade is never stored: a cohort (级) is, and its grade follows
from the day.

A cohort is the calendar year in which its pupils entered the first grade of their stage. Grades count 1–12
through all stages: 6-3 has primary 1–6 and junior 7–9, 5-4 has primary 1–5 and junior 6–9, senior is 10–12
in both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from xjcli.errors import Problem
from xjcli.schema.values.normalise import clean_text
from xjcli.schema.values.time import YEAR_BEGINS

Stage = Literal["primary", "junior", "senior"]
System = Literal["6-3", "5-4"]
STAGES: tuple[Stage, ...] = ("primary", "junior", "senior")


class Span(NamedTuple):
    """First and last grade of a stage, both included."""

    first: int
    last: int


#: 学制: the grades of each stage. A wrong value graduates pupils a year too early.
SPANS: Mapping[str, Mapping[str, Span]] = MappingProxyType(
    {
        "6-3": MappingProxyType({"primary": Span(1, 6), "junior": Span(7, 9), "senior": Span(10, 12)}),
        "5-4": MappingProxyType({"primary": Span(1, 5), "junior": Span(6, 9), "senior": Span(10, 12)}),
    }
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade as one day sees it. `class_no` is what the same text said of the class ('02'), else empty."""

    stage: Stage
    grade_no: int
    cohort: int
    class_no: str = ""


def school_year(on: date) -> int:
    """The year in which the school year of `on` began, on 1 September."""
    return on.year if (on.month, on.day) >= YEAR_BEGINS else on.year - 1


def cohort_of(stage: Stage, grade_no: int, on: date, system: System = "6-3") -> int:
    """The year in which pupils who are in `grade_no` on this day entered their stage."""
    return school_year(on) - (grade_no - SPANS[system][stage].first)


def cohort_of_month(entry_month: str) -> int:
    """The cohort of an 入学年月 (`YYYY-MM`): July and August count to the school year they prepare."""
    year, month = int(entry_month[:4]), int(entry_month[5:7])
    return year if month >= 7 else year - 1


def grade_of(stage: Stage, cohort: int, on: date, system: System = "6-3") -> int:
    """The grade of a cohort on this day. Before its first day it is the first grade; it never runs past the
    last.
    """
    span = SPANS[system][stage]
    return max(span.first, min(span.last, span.first + school_year(on) - cohort))


def has_finished(stage: Stage, cohort: int, on: date, system: System = "6-3") -> bool:
    """True once the last school year of the cohort is over."""
    span = SPANS[system][stage]
    return school_year(on) - cohort > span.last - span.first


def grade_label(grade_no: int) -> str:
    """一年级 … 九年级, 高一 … 高三, as the national workbooks write it."""
    return f"{_DIGITS[grade_no - 1]}年级" if grade_no < 10 else f"高{_DIGITS[grade_no - 10]}"


def class_label(grade_no: int, class_no: str) -> str:
    """三年级(2)班, as schools write it; 三年级未分班 without a class."""
    grade = grade_label(grade_no)
    return f"{grade}({class_no.lstrip('0')})班" if class_no else f"{grade}未分班"


def english_label(text: str) -> str:
    """A grade or class as `grade_label` and `class_label` write it, in English; any other text stays itself."""
    found = _LABEL.fullmatch(text)
    if found is None:
        return text
    number = _DIGITS.index(found[1] or found[2]) + (1 if found[1] else 10)
    rest = f", class {found[3]}" if found[3] else ", no class" if found[4] else ""
    return f"grade {number}{rest}"


def parse_grade(
    text: str, *, stages: Sequence[Stage], on: date, system: System = "6-3"
) -> tuple[Grade | None, list[Problem]]:
    """Read 三年级, 小学三年级, 初一, 高中二年级, 2024级, 3, and with a class 3.2, 三(2)班, 初一3班.

    `stages` are those of the school, `on` the day the text is true for. A year that fits two stages is
    `grade.ambiguous`, a grade the school does not teach `grade.not-taught`, one outside the 学制
    `grade.not-in-system`, else `grade.unreadable`; a bare 1–4 of a school of one higher stage is read
    within it, with the note `grade.within-stage`.
    """
    plain = _plain(text)
    head, class_no = _split_class(plain)
    found = _COHORT.fullmatch(head)
    if found:
        return _read_cohort(_STAGE_WORDS.get(found[1] or ""), int(found[2]), class_no, stages, on, system)
    found = _GRADE.fullmatch(head)
    number = _numeral(found[2]) if found else None
    if found is None or number is None:
        return None, [Problem("grade.unreadable" if plain else "grade.empty")]
    stage, grade_no, problems = _place(_STAGE_WORDS.get(found[1] or ""), number, stages, system)
    if stage is None:
        return None, problems
    if stage not in stages:
        return None, [Problem("grade.not-taught", params={"grade": grade_label(grade_no)})]
    return Grade(stage, grade_no, cohort_of(stage, grade_no, on, system), class_no), problems


def parse_class(text: str) -> tuple[str | None, list[Problem]]:
    """Read 1班, 01, 一班, (2)班, 3.2, 三(2)班, 2024级3班 as the class within its grade, two digits at least
    ('01').

    Longer all-digit codes (年份加序号) stay as they are. Problem `class.unreadable`.
    """
    plain = _plain(text)
    found = _BARE_CLASS.fullmatch(plain)
    if found and found[1]:
        number = found[1].zfill(2) if int(found[1]) else ""
    else:
        value = _numeral(found[2]) if found else None
        number = f"{value:02}" if value else _split_class(plain)[1]
    return (number, []) if number else (None, [Problem("class.unreadable" if plain else "class.empty")])


_DIGITS = "一二三四五六七八九"
_LABEL = re.compile(r"(?:([一二三四五六七八九])年级|高([一二三]))(?:\(([^()]+)\)班|(未分班))?")
_STAGE_WORDS: Mapping[str, Stage] = MappingProxyType(
    {
        "小学": "primary", "小": "primary", "初中": "junior", "初": "junior",
        "高中": "senior", "普通高中": "senior", "普高": "senior", "高": "senior",
    }
)  # fmt: skip
_STAGE = "(小学|小|初中|初|普通高中|普高|高中|高)?"
_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_SHORTEST_N = r"\d{1,2}?|[一二三四五六七八九十]{1,3}?"
_GRADE = re.compile(rf"{_STAGE}({_N})(?:年级)?", re.ASCII)
_COHORT = re.compile(rf"{_STAGE}(\d{{4}})级", re.ASCII)
_BARE_CLASS = re.compile(r"(\d{1,10})班?|\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?班?", re.ASCII)
#: A grade followed by its class: 三(2)班, 3.2, 3-2, 三年级2班, 2024级(3)班, 初一三班.
_WITH_CLASS = re.compile(
    rf"(?P<head>.*?(?:级|{_SHORTEST_N}))"
    rf"(?:\((?P<a>{_N})\)班?|[.\-](?P<b>\d{{1,2}})班?|(?<=级)(?P<c>{_N})班?|(?P<d>{_N})班)",
    re.ASCII,
)
#: With nothing between grade and class the grade names its stage (高二十三班) or both are one digit (三二班);
#: 十二班, 12班 and 301班 say nothing sure about a grade.
_TOUCHING = re.compile(rf"[小初普高].*|[{_DIGITS}][{_DIGITS}\d]班", re.ASCII)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_text(text)).lstrip("'‘’"))


def _split_class(plain: str) -> tuple[str, str]:
    """A grade text and the class behind it ('02'), or the text as it is and an empty class."""
    found = _WITH_CLASS.fullmatch(plain)
    if found is None or plain.isdigit():
        return plain, ""
    written = found["a"] or found["b"] or found["c"] or found["d"]
    number = _numeral(written)
    if not number or (found["d"] and _TOUCHING.fullmatch(plain) is None):
        return plain, ""
    return found["head"], f"{number:02}"


def _numeral(text: str) -> int | None:
    """1–99 in Arabic or Chinese digits, else None."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.index(text) + 1 if len(text) == 1 and text in _DIGITS else None
    if (tens and (len(tens) > 1 or tens not in _DIGITS)) or (ones and (len(ones) > 1 or ones not in _DIGITS)):
        return None
    return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones) + 1 if ones else 0)


def _place(
    named: Stage | None, number: int, stages: Sequence[Stage], system: System
) -> tuple[Stage | None, int, list[Problem]]:
    """Stage and grade of a number: 初一 counts within its stage, 七年级 through all of them."""
    spans = SPANS[system]
    if named is not None:
        span = spans[named]
        if 1 <= number <= span.last - span.first + 1:
            return named, span.first + number - 1, []
        if span.first <= number <= span.last:
            return named, number, []
        return None, 0, [Problem("grade.not-in-system", params={"system": system})]
    stage = next((name for name in STAGES if spans[name].first <= number <= spans[name].last), None)
    if stage is None:
        return None, 0, [Problem("grade.not-in-system", params={"system": system})]
    if stage not in stages and len(stages) == 1:
        only = spans[stages[0]]
        if number <= only.last - only.first + 1:
            within = only.first + number - 1
            return (
                stages[0],
                within,
                [Problem("grade.within-stage", "note", params={"grade": grade_label(within)})],
            )
    return stage, number, []


def _read_cohort(
    named: Stage | None, cohort: int, class_no: str, stages: Sequence[Stage], on: date, system: System
) -> tuple[Grade | None, list[Problem]]:
    """A year of entry: the stage is the named one, else the only one in which such a cohort can be on this
    day.
    """
    candidates = [named] if named is not None else list(stages)
    fitting = [
        stage
        for stage in candidates
        if stage in stages and not has_finished(stage, cohort, on, system) and cohort <= on.year
    ]
    grades = [Grade(stage, grade_of(stage, cohort, on, system), cohort, class_no) for stage in fitting]
    if len(grades) == 1:
        return grades[0], []
    if grades:
        first, second = grade_label(grades[0].grade_no), grade_label(grades[1].grade_no)
        return None, [Problem("grade.ambiguous", params={"first": first, "second": second})]
    return None, [Problem("grade.cohort-impossible", params={"cohort": cohort})]
