"""升级 (第十二条): a whole school or one grade at once, seen before it is recorded, taken back until it is sent.

Nothing is deleted and no grade is overwritten: the grade follows from cohort and day. The act states that the pupil
went up in this year, and gives the class; whoever does not go up is listed with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, append
from xjcli.procedures.pupils import grade_today, require_grade, require_pupils
from xjcli.registry import evidence, queries
from xjcli.regulation.promotion import ENTERED, EXCEPTED, Grades, earliest, first_day, grades_for, why_not, year_of
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.record import Record
from xjcli.schema.values.classes import grade_label, parse_class

KIND = "promoted"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked: one grade or all, for which school year (0 = that of the day), who stays out, which class
    becomes which."""

    grade: str = ""
    year: int = 0
    exceptions: Sequence[str] = ()
    classes: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """One pupil: the grades, and why not (empty where the pupil goes up)."""

    record: Record
    grades: Grades
    reason: str


def promote(desk: Desk, wish: Wish, errand: Errand) -> Report:
    """`grades[]` with a count each, `exceptions[]` with the reason each; `operation` is None in a rehearsal."""
    year = wish.year or year_of(errand.on)
    if problems := _find_day_problems(desk, year, errand):
        raise Refusal(*problems)
    classes = _classes(wish.classes or {})
    files = evidence.read_evidence(list(errand.evidence))
    lines = _lines(desk, wish, year, errand)
    going = [line for line in lines if not line.reason]
    _require_known(classes, going)
    result = _result(desk, year, lines, errand)
    if going and not errand.dry_run:
        if not errand.confirm(result):
            raise Refusal(Problem("usage.cancelled"))
        evidence.keep(desk.vault, files)
        result["operation"] = append(desk, _drafts(desk, going, year, classes, errand, sorted(files)), tell=errand.tell)
    return Report(result, [] if going else [Problem("promote.nobody", "note", params={"year": year})])


def _find_day_problems(desk: Desk, year: int, errand: Errand) -> list[Problem]:
    if errand.on > desk.today:
        return [Problem("change.future", params={"date": errand.on.isoformat()})]
    if errand.on < earliest(year):
        params: dict[str, str | int] = {"year": year, "earliest": earliest(year).isoformat()}
        return [Problem("promote.early", params=params)]
    return []


def _classes(wished: Mapping[str, str]) -> dict[str, str]:
    """Old class → new class, both as they are stored."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for pair in wished.items():
        read = [parse_class(text) for text in pair]
        problems += [problem for _, each in read for problem in each]
        found[read[0][0] or ""] = read[1][0] or ""
    if problems:
        raise Refusal(*problems)
    return found


def _require_known(classes: Mapping[str, str], going: Sequence[_Line]) -> None:
    """A class that nobody comes from is a slip of the pen, and half a school in the wrong class."""
    there = {line.record.class_no for line in going}
    if unknown := [old for old in classes if old not in there]:
        raise Refusal(*(Problem("promote.class", params={"class_no": old}) for old in unknown))


def _lines(desk: Desk, wish: Wish, year: int, errand: Errand) -> list[_Line]:
    """Everyone on the roll, or in the wished grade of the year that ends, with what becomes of them."""
    system = desk.settings.system
    wanted = _wanted_grade(desk, wish.grade, year)
    excepted = {record.record_id for record in require_pupils(desk, wish.exceptions)}
    regraded = _regraded(desk, year)
    found: list[_Line] = []
    for record in queries.on_roll(desk.registry):
        grades = grades_for(record, year, system)
        if wanted and (grades.stage, grades.before) != wanted:
            continue
        reason = why_not(record, grades, year, errand.on, system, regraded)
        found.append(_Line(record, grades, reason or (EXCEPTED if record.record_id in excepted else "")))
    return found


def _wanted_grade(desk: Desk, text: str, year: int) -> tuple[str, int] | None:
    """The grade that `--grade` names, as it stood in the school year before."""
    if not text:
        return None
    grade = require_grade(desk, text, earliest(year))
    return grade.stage, grade.grade_no


def _regraded(desk: Desk, year: int) -> dict[str, str]:
    """Who stayed down or skipped in this very year."""
    rows = desk.registry.rows("select record_id, kind, body from acts where kind in ('retained', 'skipped')")
    return {row["record_id"]: row["kind"] for row in rows if row["body"] and json.loads(row["body"])["year"] == year}


def _drafts(
    desk: Desk, going: Sequence[_Line], year: int, classes: Mapping[str, str], errand: Errand, digests: list[str]
) -> list[Draft]:
    basis = {
        "pack": desk.rules.id, "article": desk.rules.article_of(KIND), "evidence": digests,
        "legal_act": desk.rules.legal_act(KIND),
    }  # fmt: skip
    said = {name: text for name, text in (("because", errand.because), ("paper", errand.paper)) if text}
    day = errand.on.isoformat()
    drafts: list[Draft] = []
    for line in going:
        old = line.record.class_no
        body = {"year": year, "from": line.grades.before, "to": line.grades.after, "class": classes.get(old, old)}
        drafts.append(Draft(KIND, line.record.record_id, day, {**body, **said}, basis))
    return drafts


def _result(desk: Desk, year: int, lines: Sequence[_Line], errand: Errand) -> dict[str, Any]:
    counts: dict[Grades, int] = {}
    for line in lines:
        if not line.reason:
            counts[line.grades] = counts.get(line.grades, 0) + 1
    return {
        "act": KIND,
        "year": year,
        "on": errand.on.isoformat(),
        "count": sum(counts.values()),
        "grades": [
            {
                "stage": grades.stage, "from": grades.before, "to": grades.after, "count": count,
                "from_label": grade_label(grades.before), "to_label": grade_label(grades.after),
            }
            for grades, count in sorted(counts.items(), key=lambda item: item[0].before)
        ],
        "exceptions": [_exception(desk, year, line) for line in lines if line.reason],
        "operation": None,
        "dry_run": errand.dry_run,
    }  # fmt: skip


def _exception(desk: Desk, year: int, line: _Line) -> dict[str, Any]:
    """Who does not go up, and in which grade: that of the year before, or of this one for those who just came."""
    record, day = line.record, date.fromisoformat(first_day(year)) if line.reason == ENTERED else earliest(year)
    return {
        "record_id": record.record_id, "name": record.name, "stage": record.stage,
        "grade": grade_today(desk, record.stage, record.cohort, day), "class": record.class_no, "reason": line.reason,
    }  # fmt: skip
