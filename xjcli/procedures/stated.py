"""第二十四条: a head count that someone stands for is written down once, and every later review is held against it.

Whoever counts a class says so with `xj assert roster`; the roll of that day is then compared with it ever after, so
that an act which was recorded late or for the wrong class is found. A newer count of the same day replaces the older.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, append
from xjcli.procedures.pupils import require_choice, require_class, require_grade
from xjcli.registry import evidence, tallies
from xjcli.regulation.rolls import Key, Movement, Roll, count_on, find_movements
from xjcli.report import Report
from xjcli.schema.act import OFFICE, Draft
from xjcli.schema.masking import mask_number
from xjcli.schema.values.classes import STAGES, class_label, grade_label, grade_of

ROLLS = ("present", "on-roll")  # 在校、在籍
#: More than the largest school has; what is typed above it is a number of another kind (第二十五条).
MOST = 99_999


@dataclass(frozen=True, slots=True)
class Whole:
    """What was counted: the school, or where a grade or a class is named, that."""

    grade: str = ""
    class_no: str = ""
    roll: str = "present"


def state_roster(desk: Desk, whole: Whole, count: int, errand: Errand) -> Report:
    """Store a stated count: `stated`, `counted`, `difference`; a difference is a finding and no refusal."""
    if errand.on > desk.today:
        raise Refusal(Problem("change.future", params={"date": errand.on.isoformat()}))
    if not 0 <= count <= MOST:
        params: dict[str, str | int] = {"option": "--count", "value": mask_number(str(count)), "allowed": f"0–{MOST}"}
        raise Refusal(Problem("usage.option", params=params))
    require_choice("--roll", whole.roll, ROLLS)
    key = require_key(desk, whole.grade, whole.class_no, errand.on)
    movements = find_movements(desk.registry.acts())
    require_pupils_ever(desk, movements, key, errand.on)
    body = {**_place(key), "roll": whole.roll, "count": count, "on": errand.on.isoformat()}
    found = _differences(desk, [body], movements)
    counted = found[0].params["counted"] if found else count
    result: dict[str, Any] = {
        "where": where_of(desk, key, errand.on), "roll": whole.roll, "on": errand.on.isoformat(), "stated": count,
        "counted": counted, "difference": count - int(counted), "operation": None, "dry_run": errand.dry_run,
    }  # fmt: skip
    if not errand.dry_run and errand.confirm(result):
        result["operation"] = _store(desk, body, errand)
    return Report(result, found)


def _store(desk: Desk, body: dict[str, Any], errand: Errand) -> str:
    files = evidence.read_evidence(list(errand.evidence))
    evidence.keep(desk.vault, files)
    said = {name: text for name, text in (("because", errand.because), ("paper", errand.paper)) if text}
    basis = {
        "pack": desk.rules.id, "article": desk.rules.article_of("roster-stated"), "evidence": sorted(files),
        "legal_act": desk.rules.legal_act("roster-stated"),
    }  # fmt: skip
    draft = Draft("roster-stated", OFFICE, errand.on.isoformat(), {**body, **said}, basis)
    return append(desk, [draft], command="assert")


def require_key(desk: Desk, grade: str, class_no: str, on: date) -> Key:
    """The school, a grade or a class, as typed (`3.2`, or a grade beside a class). Refuses with grade.*, class.*."""
    if not grade and not class_no:
        return ()
    if not grade:
        found = require_grade(desk, class_no, on)
        return (found.stage, found.cohort, require_class(class_no))
    found = require_grade(desk, grade, on)
    number = require_class(class_no) if class_no else found.class_no
    return (found.stage, found.cohort, number) if number else (found.stage, found.cohort)


def require_pupils_ever(desk: Desk, movements: Iterable[Movement], key: Key, on: date) -> None:
    """Refuses with reconcile.no-class where nobody ever sat: a class that was typed wrongly would differ for ever."""
    if key and not any((each.stage, each.cohort, each.class_no)[: len(key)] == key for each in movements):
        raise Refusal(Problem("reconcile.no-class", params={"class": where_of(desk, key, on)}))


def where_of(desk: Desk, key: Key, on: date) -> str:
    """全校, 三年级 or 三年级(2)班 as it was on that day."""
    if not key:
        return "全校"
    if key[0] not in STAGES:  # a row that was changed behind the ledger's back is told, as it stands
        return " ".join(map(str, key))
    grade = grade_of(key[0], key[1], on, desk.settings.system)
    return class_label(grade, key[2]) if len(key) == 3 else grade_label(grade)


def _place(key: Key) -> dict[str, Any]:
    return {
        "stage": key[0] if key else "",
        "cohort": key[1] if key else 0,
        "class_no": key[2] if len(key) == 3 else "",
    }


def find_roster_differences(desk: Desk, movements: list[Movement] | None = None) -> list[Problem]:
    """`check.roster-differs` for each stated count that the roll of its day does not show.

    The acts are walked only where something was stated, and not again where the caller has done it.
    """
    bodies = tallies.bodies_of(desk.registry, "roster-stated")
    if not bodies:
        return []
    newest = {tuple(body[name] for name in ("roll", "stage", "cohort", "class_no", "on")): body for body in bodies}
    walked = find_movements(desk.registry.acts()) if movements is None else movements
    return _differences(desk, newest.values(), walked)


def _differences(desk: Desk, bodies: Iterable[dict[str, Any]], movements: list[Movement]) -> list[Problem]:
    found = []
    for body in bodies:
        key = key_of(body)
        counted = count_on(movements, cast("Roll", body["roll"]), body["on"], key)
        if counted != body["count"]:
            where = where_of(desk, key, date.fromisoformat(body["on"]))
            params = {"stated": body["count"], "counted": counted, "date": body["on"]}
            found.append(Problem("check.roster-differs", "warn", where, params))
    return found


def key_of(body: dict[str, Any]) -> Key:
    """The whole that a stored statement is about."""
    if not body["stage"]:
        return ()
    if not body["class_no"]:
        return (body["stage"], body["cohort"])
    return (body["stage"], body["cohort"], body["class_no"])
