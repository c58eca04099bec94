"""第二十四条, the check of every semester: this school's roll beside the roster of the system above.

Read as an import reads it, with the same map and the same refusal of damaged numbers; nothing is written by comparing.
Each difference says its likely cause and the command that settles it, by record id; values are masked (第二十五条).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.fields import shown_change
from xjcli.procedures.import_ import Guards, import_
from xjcli.procedures.import_maps import remembered
from xjcli.procedures.pupils import grade_today
from xjcli.reference import region_name
from xjcli.registry import exchange, queries
from xjcli.regulation.basics import nature
from xjcli.regulation.fold import step
from xjcli.regulation.rosters import Found, Line, Past, find_shift, judge, match, stated
from xjcli.report import Report
from xjcli.report.phrases import in_language
from xjcli.report.progress import Tell, silent
from xjcli.schema.act import ECHOES
from xjcli.schema.masking import mask_number, mask_text
from xjcli.schema.record import Record
from xjcli.schema.values.classes import grade_label
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.findings import Finding, Sheet
from xjcli.sheets.headers import REGISTRY_NUMBER, label_of
from xjcli.sheets.read import read_table

#: What an import of the roster would carry out, and no other difference.
PLANNED = ("there-only", "fields")
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


def find_differences(desk: Desk, source: Path, *, encoding: str = "", tell: Tell = silent) -> Comparison:
    """Compare the roster with the registry. Refuses with against.other-school, against.other-semester, sheet.*."""
    settings = desk.settings
    table = read_table(source, encoding=encoding, remembered=remembered(desk.registry), tell=tell)
    known: dict[str, bool] = {}

    def region_known(region: str) -> bool:
        if region not in known:
            known[region] = region_name(region) is not None
        return known[region]

    context = Context(desk.today, settings.school_code, settings.stages, settings.system, region_known)
    sheet = read_pupils(table, context=context, tell=tell)
    _require_own(desk, sheet)
    found = match(_lines(sheet), queries.everyone(desk.registry))
    _require_semester(found.pairs)
    sent = exchange.last_sent_act(desk.registry)
    differences = judge(found, sent=sent, past=lambda ids: _past(desk, ids, sent))
    refused = [each.problem for each in sheet.findings if _counts(each)]
    return Comparison(
        [_shown(desk, each, source) for each in differences], [*table.notes, *refused], len(sheet.rows),
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


def _shown(desk: Desk, found: Found, source: Path) -> dict[str, Any]:
    record, line = found.record, found.line
    name = record.name if record else line.value("name") if line else ""
    key = f"against.{found.cause}"
    on = record.changed_on if record and found.cause.startswith("left-") else ""
    return {
        "kind": found.kind,
        "record_id": record.record_id if record else "",
        "other_record_id": found.other,
        "where": line.where if line else "",
        "name": mask_text(name),
        "status": record.status if record else "",
        "fields": [_field(desk, *each) for each in found.fields],
        "cause": found.cause,
        "cause_zh": in_language(key, english=False).format(on=on),
        "cause_en": in_language(key, english=True).format(on=on),
        "on": on,
        "command": _command(found, source),
    }


def _field(desk: Desk, name: str, here: str, there: str) -> dict[str, str]:
    if name == REGISTRY_NUMBER:
        return {"name": name, "label": label_of(name), "here": mask_number(here), "there": mask_number(there)}
    if name == "grade":
        here, there = (_grade(desk, value) for value in (here, there))
        return {"name": name, "label": label_of(name), "here": here, "there": there}
    shown = shown_change(name, here, there)
    return {"name": name, "label": shown["label"], "here": shown["from"], "there": shown["to"]}


def _grade(desk: Desk, value: str) -> str:
    stage, _, cohort = value.partition("-")
    return grade_label(grade_today(desk, stage, int(cohort))) if cohort else ""


#: Cause → what settles it; `{r}` is the record id, `{file}` the roster.
_COMMANDS: Mapping[str, str] = {
    "not-sent": "xj push", "left-not-sent": "xj push", "changed-here": "xj push", "correction-not-sent": "xj push",
    "not-decided": "xj sync", "correction-waits": "xj sync", "sent-not-applied": "xj sync",
    "refused": "xj resubmit {r}", "moving": "xj transfer show {r}", "arriving": "xj transfer show {r}",
    "number-proposed": "xj number confirm --file {file}", "number-issued-twice": "xj number show {r}",
    "not-recorded": "xj import {file} --as take-on --dry-run", "not-legible": "xj import {file} --as take-on --dry-run",
    "listed-twice": "xj show {r}", "recorded-twice": "xj history {r}",
    "left-here": "xj history {r}", "approved-not-listed": "xj history {r}",
}  # fmt: skip


def _command(found: Found, source: Path) -> str:
    record_id = found.record.record_id if found.record else ""
    if line := _COMMANDS.get(found.cause):
        return line.format(r=record_id, file=mask_text(source.name))
    name, _here, there = found.fields[0]
    way = nature(name)
    if way == "class":
        return f"xj assign {record_id} --class {there}"
    if way == "place":
        return f"xj history {record_id}"
    command = "correct" if way == "basic" else "update"
    return " ".join([f"xj {command} {record_id}", *(f"--set {each[0]}=…" for each in found.fields)])


def write_plan(desk: Desk, comparison: Comparison, path: Path, tell: Tell = silent) -> dict[str, Any]:
    """The plan that `xj import ROSTER --apply PLAN` carries out: pupils who are only there, and contact data.

    A plan is pinned to the whole roster. Where importing it would undo what is newer here, or open again the record of
    a pupil who has left, none is written: against.plan-undoes; nor where it would open a second record for a pupil whom
    it does not know by document: against.plan-doubles. `left_out` counts what is not in it, kind by kind.
    """
    clashing = [each for each in comparison.differences if _undone(each)]
    if clashing:
        records = "、".join(each["record_id"] for each in clashing[:5])
        params: dict[str, str | int] = {"count": len(clashing), "records": records}
        raise Refusal(Problem("against.plan-undoes", params=params))
    unknown = sum(each["kind"] == "there-only" for each in comparison.differences)
    doubled = _planned(desk, comparison, None, tell).result["new"] - unknown
    if doubled > 0:
        raise Refusal(Problem("against.plan-doubles", params={"count": doubled}))
    report = _planned(desk, comparison, path, tell)
    left_out: dict[str, int] = {}
    for each in comparison.differences:
        if each["kind"] not in PLANNED or _protected(each):
            left_out[each["kind"]] = left_out.get(each["kind"], 0) + 1
    counts = {name: cast("int", report.result[name]) for name in ("new", "changed", "refused", "conflict")}
    return {"plan": str(path), **counts, "left_out": left_out}


def _planned(desk: Desk, comparison: Comparison, plan_out: Path | None, tell: Tell) -> Report:
    return import_(
        desk, comparison.source, way="take-on", on=desk.today, accept_valid=True, dry_run=True,
        confirm=lambda _: False, guards=Guards(plan_out=plan_out), encoding=comparison.encoding, tell=tell,
    )  # fmt: skip


def _undone(difference: Mapping[str, Any]) -> bool:
    gone = difference["kind"] == "state" and difference["cause"] != "number-proposed"
    return gone or (difference["cause"] in _OURS_IS_NEWER and not _protected(difference))


def _protected(difference: Mapping[str, Any]) -> bool:
    """第十条: an import keeps basic information and the grade as recorded; so it neither mends nor undoes them."""
    return any(nature(each["name"]) in ("basic", "place") for each in difference["fields"])
