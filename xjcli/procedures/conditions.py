"""第十一条: what the limits of the chosen packs need to know of one pupil, gathered from registry and settings."""

from __future__ import annotations

from datetime import date
from typing import cast

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.change import Errand
from xjcli.procedures.pupils import grade_today
from xjcli.registry import tallies
from xjcli.regulation.conditions import Asked
from xjcli.regulation.moving import find_class_size
from xjcli.schema.record import Record
from xjcli.schema.values.classes import SPANS, Stage


def asked_of(desk: Desk, record: Record, errand: Errand) -> Asked:
    """One pupil's request as `regulation.conditions` judges it; its history is read from the ledger."""
    return Asked(
        errand.on,
        errand.because,
        grade_today(desk, record.stage, record.cohort, errand.on),
        SPANS[desk.settings.system][cast("Stage", record.stage)],
        desk.settings.kind,
        list(desk.registry.acts(record_id=record.record_id)),
    )


def find_class_objections(
    desk: Desk, record: Record, asked: Asked, *, stage: str, cohort: int, class_no: str, joining: int = 1
) -> list[Problem]:
    """班额 of the class that so many pupils would join."""
    if not class_no:
        return []
    size = tallies.class_size(desk.registry, stage, cohort, class_no)
    return find_class_size(record, asked, desk.rules.limits, pupils=size + joining)


def is_possible(record: Record, since: date, on: date) -> bool:
    """Whether an absence can have begun on that day: not before the pupil's entry, not after the report.

    A record that was taken on was opened later than the pupil came, so the month of entry counts too.
    """
    return min(record.opened_on, f"{record.entry_month}-01") <= since.isoformat() <= on.isoformat()
