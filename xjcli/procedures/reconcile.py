"""第二十四条, the core of the review: 期初 + 增 − 减 = 期末 for the school, each grade and class, and all that is open.

The acts are walked once. The closing is counted from the records as they stand, not computed from the movements, so
the two are proofs of each other; `--drill` names the acts behind any number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.procedures.books import Books, find_unbalanced, keep_books
from xjcli.procedures.check import check
from xjcli.procedures.due import due
from xjcli.procedures.pupils import require_semester
from xjcli.procedures.reviewed import as_problems, filed, find_statement_differences, newest, open_from_statement
from xjcli.procedures.stated import find_roster_differences, require_key, require_pupils_ever, where_of
from xjcli.registry import tallies
from xjcli.regulation.rolls import CODES, Balance, Key, Movement, Roll, find_movements
from xjcli.report import Report
from xjcli.report.phrases import in_language, phrase
from xjcli.report.progress import Tell, silent
from xjcli.schema.masking import mask_text
from xjcli.schema.values.classes import STAGES, grade_of
from xjcli.schema.values.time import Semester

#: What `xj due` lists and `xj check` finds by itself where it is late; the review's own clock is this command.
_NO_CASE = frozenset({"dossier", "dossier-transfer", "leave", "review", "death-reported", "dropout-reported"})


@dataclass(frozen=True, slots=True)
class Paper:
    """Where the report goes (.html, .xlsx, .md), and whether it may be published: then small numbers are withheld."""

    path: Path
    publish: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of the system above to compare with, and where a plan of what an import of it settles goes; without
    a path the authority's own, which it has signed and `xj pull --roster` has brought."""

    path: Path | None
    plan: Path | None = None
    #: Write the plan of the other rows where some would undo or double something.
    accept_valid: bool = False


def reconcile(
    desk: Desk,
    semester: str = "",
    *,
    class_no: str = "",
    drill: str = "",
    paper: Paper | None = None,
    against: Roster | None = None,
    tell: Tell = silent,
) -> Report:
    """`identity` (在校) and `on_roll` (在籍), `differences[]`, `not_sent[]`, `open[]`, `drill[]`. Exit 1 while anything
    is open.

    Without a semester it is that of today. Raises Refusal: `reconcile.future`, `semester.unreadable`, `usage.option`,
    `semester-report.kind`, `against.*`, `roster.*`, `bundle.*`, `sheet.*`, `file.*`.
    """
    term = _require_semester(desk, semester) if semester else Semester.of(desk.today)
    code = _require_code(drill) if drill else ""
    if paper is not None:
        from xjcli.procedures.semester_report import require_place

        require_place(paper.path, force=paper.force)
    last = min(term.last_day, desk.today)
    chosen = require_key(desk, "", class_no, last)
    movements = find_movements(desk.registry.acts())
    require_pupils_ever(desk, movements, chosen, last)
    books = keep_books(desk, movements, term.first_day, last)
    problems = find_unbalanced(desk, books)
    open_items, findings = ([], []) if problems else find_open(desk, movements)  # what does not add up is not judged
    balances, differences, opening = _signed(desk, term, books)
    problems += as_problems(differences)
    rolls = {roll: _identity(desk, found, last, chosen) for roll, found in balances.items()}
    result = {
        "semester": term.label, "from": term.first_day.isoformat(), "to": last.isoformat(),
        "identity": rolls["present"], "on_roll": rolls["on-roll"], "opening": opening, "differences": differences,
        "not_sent": [], "open": open_items,
        "drill": _drilled(desk, movements, term, code, chosen) if code else [], "drilled": code,
        "report": "", "against": {},
    }  # fmt: skip
    if against is not None:
        problems += _compare(desk, against, result, tell)
    if paper is not None:
        _write(desk, term, movements, balances["present"], paper)
        result["report"] = mask_text(str(paper.path))
    wrong = any(each.severity != "note" for each in problems)  # which encoding was read leaves nothing open
    done = not (wrong or open_items or result["differences"] or result["not_sent"])
    told = [*problems, *findings]
    named = tallies.names_of(desk.registry, {(each.where or "").partition(".")[0] for each in told})
    return Report(result, told, 0 if done else int(Family.FINDINGS), named)


def _signed(
    desk: Desk, term: Semester, books: Books
) -> tuple[Mapping[Roll, Mapping[Key, Balance]], list[dict[str, Any]], dict[str, Any]]:
    """The rolls, opened with what was signed of the semester before; what signed figures no longer hold; whence the
    opening is (`from` is `statement` or `acts`)."""
    statements = filed(desk)
    balances = books.rolls
    differences: list[dict[str, Any]] = []
    opening: dict[str, Any] = {"from": "acts", "semester": "", "act": 0}
    if (earlier := newest(statements, term.previous().label)) is not None:
        balances, differences = open_from_statement(desk, books, earlier)
        opening = {"from": "statement", "semester": earlier.review.semester, "act": earlier.act.seq}
    if (own := newest(statements, term.label)) is not None:
        differences += find_statement_differences(desk, own, books.movements)
    return balances, differences, opening


def _compare(desk: Desk, roster: Roster, result: dict[str, Any], tell: Tell) -> list[Problem]:
    """Both rolls side by side: `differences[]`, and in `against` what was read and what a plan would settle."""
    if roster.path is None:
        from xjcli.procedures.against_authority import find_held_differences

        held = find_held_differences(desk)
        result["differences"] = [*result["differences"], *held.differences]
        result |= {"not_sent": held.not_sent, "against": held.said}
        return []
    from xjcli.procedures.against import find_differences, write_plan

    found = find_differences(desk, roster.path, tell=tell)
    result["differences"] = [*result["differences"], *found.differences]
    result["against"] = {
        "file": mask_text(roster.path.name), "sheet": found.sheet, "format": found.format, "encoding": found.encoding,
        "rows": found.rows, "matched": found.matched,
    }  # fmt: skip
    if roster.plan is None:
        return found.problems
    try:
        written, left_out = write_plan(desk, found, roster.plan, accept_valid=roster.accept_valid, tell=tell)
    except Refusal as refusal:  # the differences say whom it is about, so they are shown beside the reason
        return [*found.problems, *refusal.problems]
    result["against"] |= written
    return [*found.problems, *left_out]


def _write(
    desk: Desk, term: Semester, movements: list[Movement], balances: Mapping[Key, Balance], paper: Paper
) -> None:
    from xjcli.procedures.semester_figures import figures_of
    from xjcli.procedures.semester_report import write_report
    from xjcli.report.language import current

    figures = figures_of(desk, term, movements, balances)
    write_report(figures, paper.path, lang=current(), publish=paper.publish, force=paper.force)


def _require_code(text: str) -> str:
    """A key of the statistics as it is stored, or its word: `23`, 休学, leave."""
    for code in CODES:
        words = (in_language(f"reconcile.flow.{code}", english=english) for english in (False, True))
        if text == code or text in words:
            return code
    allowed = ", ".join(f"{code} {phrase(f'reconcile.flow.{code}')}" for code in CODES)
    params: dict[str, str | int] = {"option": "--drill", "value": mask_text(text)[:20], "allowed": allowed}
    raise Refusal(Problem("usage.option", params=params))


def _require_semester(desk: Desk, text: str) -> Semester:
    found = require_semester(text)
    if found.first_day > desk.today:
        raise Refusal(Problem("reconcile.future", params={"semester": found.label}))
    return found


def _identity(desk: Desk, found: Mapping[Key, Balance], last: date, chosen: Key) -> dict[str, Any]:
    """The school, then its grades and classes from the lowest; of one class where it was asked for."""

    def order(key: Key) -> tuple[Any, ...]:
        return (STAGES.index(key[0]) if key[0] in STAGES else -1, -key[1], *key[2:]) if key else ()

    wanted = [key for key in found if key == chosen[: len(key)] or not chosen]
    lines = {size: sorted((key for key in wanted if len(key) == size), key=order) for size in (2, 3)}
    shown = {
        size: [_placed(desk, key, found[key], last) for key in keys if _anyone(found[key])]
        for size, keys in lines.items()
    }
    return {"school": _shown(found[()]), "grades": shown[2], "classes": shown[3]}


def _anyone(line: Balance) -> bool:
    return bool(line.opening or line.entered or line.left or line.closing)


def _shown(line: Balance) -> dict[str, Any]:
    return {
        "opening": line.opening, "in": dict(sorted(line.entered.items())), "out": dict(sorted(line.left.items())),
        "closing": line.closing, "holds": line.holds,
    }  # fmt: skip


def _placed(desk: Desk, key: Key, line: Balance, last: date) -> dict[str, Any]:
    stage, cohort = cast("tuple[str, int]", key[:2])
    grade = grade_of(stage, cohort, last, desk.settings.system) if stage in STAGES else 0
    place: dict[str, Any] = {"stage": stage, "cohort": cohort, "grade": grade, "label": where_of(desk, key, last)}
    if len(key) == 3:
        place["class"] = key[2]
    return {**place, **_shown(line)}


def find_open(desk: Desk, movements: list[Movement]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Cases that wait, what `xj check` finds (overdue clocks and missing proofs too), stated counts that fail."""
    waiting = Counter[tuple[str, int]]()
    for item in due(desk).result["items"]:
        if item["what"] not in _NO_CASE:
            waiting[item["what"], item["article"]] += item["count"]
    lines = [
        {"kind": "case", "code": what, "article": article, "count": count}
        for (what, article), count in sorted(waiting.items())
    ]
    checked = check(desk, rosters=False)
    stated = find_roster_differences(desk, movements)
    lines += [
        {"kind": "finding", "code": line["code"], "article": line["article"], "count": line["count"]}
        for line in checked.result["findings"]
        if line["severity"] != "note"
    ]
    if stated:
        lines.append({"kind": "finding", "code": "check.roster-differs", "article": 24, "count": len(stated)})
    return lines, [*(each for each in checked.problems if each.severity != "note"), *stated]


def _drilled(desk: Desk, movements: list[Movement], term: Semester, code: str, chosen: Key) -> list[dict[str, Any]]:
    """The acts behind a number, of both rolls, in their order."""
    first, last = term.first_day.isoformat(), term.last_day.isoformat()
    found = [
        each
        for each in movements
        if each.code == code
        and first <= each.on <= last
        and (each.stage, each.cohort, each.class_no)[: len(chosen)] == chosen
    ]
    names = tallies.names_of(desk.registry, {each.record_id for each in found})
    return [
        {
            "seq": each.seq, "on": each.on, "name": mask_text(names.get(each.record_id, "")),
            "record_id": each.record_id, "act": each.kind, "sign": each.sign, "roll": each.roll, "class": each.class_no,
            "where": where_of(desk, (each.stage, each.cohort, each.class_no), date.fromisoformat(each.on)),
        }
        for each in found
    ]  # fmt: skip
