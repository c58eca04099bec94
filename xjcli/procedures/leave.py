"""休学 (第十九条): asked for in writing by the guardian, granted by the school, registered at the authority.

登记, not 核准: the leave runs from its day on and waits for nobody. How long and how often is the province's
(第十一条).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.change import Errand, change
from xjcli.procedures.conditions import asked_of
from xjcli.regulation.conditions import find_leave_limits
from xjcli.report import Report
from xjcli.schema.record import ON_LEAVE, Record


def leave(desk: Desk, pupils: Sequence[str], *, until: date, ground: str, extend: bool, errand: Errand) -> Report:
    """Grant a leave until a day, or with `extend` a longer one to a pupil who is on leave already."""
    kind = "leave-extended" if extend else "leave-granted"

    def check(record: Record) -> list[Problem]:
        since = record.situation.get("until", "") if extend and record.status == ON_LEAVE else errand.on.isoformat()
        if until.isoformat() <= since:
            return [Problem("leave.until", where=record.record_id, params={"until": until.isoformat(), "since": since})]
        asked = asked_of(desk, record, errand)
        return find_leave_limits(record, asked, desk.rules.limits, until=until, extend=extend)

    return change(desk, pupils, kind, lambda _: {"until": until.isoformat(), "ground": ground}, errand, check=check)
