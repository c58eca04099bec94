"""第二十四条 (人籍一致; 2025: 人籍分离、空挂学籍): a list of each class that its teacher answers and signs.

Who sits in class is known to nobody but the teacher. Neither step writes an act: what a finding needs is settled by the
command that it names, each with its own evidence.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.procedures.class_list_findings import Reading, find_in, label_of
from xjcli.procedures.pupils import require_grade, require_semester
from xjcli.registry import queries
from xjcli.report import Report
from xjcli.report.phrases import in_language
from xjcli.schema.masking import mask_text
from xjcli.schema.record import Record
from xjcli.schema.values.time import Semester
from xjcli.sheets.class_list import (
    Line,
    Mark,
    Returned,
    is_count,
    page_of,
    read_class_list,
    require_workbook,
    write_class_list,
)

_HEAD_SHOWN = 16
Classes = dict[str, list[Record]]


def write(
    desk: Desk, semester: str, path: Path, *, class_text: str = "", force: bool = False, dry_run: bool = False
) -> Report:
    """One sheet a class. `result`: file, semester, classes[]. Refuses with class-list.nobody, file.*."""
    term = require_semester(semester)
    now = Semester.of(desk.today)
    if term not in (now, now.next()):
        raise Refusal(Problem("class-list.not-now", params={"semester": term.label, "now": now.label}))
    require_workbook(path)
    if not force and os.path.lexists(path):
        raise Refusal(Problem("file.exists", where=path.name))
    classes = _classes(desk, class_text)
    if not classes:
        raise Refusal(Problem("class-list.nobody"))
    head, labels = desk.registry.head(), _labels(desk, classes)
    pages = []
    for number, (key, pupils) in enumerate(classes.items(), start=1):
        mark = Mark(
            desk.settings.school_code, term.label, key, f"{number}/{len(classes)}", len(pupils), head.seq,
            head.hash[:_HEAD_SHOWN], desk.today.isoformat(),
        )  # fmt: skip
        lines = [_line(record) for record in pupils]
        pages.append(page_of("人籍一致核查名单", desk.settings.name, labels[key], mark, lines))
    if not dry_run:
        write_class_list(path, pages, force=force)
    listed = [{"class": labels[key], "pupils": len(pupils)} for key, pupils in classes.items()]
    return Report(
        {
            "file": mask_text(str(path)), "semester": term.label, "classes": listed,
            "pupils": sum(map(len, classes.values())), "dry_run": dry_run, "operation": None,
        }
    )  # fmt: skip


def read(desk: Desk, semester: str, path: Path) -> Report:
    """What the teachers answered: `classes[]`, `findings[]`; exit 1 while anything is open. Nothing is written.

    Refuses a list of another school, semester or ledger, and a workbook that holds none (`class-list.*`).
    """
    term = require_semester(semester)
    sheets, others = read_class_list(path)
    for sheet in sheets:
        _require_ours(desk, term, sheet)
    by_class = _classes(desk, "")
    records = {record.record_id: record for record in queries.everyone(desk.registry)}
    readings = [Reading(desk, sheet, records, by_class.get(sheet.mark.class_key, [])) for sheet in sheets]
    problems = [problem for reading in readings for problem in find_in(reading)]
    problems += _whole(sheets)
    problems += [Problem("class-list.sheet-aside", "note", name) for name in others]
    open_ones = [problem for problem in problems if problem.severity == "warn"]
    return Report(
        {
            "file": mask_text(str(path)), "semester": term.label,
            "classes": [reading.counts() for reading in readings],
            "findings": [_finding(problem) for problem in open_ones], "open": len(open_ones),
        },
        problems,
        int(Family.FINDINGS) if open_ones else None,
    )  # fmt: skip


def _labels(desk: Desk, classes: Classes) -> dict[str, str]:
    """A name for each sheet. Two cohorts may share a grade (one came early, or stays on): then the year is said."""
    plain = {key: label_of(desk, pupils[0]) for key, pupils in classes.items()}
    shared = Counter(plain.values())
    return {key: f"{label} {classes[key][0].cohort}级" if shared[label] > 1 else label for key, label in plain.items()}


def class_key(record: Record) -> str:
    """A class as it stays the same through promotions."""
    return f"{record.stage}-{record.cohort}-{record.class_no or '0'}"


def _classes(desk: Desk, text: str) -> Classes:
    """Everyone on the roll by class, in class order; of one class, or of a grade, where it is named."""
    wanted = require_grade(desk, text, desk.today) if text else None
    classes: Classes = {}
    for record in queries.on_roll(desk.registry):
        if wanted and (record.stage, record.cohort) != (wanted.stage, wanted.cohort):
            continue
        if wanted and wanted.class_no and record.class_no != wanted.class_no:
            continue
        classes.setdefault(class_key(record), []).append(record)
    return classes


def _line(record: Record) -> Line:
    """The list is a Chinese paper, whatever the screen speaks."""
    words = [in_language(f"{family}.{word}", english=False) for family, word in
             (("sex", record.sex), ("status", record.status))]  # fmt: skip
    return Line(record.record_id, record.name, *words)


def _require_ours(desk: Desk, term: Semester, sheet: Returned) -> None:
    """Another school's list, another semester's, or one of a ledger that is not this one is not read at all."""
    mark = sheet.mark
    if mark.school != desk.settings.school_code:
        params: dict[str, str | int] = {"code": mark.school[:10], "own": desk.settings.school_code}
        raise Refusal(Problem("class-list.other-school", where=sheet.name, params=params))
    if mark.semester != term.label:
        params = {"semester": mark.semester[:11], "wanted": term.label}
        raise Refusal(Problem("class-list.other-semester", where=sheet.name, params=params))
    rows = desk.registry.rows("select hash from acts where seq = ?", (min(mark.seq, 2**62),))
    known = rows[0]["hash"] if rows else desk.registry.genesis() if mark.seq == 0 else ""
    if known[:_HEAD_SHOWN] != mark.head:
        raise Refusal(Problem("class-list.other-ledger", where=sheet.name, params={"seq": mark.seq}))


def _whole(sheets: Sequence[Returned]) -> Iterator[Problem]:
    """A sheet that was taken out of the file, or that stands in it twice."""
    wanted = max((int(sheet.mark.sheet.partition("/")[2]) for sheet in sheets if _counts(sheet)), default=0)
    have = Counter(sheet.mark.class_key for sheet in sheets)
    if len(have) < wanted:
        yield Problem("class-list.sheet-missing", "warn", params={"count": wanted - len(have), "total": wanted})
    for sheet in sheets:
        if have[sheet.mark.class_key] > 1:
            yield Problem("class-list.sheet-twice", "warn", sheet.name)


def _counts(sheet: Returned) -> bool:
    return is_count(sheet.mark.sheet.partition("/")[2])


def _finding(problem: Problem) -> dict[str, Any]:
    params = problem.params
    return {
        "code": problem.code, "where": mask_text(problem.where or "") or None,
        "record_id": params.get("record") or None,
        "name": params.get("name") or None, "next": params.get("next") or None,
    }  # fmt: skip
