"""升级 (第十二条): 正常升级由电子学籍系统完成. Who goes up one grade for a school year, and why somebody does not.

The grade itself is never stored: it follows from cohort and day (`schema.values.classes`), so nothing here changes a
grade. What an act `promoted` adds is the statement that the pupil did go up in this year, and in which class. The
national system promotes on 10 August at 24:00 everyone who is not in a final grade (domain notes §5.2), so an act for
the school year Y may be dated from 10 August Y on, and 1 September is when the new grade begins to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, cast

from xjcli.schema.record import ENROLLED, REFUSED, Record
from xjcli.schema.values.classes import SPANS, Stage, System
from xjcli.schema.values.time import YEAR_BEGINS

#: Month and day from which a promotion of a calendar year may be dated.
PROMOTION_DAY = (8, 10)

EXCEPTED = "excepted"  # named by the school
FINAL_GRADE = "final-grade"  # the pupil graduates or progresses, and is never promoted
ENTERED = "entered"  # came into this grade in this very school year
ALREADY = "already"  # promoted for this year before
ENROLMENT_REFUSED = "enrolment-refused"  # 学籍未核准
CASE_OPEN = "case-open"  # another change of grade waits for approval
LATER_ACT = "later-act"  # something was recorded of the pupil after this day
#: Changes of grade that wait: whether the pupil goes up is just what they are about.
_ABOUT_GRADES = frozenset({"retained", "skipped", "progressed", "graduated", "completed"})


class Grades(NamedTuple):
    """From which grade to which, counted through all stages."""

    stage: str
    before: int
    after: int


def year_of(on: date) -> int:
    """The school year that a promotion of this day is for: from 10 August on the one that is about to begin."""
    return on.year if (on.month, on.day) >= PROMOTION_DAY else on.year - 1


def earliest(year: int) -> date:
    """The first day on which a promotion for this school year may be dated."""
    return date(year, *PROMOTION_DAY)


def first_day(year: int) -> str:
    """The day from which grades show that a school year has begun, as acts are dated."""
    return date(year, *YEAR_BEGINS).isoformat()


def grades_for(record: Record, year: int, system: System) -> Grades:
    """The grade of the year before and the one that follows, whether the stage has it or not."""
    after = SPANS[system][cast("Stage", record.stage)].first + year - record.cohort
    return Grades(record.stage, after - 1, after)


def why_not(record: Record, grades: Grades, year: int, on: date, system: System, regraded: Mapping[str, str]) -> str:
    """Why this pupil does not go up for this year; "" for one who does.

    The word is a status (`on-leave` …), an act (`retained`, `skipped`: `regraded` holds those of this year), or one
    of the constants above.
    """
    if record.status != ENROLLED:
        return record.status
    if record.promoted_year >= year:
        return regraded.get(record.record_id, ALREADY)
    if grades.after > SPANS[system][cast("Stage", record.stage)].last:
        return FINAL_GRADE
    if record.cohort >= year or record.opened_on >= first_day(year):
        return ENTERED
    if record.standing == REFUSED:
        return ENROLMENT_REFUSED
    if record.open_case and record.open_case["kind"] in _ABOUT_GRADES:
        return CASE_OPEN
    return LATER_ACT if on.isoformat() < record.changed_on else ""
