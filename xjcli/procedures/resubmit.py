"""After a refusal: mend what the authority objected to, add evidence, and ask again (第四条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import append
from xjcli.procedures.mending import changed_person, find_others, mended
from xjcli.procedures.opening import Opening, first_number
from xjcli.procedures.pupils import brief, require_pupil
from xjcli.registry import evidence
from xjcli.regulation.changes import Request, find_objections
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import Record

#: Where a pupil stands in the school; not what the authority was asked about.
_PLACE = ("school_code", "grade", "class_no", "entry_month")


def resubmit(
    desk: Desk,
    pupil: str,
    corrections: Mapping[str, str],
    evidence_files: list[Path],
    *,
    on: date,
    because: str = "",
    dry_run: bool = False,
) -> Report:
    """Send a refused enrolment again. Refuses where it was not refused, or where nothing new is given."""
    record = require_pupil(desk, pupil)
    _require_possible(record, corrections)
    if on <= desk.today and (objections := find_objections(record, Request("resubmitted", on, desk.today))):
        raise Refusal(*objections)
    files = evidence.read_evidence(evidence_files)
    opening, problems = mended(desk, record, corrections, on=on)
    problems += find_others(desk, record, opening)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    if on > desk.today:
        raise Refusal(Problem("enrol.future", params={"date": on.isoformat()}))
    changed = changed_person(record, opening)
    if not changed and not files:
        raise Refusal(Problem("resubmit.nothing"))
    body = {"person": changed, "because": because, **_number(desk, record, opening, changed)}
    basis = {
        "pack": desk.rules.id,
        "article": desk.rules.article_of("resubmitted"),
        "evidence": sorted(files),
    }
    result = {**brief(desk, record), "changed": sorted(changed), "operation": None}
    if not dry_run:
        evidence.keep(desk.vault, files)
        draft = Draft("resubmitted", record.record_id, on.isoformat(), body, basis)
        result["operation"] = append(desk, [draft], command="resubmit")
    return Report(result, problems)


def _require_possible(record: Record, corrections: Mapping[str, str]) -> None:
    if placed := [name for name in corrections if name in _PLACE]:
        raise Refusal(
            *(Problem("resubmit.place", where=name, params={"label": BY_NAME[name].label}) for name in placed)
        )


def _number(desk: Desk, record: Record, opening: Opening, changed: Mapping[str, str]) -> dict[str, Any]:
    """第五条: another document is another candidate."""
    if "document_number" not in changed and "document_type" not in changed:
        return {}
    value, state = first_number(opening, record.record_id, desk.rules)
    return {"number": {"value": value, "state": state, "rule": desk.rules.number.rule}}
