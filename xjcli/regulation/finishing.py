"""第十三条: 毕业、结业、肄业, and going on within the school: nobody leaves a stage with something unsettled.

The gate: no case under way (that is `changes`), no record that contradicts itself, the last grade of the stage for
毕业 and 结业, a number issued by the national system. 第二十二条: until when a record is kept after a dropout.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from xjcli.errors import Problem, Severity
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.regulation.regrading import year_meant
from xjcli.schema.record import GRADUATED, ISSUED, Record
from xjcli.schema.values.classes import SPANS, STAGES, Stage, System, has_finished
from xjcli.schema.values.numbers import parse_registry_number
from xjcli.schema.values.time import Semester

Outcome = Literal["graduated", "completed", "left-early"]
OUTCOMES: tuple[Outcome, ...] = ("graduated", "completed", "left-early")
_WHOLE = ("graduated", "completed")
_YES = "1"
#: Digits of a division code that name its county.
_COUNTY = 6


def find_finish_objections(
    record: Record, outcome: Outcome, *, on: date, because: str, system: System
) -> list[Problem]:
    """What stands against ending the stage for this pupil; `where` is the record id."""
    return [
        *_problem_record(record, on, because, system),
        *(_not_at_the_end(record, on, because, system) if outcome in _WHOLE else ()),
    ]


def _problem_record(record: Record, on: date, because: str, system: System) -> list[Problem]:
    """问题学籍: what `xj check` would refuse is mended first; a pupil without an issued number needs a reason."""
    place = {"stage": record.stage, "cohort": record.cohort, "system": system}
    found = find_conflicts(record.person, place, today=on)
    if record.number_state == ISSUED:
        found += parse_registry_number(record.registry_number, today=on)[1]
    codes = sorted({problem.code for problem in found if problem.severity == "refuse"})
    told = (
        [Problem("finish.problem-record", where=record.record_id, params={"codes": ", ".join(codes)})] if codes else []
    )
    if record.number_state != ISSUED:
        told.append(Problem("finish.no-number", _with_reason(because), record.record_id))
    return told


def _not_at_the_end(record: Record, on: date, because: str, system: System) -> list[Problem]:
    """The last grade of the stage, and not before its last term."""
    stage = cast("Stage", record.stage)
    span = SPANS[system][stage]
    if span.first + year_begun(on) - record.cohort < span.last:
        return [Problem("finish.not-last-grade", where=record.record_id)]
    if not has_finished(stage, record.cohort, on, system) and Semester.of(on).season == "autumn":
        return [Problem("finish.early", _with_reason(because), record.record_id)]
    return []


def year_begun(on: date) -> int:
    """The school year of a semester's day, by which the last grade is judged: summer still belongs to the old one."""
    semester = Semester.of(on)
    return semester.year if semester.season == "autumn" else semester.year - 1


def _with_reason(because: str) -> Severity:
    return "warn" if because.strip() else "refuse"


def next_stage(stage: str) -> Stage | None:
    """The stage behind this one, None behind the last."""
    place = STAGES.index(cast("Stage", stage)) + 1
    return STAGES[place] if place < len(STAGES) else None


def find_progress_objections(record: Record, *, on: date, taught: tuple[Stage, ...], system: System) -> list[Problem]:
    """Going on in the same school: the stage is over, the school teaches the next, the pupil went nowhere else."""
    stage = cast("Stage", record.stage)
    following = next_stage(stage)
    problems = []
    if following is None or following not in taught:
        problems.append(Problem("progress.not-taught", where=record.record_id))
    if not has_finished(stage, record.cohort, date(year_meant(on), 9, 1), system):
        problems.append(Problem("progress.not-finished", where=record.record_id))
    if record.status == GRADUATED and record.situation.get("moved_to"):
        params: dict[str, str | int] = {"school": str(record.situation["moved_to"])}
        problems.append(Problem("progress.moved", where=record.record_id, params=params))
    return problems


def retained_until(record: Record, system: System) -> date:
    """第二十二条: 在义务教育年限内为其保留学籍 – to the end of the cohort's ninth school year."""
    spans = SPANS[system]
    years = spans["junior"].last - spans[cast("Stage", record.stage)].first + 1
    return date(record.cohort + years, 8, 31)


def is_migrant(record: Record, region: str) -> bool:
    """随迁子女 of a school in this county: as the form says; where it says nothing, by the household's county."""
    if stated := record.person.get("migrant_child"):
        return bool(stated == _YES)
    home = str(record.person.get("household_region", ""))[:_COUNTY]
    return bool(home and home != region[:_COUNTY])
