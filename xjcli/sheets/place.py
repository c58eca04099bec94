"""Stage and cohort of each row, from 年级, 班级 and 入学年月 together (第十二条: a grade follows from the
cohort).

The cells of a sheet hold a few dozen different combinations, so each is judged once. Where 年级 and 入学年月
disagree the grade counts (a pupil may have stayed down) and the disagreement is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from xjcli.errors import Problem
from xjcli.schema.values.classes import (
    STAGES,
    Grade,
    Stage,
    System,
    cohort_of_month,
    grade_label,
    grade_of,
    has_finished,
    parse_class,
    parse_grade,
)

#: 入学方式 that exist in 高中 only (domain notes §4.8).
_SENIOR_WAYS = frozenset({"21", "22", "23", "29"})
_SUMMER = (7, 8)

About = Literal["grade", "class_no", "entry_month"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pupil stands; "" and 0 where it could not be said. `problems` name the field they are about."""

    stage: str
    cohort: int
    class_no: str
    problems: tuple[tuple[About, Problem], ...]


@dataclass(frozen=True, slots=True)
class School:
    """What must be known of the school to read a grade: its stages, its 学制, and the day."""

    stages: tuple[Stage, ...]
    system: System
    today: date


def place_of(grade_text: str, class_text: str, month: str, entry_way: str, school: School) -> Place:
    """Judge one combination of cells. Empty texts are nobody's fault here: `door` refuses them if it must."""
    problems: list[tuple[About, Problem]] = []
    grade = _read_grade(grade_text, "grade", school, problems) if grade_text.strip() else None
    class_no = ""
    if class_text.strip():
        read, found = parse_class(class_text)
        class_no = read or ""
        problems += [("class_no", problem) for problem in found]
        grade = _grade_in_class(class_text, grade, bool(grade_text.strip()), school, problems)
    elif grade is not None:
        class_no = grade.class_no
    if grade is not None:
        return _agreed(grade, class_no, month, school, problems)
    if month and not grade_text.strip():
        stage = _stage_of_month(month, entry_way, school, problems)
        return Place(stage, cohort_of_month(month) if stage else 0, class_no, tuple(problems))
    return Place("", 0, class_no, tuple(problems))


def _read_grade(text: str, about: About, school: School, problems: list[tuple[About, Problem]]) -> Grade | None:
    grade, found = parse_grade(text, stages=school.stages, on=school.today, system=school.system)
    problems += [(about, problem) for problem in found]
    return grade


def _grade_in_class(
    text: str, grade: Grade | None, has_grade: bool, school: School, problems: list[tuple[About, Problem]]
) -> Grade | None:
    """三(2)班 says the grade too: it stands in for an empty 年级, and a contradiction is said."""
    inside, found = parse_grade(text, stages=school.stages, on=school.today, system=school.system)
    if inside is None or not inside.class_no:
        return grade
    if not has_grade:
        problems += [("class_no", problem) for problem in found]
        return inside
    if grade is not None and (inside.stage, inside.cohort) != (grade.stage, grade.cohort):
        params = {"grade": grade_label(grade.grade_no), "inside": grade_label(inside.grade_no)}
        problems.append(("class_no", Problem("sheet.class-grade", "warn", params=params)))
    return grade


def _agreed(grade: Grade, class_no: str, month: str, school: School, problems: list[tuple[About, Problem]]) -> Place:
    """The grade's cohort, unless 入学年月 says the coming school year: in July and August new pupils are
    entered.
    """
    cohort = grade.cohort
    if month and cohort_of_month(month) != cohort:
        entered = cohort_of_month(month)
        if school.today.month in _SUMMER and entered == cohort + 1:
            cohort = entered
        else:
            expected = grade_label(grade_of(grade.stage, entered, school.today, school.system))
            params = {"grade": grade_label(grade.grade_no), "expected": expected, "month": month}
            problems.append(("grade", Problem("sheet.grade-entry", "warn", params=params)))
    return Place(grade.stage, cohort, class_no, tuple(problems))


def _stage_of_month(month: str, entry_way: str, school: School, problems: list[tuple[About, Problem]]) -> str:
    """Without any grade the stage is the only one the school has, or the one that 入学方式 leaves. Never by
    age.
    """
    cohort = cohort_of_month(month)
    stages = [stage for stage in STAGES if stage in school.stages]
    if entry_way:
        fitting = [stage for stage in stages if (stage == "senior") == (entry_way in _SENIOR_WAYS)]
        stages = fitting or stages
    if len(stages) > 1:
        stages = [s for s in stages if not has_finished(s, cohort, school.today, school.system)] or stages
    if len(stages) == 1:
        return stages[0]
    problems.append(("entry_month", Problem("sheet.stage-unclear", params={"month": month})))
    return ""
