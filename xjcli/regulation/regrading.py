"""第十一条: 留级、跳级 join another cohort of the same stage, so that every later grade follows from it.

A grade is what a cohort and a day add up to, so a repeat is the next younger cohort and a skip the next older one.
Never across stages: there a pupil progresses (第十四条). In July and August the coming school year is meant.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, cast

from xjcli.errors import Problem
from xjcli.schema.record import Record
from xjcli.schema.values.classes import SPANS, Stage, System, grade_of, school_year

Way = Literal["retained", "skipped"]
_SHIFT: dict[Way, int] = {"retained": 1, "skipped": -1}
_SUMMER = (7, 8)


class Regrade(NamedTuple):
    """What the act says: the school year it is for, the grade of the day, the grade in that year, the new cohort."""

    year: int
    before: int
    after: int
    cohort: int


def year_meant(on: date) -> int:
    """The school year a decision of this day is about: from July on the one that begins in September."""
    return on.year if on.month in _SUMMER else school_year(on)


def regrade(record: Record, way: Way, on: date, system: System) -> Regrade:
    """Where a repeat or a skip leads."""
    stage = cast("Stage", record.stage)
    year, cohort = year_meant(on), record.cohort + _SHIFT[way]
    span = SPANS[system][stage]
    return Regrade(year, grade_of(stage, record.cohort, on, system), span.first + year - cohort, cohort)


def find_regrade_objections(record: Record, way: Way, asked: Regrade, system: System, on: date) -> list[Problem]:
    """第十一条: a repeat needs a grade to repeat, a skip a grade of the same stage to skip to."""
    span = SPANS[system][cast("Stage", record.stage)]
    if asked.after > span.last:
        return [Problem("skip.across-stages" if way == "skipped" else "retain.finished", where=record.record_id)]
    if asked.after < span.first:
        return [Problem("retain.first-grade", where=record.record_id)]
    if on.month in _SUMMER:
        return [Problem("regrade.from-september", "note", record.record_id, {"year": asked.year})]
    return []
