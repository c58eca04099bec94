"""第二十四条, the check of every semester: this school's roll beside the roster of the system above.

Read as an import reads it, with the same map and the same refusal of damaged numbers; nothing is written by comparing.
Each difference says its likely cause and the command that settles it, by record id; values are masked (第二十五条).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.against_shown import shown
from xjcli.procedures.import_ import Guards, import_
from xjcli.procedures.import_maps import remembered
from xjcli.reference import region_name
from xjcli.registry import exchange, queries
from xjcli.regulation.basics import nature
from xjcli.regulation.fold import step
from xjcli.regulation.rosters import Line, Past, find_shift, judge, match, stated
from xjcli.report import Report
from xjcli.schema.act import ECHOES
from xjcli.schema.record import Record
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.findings import Finding, Sheet
from xjcli.sheets.read import read_table

#: What an import of the roster would carry out, and no other difference.
PLANNED = ("there-only", "fields")
#: So many rows or records are named in a message.
_NAMED = 5
#: Where our side is the newer one: an import of the roster would undo it.
_OURS_IS_NEWER = frozenset({"changed-here", "changed-both", "sent-not-applied"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, masked; `problems` are the cells that were refused and were not compared."""

    differences: list[dict[str, Any]]
    problems: list[Problem]
    rows: int
    matched: int
    source: Path
    format: str
    encoding: str
    sheet: str
    sha256: str


def find_differences(desk: Desk, source: Path, *, encoding: str = "") -> Comparison:
    """Compare the roster with the registry. Refuses with against.other-school, against.other-semester, sheet.*."""
    settings = desk.settings
    table = read_table(source, encoding=encoding, remembered=remembered(desk.registry))
    known: dict[str, bool] = {}

    def region_known(region: str) -> bool:
        if region not in known:
            known[region] = region_name(region) is not None
        return known[region]

    context = Context(desk.today, settings.school_code, settings.stages, settings.system, region_known)
    sheet = read_pupils(table, context=context)
    _require_own(desk, sheet)
    found = match(_lines(sheet), queries.everyone(desk.registry))
    _require_semester(found.pairs)
    sent = exchange.last_sent_act(desk.registry)
    differences = judge(found, sent=sent, past=lambda ids: _past(desk, ids, sent))
    refused = [each.problem for each in sheet.findings if _counts(each)]
    return Comparison(
        [shown(desk, each, source.name) for each in differences], [*table.notes, *refused], len(sheet.rows),
        len(found.pairs), source, table.format, table.encoding, table.sheet, table.sha256,
    )  # fmt: skip


def _require_own(desk: Desk, sheet: Sheet) -> None:
    """Most rows are of another school: the wrong file, not a thousand differences."""
    own = desk.settings.school_code
    codes = [code for row in sheet.rows if (code := row.fields.get("school_code", ""))]
    others = [code for code in codes if code != own]
    if others and len(others) * 2 > len(codes):
        other = max(set(others), key=others.count)
        params: dict[str, str | int] = {"code": other, "own": own, "count": len(others), "rows": len(codes)}
        raise Refusal(Problem("against.other-school", where=sheet.table.sheet, params=params))


def _require_semester(pairs: list[tuple[Line, Record]]) -> None:
    years, count, total = find_shift(pairs)
    if years:
        params: dict[str, str | int] = {"years": abs(years), "count": count, "total": total}
        raise Refusal(Problem("against.earlier-semester" if years < 0 else "against.later-semester", params=params))


def _lines(sheet: Sheet) -> list[Line]:
    """The rows of the sheet; a cell that was refused is not compared."""
    fields = {column.index: name for name, column in sheet.table.fields.items()}
    unread: dict[int, set[str]] = {}
    for each in sheet.findings:
        if _counts(each) and each.column in fields:
            unread.setdefault(each.row, set()).add(fields[each.column])
    nothing: frozenset[str] = frozenset()
    return [
        Line(f"{sheet.table.sheet}!{row.number}", row.fields, row.registry_number,
             frozenset(unread[row.number]) if row.number in unread else nothing)
        for row in sheet.rows
    ]  # fmt: skip


def _counts(finding: Finding) -> bool:
    """A cell that is not compared. Which stage a month of entry means is a question of an import: here we know it."""
    return finding.problem.severity == "refuse" and finding.problem.code != "sheet.stage-unclear"


def _past(desk: Desk, record_ids: Collection[str], sent: int) -> Mapping[str, Past]:
    """What stood after every act about these records. What the authority told us it knows, so it counts as sent."""
    past: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for record_id in sorted(record_ids):
        record: Record | None = None
        known = 0
        for act in desk.registry.acts(record_id=record_id):
            record = step(record, act)
            known = min(act.seq, sent) if act.kind in ECHOES and known <= sent else act.seq
            past.setdefault(record_id, []).append((known, stated(record)))
    return past


def write_plan(
    desk: Desk, comparison: Comparison, path: Path, *, accept_valid: bool = False
) -> tuple[dict[str, Any], list[Problem]]:
    """The plan that `xj import ROSTER --apply PLAN` carries out: pupils who are only there, and contact data.

    Where importing a row would undo what is newer here, or open again the record of a pupil who has left, no plan is
    written: against.plan-undoes; nor where it would open a second record for a pupil whom it does not know by
    document: against.plan-doubles. With `accept_valid` these rows are left out of it, which is told. `left_out` counts
    what is not in it, kind by kind; `lines[]` are those that may be picked by number.
    """
    looked = _planned(desk, comparison, None, None).result["lines"]
    undoing = [each for each in comparison.differences if _undone(each)]
    undone = {_row_of(each) for each in undoing}
    doubling = _doubling(comparison, looked) - undone
    rows = undone | doubling
    kept = [line["row"] for line in looked if line["row"] not in rows]
    if rows and not (accept_valid and kept):
        raise Refusal(*_objections(undoing, doubling))
    report = _planned(desk, comparison, path, kept if rows else None)
    left_out: dict[str, int] = {}
    for each in comparison.differences:
        if each["kind"] not in PLANNED or _protected(each) or _row_of(each) in rows:
            left_out[each["kind"]] = left_out.get(each["kind"], 0) + 1
    counts = {name: cast("int", report.result[name]) for name in ("new", "changed", "refused", "conflict")}
    result = {"plan": str(path), **counts, "left_out": left_out, "lines": report.result["lines"]}
    told: dict[str, str | int] = {"count": len(rows), "rows": "、".join(map(str, sorted(rows)[:_NAMED]))}
    return result, [Problem("against.plan-left-out", "warn", params=told)] if rows else []


def _doubling(comparison: Comparison, lines: list[dict[str, Any]]) -> set[int]:
    """Rows that an import would take for a new pupil, and that we know for one of ours."""
    unknown = {_row_of(each) for each in comparison.differences if each["kind"] == "there-only"}
    return {line["row"] for line in lines if line["kind"] == "new"} - unknown


def _objections(undoing: list[dict[str, Any]], doubling: set[int]) -> list[Problem]:
    found = []
    if undoing:
        records = "、".join(each["record_id"] for each in undoing[:_NAMED])
        found.append(Problem("against.plan-undoes", params={"count": len(undoing), "records": records}))
    if doubling:
        found.append(Problem("against.plan-doubles", params={"count": len(doubling)}))
    return found


def _row_of(difference: Mapping[str, Any]) -> int:
    """The row of the roster that a difference is about; 0 where it is about none."""
    _, _, row = difference["where"].rpartition("!")
    return int(row) if row else 0


def _planned(desk: Desk, comparison: Comparison, plan_out: Path | None, rows: Sequence[int] | None) -> Report:
    return import_(
        desk, comparison.source, way="take-on", on=desk.today, accept_valid=True, dry_run=True,
        confirm=lambda _: False, guards=Guards(plan_out=plan_out, rows=rows), encoding=comparison.encoding,
    )  # fmt: skip


def _undone(difference: Mapping[str, Any]) -> bool:
    gone = difference["kind"] == "state" and difference["cause"] != "number-proposed"
    return gone or (difference["cause"] in _OURS_IS_NEWER and not _protected(difference))


def _protected(difference: Mapping[str, Any]) -> bool:
    """第十条: an import keeps basic information and the grade as recorded; so it neither mends nor undoes them."""
    return any(nature(each["name"]) in ("basic", "place") for each in difference["fields"])
