"""Import a pupil workbook (第四条、第六条): read, check, compare with the roll, then store all of it or nothing.

One row is new, changed, unchanged, in conflict, or refused. A missing row never means that a pupil left. What the
school keeps up to date itself is updated from the row; basic information is kept as recorded, because 第十条 asks proof
and approval for every correction: `--overwrite` names the fields to ask for. A mass of changes is asked about.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal, entry
from xjcli.procedures.backup import before_batch
from xjcli.procedures.differences import comparison
from xjcli.procedures.fields import by_name, find_misplaced
from xjcli.procedures.import_maps import remember
from xjcli.procedures.import_papers import Papers
from xjcli.procedures.import_plan import COUNTS, SavedPlan, save
from xjcli.procedures.import_rows import Plan, planned
from xjcli.procedures.opening import opening_draft
from xjcli.procedures.people import require_leader
from xjcli.registry import evidence, queries
from xjcli.registry.ledger import Head, new_ids
from xjcli.report import Report
from xjcli.report.problems import group
from xjcli.report.progress import Tell, silent
from xjcli.sheets.findings import Sheet
from xjcli.sheets.table import without_collecting

#: 'enrol' opens records and asks for approval; 'take-on' stores pupils whose registration exists already.
WAYS = {"enrol": "first", "take-on": "take-on"}


@dataclass(frozen=True, slots=True)
class Guards:
    """How an import is held in check: which protected fields it may ask to correct, where its plan goes or comes
    from, and how many changed pupils were agreed to (`ask_changes` asks a person: pupils, per cent). `rows` are those
    that it is about, `chosen` those of them that were picked from its plan; None for all."""

    overwrite: Sequence[str] = ()
    plan_out: Path | None = None
    plan: SavedPlan | None = None
    yes_change: int = 0
    ask_changes: Callable[[int, int], bool] = field(default=lambda count, percent: False)
    rows: Sequence[int] | None = None
    chosen: Sequence[int] | None = None


def import_(
    desk: Desk,
    path: Path,
    *,
    way: str,
    on: date,
    because: str = "",
    evidence_files: Sequence[Path] = (),
    extra_map: Mapping[str, str] | None = None,
    accept_valid: bool = False,
    dry_run: bool = False,
    confirm: Callable[[dict[str, Any]], bool],
    guards: Guards | None = None,
    papers: Papers | None = None,
    encoding: str = "",
    tell: Tell = silent,
) -> Report:
    """`new`, `changed`, `unchanged`, `conflict`, `refused`; exit as sheets.md has it. `confirm` sees the counts.

    With `guards.plan_out` the plan is saved and nothing else is done: it is there to be looked at first (`apply`).
    `papers` are written before anything is stored, whatever becomes of the import. One transaction: a killed import
    leaves nothing behind, and running it again is safe.
    """
    guards, papers = guards or Guards(), papers or Papers()
    dry_run = dry_run or guards.plan_out is not None
    _require_sense(desk, way, on, guards)
    papers.require_free(path)
    started = time.perf_counter()
    files = evidence.read_evidence(list(evidence_files))
    head = desk.registry.head()
    overwrite = list(by_name(dict.fromkeys(guards.overwrite, "")))

    def look(rows: Sequence[int] | None) -> tuple[Sheet, Plan]:
        known = comparison(desk, on=on, because=because, digests=sorted(files), overwrite=overwrite)
        return planned(desk, path, WAYS[way], on, extra_map, known, encoding, tell, rows)

    sheet, plan = look(guards.rows)
    result = _result(desk, sheet, plan, dry_run)
    if guards.plan is not None:
        guards.plan.require(sheet.table.sha256, head, sorted(files), result)
    if guards.chosen is not None:
        sheet, plan = look(guards.chosen)
        result = _result(desk, sheet, plan, dry_run)
    if dry_run or guards.plan is not None:
        result["lines"] = [line.shown(number) for number, line in enumerate(plan.lines, 1)]
    if guards.plan_out is not None:
        saved = SavedPlan(
            sheet.table.sha256, head.seq, head.hash, way, on.isoformat(), because, dict(sheet.table.mapping), overwrite,
            accept_valid, sorted(files), {name: result[name] for name in COUNTS}, sheet.table.encoding,
            None if guards.rows is None else list(guards.rows), [line.row for line in plan.lines],
        )  # fmt: skip
        save(guards.plan_out, saved, result)
        result["plan"] = str(guards.plan_out)
    result |= papers.write(path, sheet, plan.problems, tell)
    if dry_run:
        return Report(result, plan.problems, int(Family.FINDINGS) if plan.blocked else 0)
    if plan.blocked and not accept_valid:
        return Report(result, plan.problems, _nothing_stored(plan.problems))
    if plan.openings or plan.drafts:
        _require_agreed(plan, result, guards)
        if not confirm(result):
            raise Refusal(Problem("usage.cancelled"))
        evidence.keep(desk.vault, files)
        if because or files:
            plan.openings = [replace(each, because=because, evidence=sorted(files)) for each in plan.openings]
        result["operation"] = _store(desk, sheet, plan, way, on, head, extra_map, tell)
        result["stored"] = len(plan.openings) + plan.changing
    result["seconds"] = round(time.perf_counter() - started, 1)
    return Report(result, plan.problems, int(Family.FINDINGS) if plan.blocked else 0)


def _require_sense(desk: Desk, way: str, on: date, guards: Guards) -> None:
    if way not in WAYS:
        params = {"option": "--as", "value": way[:20], "allowed": ", ".join(WAYS)}
        raise Refusal(Problem("usage.option", params=params))
    if on > desk.today:
        raise Refusal(Problem("enrol.future", params={"date": on.isoformat()}))
    if misplaced := find_misplaced(by_name(dict.fromkeys(guards.overwrite, "")), "basic"):
        raise Refusal(*misplaced)


#: Above this many per cent of the roll an import has to be agreed to by number.
MASS_CHANGE = 20


def _require_agreed(plan: Plan, result: dict[str, Any], guards: Guards) -> None:
    """The brake: a wrong column or an old file changes half a school in one go; new pupils never count."""
    count, percent = plan.changing, result["changing_percent"]
    if percent <= MASS_CHANGE or count <= guards.yes_change or guards.ask_changes(count, percent):
        return
    raise Refusal(Problem("import.many-changes", params={"count": count, "percent": percent}), result=result)


def _nothing_stored(problems: Iterable[Problem]) -> int:
    """20 if only rules refuse, else 50."""
    families = {entry(code).family for code in {p.code for p in problems if p.severity == "refuse"}}
    return int(Family.RULE) if families <= {Family.RULE} else int(Family.SHEET)


@without_collecting()
def _store(
    desk: Desk,
    sheet: Sheet,
    plan: Plan,
    way: str,
    on: date,
    head: Head,
    given: Mapping[str, str] | None,
    tell: Tell,
) -> str:
    """New records first, then what changes of known ones; only if nothing was recorded since the plan was made."""
    pack, day = desk.rules, on.isoformat()
    ids = new_ids("r", len(plan.openings))
    drafts = [
        opening_draft(opening, record_id, WAYS[way], pack, day)
        for opening, record_id in zip(plan.openings, ids, strict=True)
    ]
    drafts += plan.drafts
    require_leader(desk, (draft.kind for draft in drafts))
    before_batch(desk, len(drafts))
    with desk.registry.transaction():
        if desk.registry.head() != head:
            raise Refusal(Problem("import.plan-stale"))
        operation = desk.registry.append(
            drafts, command="import", recorded_at=desk.recorded_at, recorded_by=desk.registrar, tell=tell
        )
        remember(desk.registry, sheet.table, given)
    return operation


def _result(desk: Desk, sheet: Sheet, plan: Plan, dry_run: bool) -> dict[str, Any]:
    table, known = sheet.table, plan.comparison
    on_roll = queries.count_on_roll(desk.registry) if plan.changing else 0
    return {
        "file": table.source,
        "format": table.format,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "sha256": table.sha256,
        "rows": len(sheet.rows),
        **{name: plan.counts[name] for name in ("new", "changed", "unchanged", "conflict", "refused")},
        "updated": known.updated if known else 0,
        "corrected": known.corrected if known else 0,
        "changing_percent": -(-plan.changing * 100 // on_roll) if on_roll else 0,
        "stored": 0,
        "operation": None,
        "dry_run": dry_run,
        "plan": None,
        "lines": [],
        "rest": None,
        "remaining": 0,
        "changes": plan.changes,
        "groups": group(plan.problems),
        "seconds": 0.0,
    }
