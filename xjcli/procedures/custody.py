"""第九条: 学校合并的，其学籍档案移交并入的学校管理；学校撤销的，移交县级教育行政部门指定的单位管理.

Every record moves at once, previewed, on the authority's letter; afterwards this registry is for reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, append, draft_of, request_of, require_sendable
from xjcli.procedures.pupils import brief
from xjcli.registry import evidence, queries
from xjcli.regulation.changes import find_objections
from xjcli.report import Report
from xjcli.schema.record import APPROVED, CANCELLED, ON_ROLL, Record
from xjcli.schema.values.codes import parse_school_code

_ACT = "custody-moved"
MERGED, CLOSED = "merged", "closed"
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Move:
    """Where the records go: a school's code (merged) or the unit that the county names (closed)."""

    ground: str
    to: str
    custodian: str


def merge(desk: Desk, *, to: str, name: str, letter: Path | None, errand: Errand) -> Report:
    """The school is merged into another one, which keeps the records from now on."""
    code, problems = parse_school_code(to)
    if code is not None and code.text == desk.settings.school_code:
        problems = [Problem("transfer.same-school", where="--to", params={"school": code.text})]
    if code is None or problems:
        raise Refusal(*problems)
    return _move(desk, Move(MERGED, code.text, name.strip() or code.text), letter, errand)


def close(desk: Desk, *, custodian: str, letter: Path | None, errand: Errand) -> Report:
    """The school is closed; the custodian is the unit that the county's authority has named."""
    if not custodian.strip():
        raise Refusal(Problem("usage.missing", params={"option": "--custodian"}))
    return _move(desk, Move(CLOSED, "", custodian.strip()), letter, errand)


def _move(desk: Desk, move: Move, letter: Path | None, errand: Errand) -> Report:
    known = custody(desk)
    if known:
        raise Refusal(Problem("custody.moved", params={"on": known["on"], "custodian": known["custodian"]}))
    files = evidence.read_evidence([letter] if letter is not None else [])
    records = [record for record in queries.everyone(desk.registry) if record.status != CANCELLED]
    problems = _find_open(records)
    request = request_of(desk, _ACT, errand, len(files))
    if not problems:
        problems = [found for record in records for found in find_objections(record, request)]
    if problems:
        raise Refusal(*problems)
    digests = sorted(files)
    body = {"to": move.to, "custodian": move.custodian, "ground": move.ground, "letter": "".join(digests)}
    drafts = [draft_of(desk, record, _ACT, body, errand, digests, False) for record in records]
    require_sendable(drafts)
    result = _result(desk, records, move, errand)
    if errand.dry_run:
        return Report(result)
    if not errand.confirm(result):
        raise Refusal(Problem("usage.cancelled"))
    evidence.keep(desk.vault, files)
    return Report({**result, "operation": append(desk, drafts, command=f"school {_verb(move)}")})


def _find_open(records: list[Record]) -> list[Problem]:
    """Nothing may be under way: a case that is open here would be nobody's afterwards."""
    if not records:
        return [Problem("custody.none")]
    under_way = sum(bool(record.open_case or record.handover) for record in records)
    waiting = sum(record.standing != APPROVED for record in records if not record.handover)
    found = [Problem("custody.open", params={"count": under_way})] if under_way else []
    return [*found, Problem("custody.waits", params={"count": waiting})] if waiting else found


def _verb(move: Move) -> str:
    return "merge" if move.ground == MERGED else "close"


def _result(desk: Desk, records: list[Record], move: Move, errand: Errand) -> dict[str, Any]:
    return {
        "act": _ACT,
        "ground": move.ground,
        "to": move.to,
        "custodian": move.custodian,
        "on": errand.on.isoformat(),
        "count": len(records),
        "on_roll": sum(record.status in ON_ROLL for record in records),
        "items": [brief(desk, record) for record in records[:_SHOWN]],
        "operation": None,
        "dry_run": errand.dry_run,
    }


def custody(desk: Desk) -> dict[str, str]:
    """What became of this school's records: since when and with whom; empty while the school keeps them itself."""
    rows = desk.registry.rows("select record_id from acts where kind = ? order by seq desc limit 1", (_ACT,))
    record = queries.record(desk.registry, rows[0]["record_id"]) if rows else None
    if record is None or "custodian" not in record.situation:
        return {}
    at = record.situation
    return {"on": at["custody_on"], "custodian": at["custodian"], "to": at.get("custody_to", "")}
