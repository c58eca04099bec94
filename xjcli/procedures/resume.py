"""复学 (第十九条), and the way back from abroad (第二十条), from a dropout (第二十二条) or from being missing.

接续原来的学籍: nothing is opened anew; the pupil comes back on the same record, in a class of the same grade or, where
that was decided, of the next lower one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.change import Errand, change
from xjcli.procedures.conditions import asked_of, find_class_objections
from xjcli.procedures.pupils import require_class
from xjcli.regulation.conditions import find_resume_limits
from xjcli.report import Report
from xjcli.schema.record import ON_LEAVE, Record


def resume(desk: Desk, pupils: Sequence[str], *, class_no: str, lower: bool, errand: Errand) -> Report:
    """Bring pupils back; `class_no` may be empty (the class of before), `lower` joins the next lower grade."""
    found = require_class(class_no)

    def body(record: Record) -> dict[str, Any]:
        return {"from": record.status, "class": found, **({"cohort": record.cohort + 1} if lower else {})}

    def check(record: Record) -> list[Problem]:
        since = record.situation.get("since", "")
        if since and errand.on.isoformat() <= since:
            return [Problem("resume.too-soon", where=record.record_id, params={"since": since})]
        asked, cohort = asked_of(desk, record, errand), record.cohort + lower
        overdue = find_resume_limits(record, asked, desk.rules.limits) if record.status == ON_LEAVE else []
        return overdue + find_class_objections(
            desk, record, asked, stage=record.stage, cohort=cohort, class_no=found or record.class_no
        )

    return change(desk, pupils, "resumed", body, errand, check=check)
