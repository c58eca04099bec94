"""第十八条: a school run by a province or city tells its county each term who came and who went; and 第十四条: a letter
to the party whose ten working days have run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.papers import require_kind
from xjcli.papers.together import together
from xjcli.procedures.issue import Paper, issue, place_of
from xjcli.procedures.pupils import brief, require_pupil, require_semester, shown_number
from xjcli.reference import region_name
from xjcli.registry import queries
from xjcli.regulation.deadlines import Due, due_after, working_days_between
from xjcli.report import Report
from xjcli.report.phrases import in_language
from xjcli.schema.record import Record
from xjcli.schema.values.classes import grade_label
from xjcli.schema.values.time import Semester

_REQUESTS = ("transfer-requested", "progress-requested")
#: Who works for our own school in a handover: nobody sends a letter to himself.
_OURS = {"to": "to-school", "from": "from-school"}


def notice(desk: Desk, semester: str, out: Path, *, dry_run: bool = False) -> Report:
    """The term's notice, with its number. `out` is a folder, or a .docx, .xlsx or .md.

    A school of its own county's authority owes none, and hears so; nothing is written then.
    """
    term = require_semester(semester)
    settings = desk.settings
    result: dict[str, Any] = {"semester": term.label, "file": "", "number": "", "dry_run": dry_run}
    if settings.authority == settings.region:
        return Report(
            result | {"due": False},
            [Problem("transfer.not-directly-run", "note", params={"region": settings.region})],
        )
    path = place_of(out, f"transfer-notice-{term.label}")
    require_kind(path)
    arrivals, departures = _moves(desk, term)
    paper = _notice(desk, term, arrivals, departures)
    number = "" if dry_run else issued(desk, paper, path)
    return Report(
        result
        | {"due": True, "file": str(path), "number": number, "arrived": len(arrivals), "departed": len(departures)}
        | {"arrivals": arrivals, "departures": departures}
    )


def _moves(desk: Desk, term: Semester) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who came in and who went out in that term, by the handovers that were completed."""
    arrivals: list[dict[str, Any]] = []
    departures: list[dict[str, Any]] = []
    for record_id, came, act in _completed(desk):
        record = queries.record(desk.registry, record_id)
        if record is None or not term.contains(date.fromisoformat(act.occurred_on)):
            continue
        body = act.body or {}
        (arrivals if came else departures).append(
            {
                **brief(desk, record),
                "kind": body.get("kind", ""),
                "on": act.occurred_on,
                "school": body.get("school", ""),
                "school_name": body.get("name", ""),
            }
        )
    return arrivals, departures


def _completed(desk: Desk) -> Iterator[tuple[str, bool, Any]]:
    """(record, came in, act): the first completion of a record that was opened by a request is the pupil's coming."""
    awaited: set[str] = set()
    marks = ", ".join("?" * 3)
    found = desk.registry.rows(
        f"select seq, kind, record_id from acts where kind in ({marks}) order by seq",  # noqa: S608  marks only
        (*_REQUESTS, "handover-completed"),
    )
    for row in found:
        if row["kind"] in _REQUESTS:
            awaited.add(row["record_id"])
            continue
        came = row["record_id"] in awaited
        awaited.discard(row["record_id"])
        (act,) = desk.registry.acts(row["seq"], row["seq"])
        yield row["record_id"], came, act


def issued(desk: Desk, paper: Paper, path: Path) -> str:
    """Write this one paper; gives its number."""
    with together() as put, desk.registry.transaction():
        (number,) = issue(desk, paper, [path], put)
    return number


def _notice(desk: Desk, term: Semester, arrivals: list[dict[str, Any]], departures: list[dict[str, Any]]) -> Paper:
    settings = desk.settings
    values = {
        "county": region_name(settings.region) or settings.region, "school": settings.name,
        "school_code": settings.school_code, "authority": settings.authority,
        "semester": in_language(f"reconcile.term.{term.season}", english=False).format(year=term.year),
        "first_day": term.first_day.isoformat(), "last_day": term.last_day.isoformat(),
        "arrived": str(len(arrivals)), "departed": str(len(departures)), "registrar": settings.registrar,
        "on": desk.today.isoformat(),
    }  # fmt: skip
    return Paper("transfer-notice", values, {"arrivals": _lines(arrivals), "departures": _lines(departures)})


def _lines(moves: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The rows of a table; 无 where there is none."""
    rows = [
        {
            "name": str(move["name"]), "sex": in_language(f"sex.{move['sex']}", english=False),
            "grade": grade_label(move["grade"]), "number": str(move["registry_number"]), "kind": _kind(move["kind"]),
            "school": f"{move['school_name']} {move['school']}", "on": str(move["on"]),
        }
        for move in moves
    ]  # fmt: skip
    return rows or [dict.fromkeys(("sex", "grade", "number", "kind", "school", "on"), "") | {"name": "无"}]


def _kind(kind: str) -> str:
    return "升学" if kind == "progress" else "转学"


def remind(desk: Desk, pupil: str, out: Path, *, dry_run: bool = False) -> Report:
    """A letter, numbered, to the party that has the case now; refuses where that is this school itself."""
    record = require_pupil(desk, pupil)
    at = record.handover
    if not at:
        raise Refusal(Problem("transfer.nobody-late", where=record.record_id))
    if at["party"] == _OURS[at["role"]]:
        raise Refusal(Problem("transfer.own-turn", where=record.record_id))
    path = place_of(out, f"transfer-reminder-{record.record_id}")
    require_kind(path)
    number = "" if dry_run else issued(desk, _reminder(desk, record), path)
    limit, late = _lateness(desk, record)
    found = {
        "record_id": record.record_id, "party": at["party"], "since": at["since"], "file": str(path),
        "number": number, "deadline": limit.day.isoformat(), "provisional": limit.provisional,
        "working_days_late": late,
    }  # fmt: skip
    return Report(found | {"dry_run": dry_run})


def _lateness(desk: Desk, record: Record) -> tuple[Due, int]:
    """The last day of the party whose turn it is, and how many working days have gone by since; 0 in time."""
    since = date.fromisoformat(record.handover["since"])
    found = desk.rules.deadline("handover", on=since, stage=record.stage)
    limit = due_after(found.amount, found.unit, since, desk.calendar)
    return limit, max(0, working_days_between(limit.day, desk.today, desk.calendar).days)


def _reminder(desk: Desk, record: Record) -> Paper:
    at, settings = record.handover, desk.settings
    ours, theirs = f"{settings.name}（{settings.school_code}）", f"{at['name']}（{at['school']}）"
    limit = desk.rules.deadline("handover", on=date.fromisoformat(at["since"]), stage=record.stage)
    due, late = _lateness(desk, record)
    values = {
        "party": in_language(f"party.{at['party']}", english=False), "name": record.name,
        "number": shown_number(record.registry_number), "kind": _kind(at["kind"]), "case": at["case"] or "—",
        "to_school": ours if at["role"] == "to" else theirs, "from_school": theirs if at["role"] == "to" else ours,
        "since": at["since"], "days": str((desk.today - date.fromisoformat(at["since"])).days),
        "article": str(limit.article), "limit": str(limit.amount),
        "deadline": due.day.isoformat() + ("（暂定）" if due.provisional else ""),
        "late": f"已逾期 {late} 个工作日" if late else "尚未逾期", "school": settings.name,
        "school_code": settings.school_code, "registrar": settings.registrar, "on": desk.today.isoformat(),
    }  # fmt: skip
    return Paper("transfer-reminder", values, {}, record.record_id)
