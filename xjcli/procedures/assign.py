"""分班、转班: put pupils into a class of their grade; a registration matter of the school itself (第十三条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import append
from xjcli.procedures.near import empty_class
from xjcli.procedures.pupils import require_pupils
from xjcli.registry import evidence
from xjcli.regulation.changes import Request, find_objections
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.values.classes import parse_class


def assign(
    desk: Desk,
    pupils: Sequence[str],
    class_no: str,
    *,
    on: date,
    because: str = "",
    evidence_files: Sequence[Path] = (),
    dry_run: bool = False,
) -> Report:
    """All named pupils or none. Those who are in the class already are counted as unchanged."""
    if not pupils:
        raise Refusal(Problem("assign.none"))
    found, problems = parse_class(class_no)
    if on > desk.today:
        problems = [*problems, Problem("enrol.future", params={"date": on.isoformat()})]
    if found is None or any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    files = evidence.read_evidence(list(evidence_files))
    records = require_pupils(desk, pupils)
    new = empty_class(desk, found)
    moving = [record for record in records if record.class_no != found]
    step = Request("assigned", on, desk.today)
    if objections := [problem for record in moving for problem in find_objections(record, step)]:
        raise Refusal(*objections)
    result: dict[str, Any] = {
        "class": found,
        "changed": len(moving),
        "unchanged": len(records) - len(moving),
        "items": [{"record_id": record.record_id, "from": record.class_no, "to": found} for record in moving],
        "operation": None,
    }
    if moving and not dry_run:
        evidence.keep(desk.vault, files)
        body: dict[str, Any] = {"class": found, **({"because": because} if because else {})}
        basis = {"pack": desk.rules.id, "article": desk.rules.article_of("assigned"), "evidence": sorted(files)}
        drafts = [Draft("assigned", record.record_id, on.isoformat(), body, basis) for record in moving]
        result["operation"] = append(desk, drafts, command="assign")
    return Report(result, [*problems, *new])
