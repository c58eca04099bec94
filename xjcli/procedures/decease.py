"""死亡注销 (第二十一条): with the certificate, within ten working days, reported to the authority to deregister.

It ends the record and whatever was under way, so the name has to be said once more before it is recorded: the wrong
pupil must never be reported dead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change_records
from xjcli.procedures.pupils import require_pupil
from xjcli.regulation.deadlines import Due, due_after
from xjcli.report import Report
from xjcli.schema.record import Record
from xjcli.schema.values.normalise import name_key


def decease(
    desk: Desk,
    pupil: str,
    *,
    died_on: date,
    certificate: str,
    cause: str,
    name: Callable[[dict[str, Any]], str],
    errand: Errand,
) -> Report:
    """Report a pupil's death. `name` sees the plan and gives the name that was typed or given to confirm it.

    `deadline` is the last day of the time limit, `provisional` where the holidays of its year are not published yet.
    """
    record = require_pupil(desk, pupil)
    rule = desk.rules.deadline("death", on=died_on, stage=record.stage)
    due = due_after(rule.amount, rule.unit, died_on, desk.calendar)
    body = {"died_on": died_on.isoformat(), "certificate": certificate.strip(), **({"cause": cause} if cause else {})}
    more = {"died_on": died_on.isoformat(), "deadline": due.day.isoformat(), "provisional": due.provisional}

    def confirm(plan: dict[str, Any]) -> bool:
        if name_key(name(plan)) != record.name_key:
            raise Refusal(Problem("decease.name", where=record.record_id))
        return errand.confirm(plan)

    return change_records(
        desk, [record], "death-reported", lambda _: body, replace(errand, confirm=confirm),
        check=lambda _: _objections(record, died_on, due, errand), more=more,
    )  # fmt: skip


def _objections(record: Record, died_on: date, due: Due, errand: Errand) -> list[Problem]:
    if not record.birth_date <= died_on.isoformat() <= errand.on.isoformat():
        return [Problem("decease.date", where=record.record_id, params={"date": died_on.isoformat()})]
    params: dict[str, str | int] = {"deadline": due.day.isoformat()}
    if errand.on > due.day:
        return [Problem("decease.late", "warn", record.record_id, params)]
    return [Problem("decease.provisional", "note", record.record_id, params)] if due.provisional else []
