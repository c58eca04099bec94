"""退学、开除 (第十一条; 义务教育法第二十七条): leaving school for good before the end, of senior secondary only.

In compulsory years no pupil is expelled, and a withdrawal needs a reason that is kept; who stays away is a dropout
(第二十二条), whose record is retained.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change
from xjcli.procedures.conditions import asked_of
from xjcli.procedures.pupils import require_choice
from xjcli.regulation.conditions import find_withdraw_limits
from xjcli.regulation.lifecycle import row
from xjcli.report import Report
from xjcli.schema.record import Record

#: Why a pupil leaves. Stored in acts: never rename.
GROUNDS = ("voluntary", "illness", "truancy", "overage", "leave-expired", "other")


def withdraw(desk: Desk, pupils: Sequence[str], *, ground: str, errand: Errand) -> Report:
    """Record that these pupils leave school before the end of their stage."""
    if not ground:
        raise Refusal(Problem("usage.missing", params={"option": "--ground"}))
    require_choice("--ground", ground, GROUNDS)

    def check(record: Record) -> list[Problem]:
        if row(record.status, "withdrawn") is None:
            return []
        return find_withdraw_limits(record, asked_of(desk, record, errand), desk.rules.limits, ground=ground)

    return change(desk, pupils, "withdrawn", lambda _: {"ground": ground}, errand, check=check)


def expel(desk: Desk, pupils: Sequence[str], *, ground: str, decision: str, errand: Errand) -> Report:
    """Record an expulsion, resting on a decision with its number; refused in compulsory years, whatever is said."""
    if not decision.strip():
        raise Refusal(Problem("usage.missing", params={"option": "--decision"}))
    body: dict[str, Any] = {"ground": ground, "decision": decision.strip()}
    return change(desk, pupils, "expelled", lambda _: body, errand)
