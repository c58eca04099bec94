"""复学 (第十九条), and the way back from abroad (第二十条), from a dropout (第二十二条) or from being missing.

接续原来的学籍: nothing is opened anew; the pupil comes back on the same record, in a class of the same grade or, where
that was decided, of the next lower one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change
from xjcli.report import Report
from xjcli.schema.record import Record
from xjcli.schema.values.classes import parse_class


def resume(desk: Desk, pupils: Sequence[str], *, class_no: str, lower: bool, errand: Errand) -> Report:
    """Bring pupils back; `class_no` may be empty (the class of before), `lower` joins the next lower grade."""
    found = ""
    if class_no:
        parsed, problems = parse_class(class_no)
        if parsed is None:
            raise Refusal(*problems)
        found = parsed

    def body(record: Record) -> dict[str, Any]:
        return {"from": record.status, "class": found, **({"cohort": record.cohort + 1} if lower else {})}

    def check(record: Record) -> list[Problem]:
        since = record.situation.get("since", "")
        if not since or errand.on.isoformat() > since:
            return []
        return [Problem("resume.too-soon", where=record.record_id, params={"since": since})]

    return change(desk, pupils, "resumed", body, errand, check=check)
