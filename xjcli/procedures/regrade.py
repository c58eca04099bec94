"""留级、跳级 (第十一条): pupils join the next younger or the next older cohort of their stage, in a class of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.change import Errand, change_records
from xjcli.procedures.conditions import asked_of, find_class_objections
from xjcli.procedures.pupils import require_class, require_pupils
from xjcli.registry import tallies
from xjcli.regulation.conditions import Share, find_retain_limits, find_skip_limits, held_last
from xjcli.regulation.regrading import Regrade, Way, find_regrade_objections, regrade
from xjcli.report import Report
from xjcli.schema.record import ENROLLED, Record


def regrade_pupils(
    desk: Desk, pupils: Sequence[str], way: Way, *, class_no: str, ground: str, errand: Errand
) -> Report:
    """Retain these pupils, or let them skip a grade; all of them or none."""
    found = require_class(class_no)
    records = require_pupils(desk, pupils)
    system = desk.settings.system

    def body(record: Record) -> dict[str, Any]:
        to = regrade(record, way, errand.on, system)
        return {
            "year": to.year, "from": to.before, "to": to.after, "cohort": to.cohort, "class": found, "ground": ground,
        }  # fmt: skip

    def check(record: Record) -> list[Problem]:
        to = regrade(record, way, errand.on, system)
        problems = find_regrade_objections(record, way, to, system, errand.on)
        if record.status == ENROLLED and not any(each.severity == "refuse" for each in problems):
            problems += _limits(desk, records, record, way, to, found, errand)
        return problems

    return change_records(desk, records, way, body, errand, check=check)


def _limits(
    desk: Desk, records: Sequence[Record], record: Record, way: Way, to: Regrade, class_no: str, errand: Errand
) -> list[Problem]:
    asked, limits = asked_of(desk, record, errand), desk.rules.limits
    joining = sum((each.stage, each.cohort) == (record.stage, record.cohort) for each in records)
    sizes = find_class_objections(
        desk, record, asked, stage=record.stage, cohort=to.cohort, class_no=class_no, joining=joining
    )
    if way == "skipped":
        return [*find_skip_limits(record, asked, limits), *sizes]
    bounded = held_last(limits, "retain-max-share", record, asked, grade=to.after) is not None
    share = _share(desk, record, to, joining) if bounded else None
    return [*find_retain_limits(record, asked, limits, repeats=to.after, share=share), *sizes]


def _share(desk: Desk, record: Record, to: Regrade, joining: int) -> Share:
    """Who of the pupil's own grade repeats it this year: recorded before, and asked for now."""
    before = sum(
        (body["year"], body["cohort"], body["to"]) == (to.year, to.cohort, to.after)
        for body in tallies.bodies_of(desk.registry, "retained")
    )
    return Share(before + joining, tallies.grade_size(desk.registry, record.stage, record.cohort) + before)
