"""Find pupils (第七条: the record must be at hand): name, class, grade, pinyin initials, last four digits."""

from __future__ import annotations

from typing import Any

from xjcli.desk import Desk
from xjcli.procedures.near import empty_class, pupils_near
from xjcli.procedures.pupils import (
    grade_today,
    record_reveal,
    require_choice,
    require_class,
    require_grade,
    require_reason,
    shown_number,
)
from xjcli.registry import queries
from xjcli.registry.connect import Row
from xjcli.report import Report
from xjcli.schema.record import APPROVED, PENDING, REFUSED, STATUSES


def find(
    desk: Desk,
    *,
    query: str = "",
    class_no: str = "",
    grade: str = "",
    status: str = "",
    standing: str = "",
    limit: int = 50,
    offset: int = 0,
    reveal: bool = False,
    because: str = "",
) -> Report:
    """A page of the pupils that fit, in class order, with the total; numbers masked unless revealed."""
    require_reason(reveal, because)
    require_choice("--standing", standing, (PENDING, APPROVED, REFUSED))
    status = status.replace("_", "-")
    require_choice("--status", status, STATUSES)
    cohorts, class_from_grade = cohorts_of(desk, grade)
    wanted = queries.Filter(query, require_class(class_no) or class_from_grade, cohorts, status, standing)
    total, rows = queries.find(desk.registry, wanted, limit=limit, offset=offset)
    if reveal:
        record_reveal(desk, because, [row["record_id"] for row in rows])
    notes = [] if total else empty_class(desk, wanted.class_no) or (pupils_near(desk, query) if query else [])
    return Report({"total": total, "items": [_item(desk, row, reveal) for row in rows]}, notes)


def _item(desk: Desk, row: Row, reveal: bool) -> dict[str, Any]:
    return {
        "record_id": row["record_id"],
        "name": row["name"],
        "sex": row["sex"],
        "grade": grade_today(desk, row["stage"], row["cohort"]),
        "class": row["class_no"],
        "registry_number": shown_number(row["registry_number"], reveal=reveal),
        "number_state": row["number_state"],
        "document_number": shown_number(row["document_number"], reveal=reveal),
        "status": row["status"],
        "standing": row["standing"],
    }


def cohorts_of(desk: Desk, grade: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """The (stage, cohort) that a grade means today, and the class where the same text names one (三(2)班)."""
    if not grade:
        return (), ""
    found = require_grade(desk, grade, desk.today)
    return ((found.stage, found.cohort),), found.class_no
