"""下落不明 (第十三条): nobody knows where the pupil is; reported at once, whatever else is under way.

The record is kept. A pupil who is found comes back with `xj resume`; what it turns out to have been (辍学, 死亡) is
recorded after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.change import Errand, change
from xjcli.procedures.conditions import is_possible
from xjcli.report import Report
from xjcli.schema.record import Record


def missing(desk: Desk, pupils: Sequence[str], *, since: date, errand: Errand) -> Report:
    """Report pupils whose whereabouts are unknown since a day."""

    def check(record: Record) -> list[Problem]:
        if is_possible(record, since, errand.on):
            return []
        return [Problem("missing.since", where=record.record_id, params={"since": since.isoformat()})]

    return change(desk, pupils, "missing-reported", lambda _: {"since": since.isoformat()}, errand, check=check)
