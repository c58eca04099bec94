"""From a PUPIL argument to one record, and from a record to what may be shown of it (第二十五条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.registry import queries
from xjcli.registry.access import record_access
from xjcli.report import Session
from xjcli.schema.masking import mask_number, mask_text
from xjcli.schema.record import Record
from xjcli.schema.values.classes import Grade, Stage, grade_of, parse_class, parse_grade
from xjcli.schema.values.time import Semester, parse_semester


def require_pupil(desk: Desk, pupil: str) -> Record:
    """The one record that PUPIL means. Refuses with pupil.unknown, or pupil.several and its candidates."""
    found = queries.resolve(desk.registry, pupil)
    if len(found) == 1:
        return found[0]
    if not found:
        from xjcli.procedures.near import pupils_near

        raise Refusal(Problem("pupil.unknown", params={"pupil": _echoed(pupil)}), *pupils_near(desk, pupil))
    candidates = [brief(desk, record) for record in found]
    shown = "; ".join(f"{item['name']} {item['document_number']} ({item['record_id']})" for item in candidates)
    raise Refusal(
        Problem(
            "pupil.several",
            params={"pupil": _echoed(pupil), "count": len(found), "candidates": shown},
        ),
        result={"candidates": candidates},
    )


def _echoed(pupil: str) -> str:
    """What was typed, as a message may repeat it: a record id or a name whole, anything like a number masked."""
    record_id = pupil[:1] in "rR" and pupil.isascii() and pupil.isalnum() and len(pupil) <= 16
    digits = sum(sign.isdigit() for sign in pupil)
    return pupil if record_id else mask_number(pupil) if digits >= _LIKE_A_NUMBER else mask_text(pupil)


#: A passport, a travel permit or a telephone has at least so many digits; a name has none.
_LIKE_A_NUMBER = 5


def require_pupils(desk: Desk, pupils: Sequence[str]) -> list[Record]:
    """Every named pupil once, in order; all that cannot be resolved are told together."""
    problems: list[Problem] = []
    records: dict[str, Record] = {}
    for pupil in pupils:
        try:
            record = require_pupil(desk, pupil)
            records[record.record_id] = record
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*problems)
    return list(records.values())


def shown_number(number: str, *, reveal: bool = False) -> str:
    """A registry or document number as it may be printed."""
    return number if reveal else mask_number(number)


def grade_today(desk: Desk, stage: str, cohort: int, on: date | None = None) -> int:
    """The grade a cohort stands in, counted through from the first of primary."""
    return grade_of(cast("Stage", stage), cohort, on or desk.today, desk.settings.system)


def brief(desk: Desk, record: Record, *, reveal: bool = False) -> dict[str, Any]:
    """One line of a list: what scripts and screens use to tell pupils apart."""
    return {
        "record_id": record.record_id,
        "name": record.name,
        "sex": record.sex,
        "grade": grade_today(desk, record.stage, record.cohort),
        "class": record.class_no,
        "registry_number": shown_number(record.registry_number, reveal=reveal),
        "number_state": record.number_state,
        "document_number": shown_number(record.document_number, reveal=reveal),
        "status": record.status,
        "standing": record.standing,
    }


def require_choice(option: str, value: str, allowed: Sequence[str]) -> None:
    """A word that would find nobody is a usage error, not an empty list."""
    if value and value not in allowed:
        params = {"option": option, "value": value[:20], "allowed": ", ".join(allowed)}
        raise Refusal(Problem("usage.option", params=params))


def require_class(text: str) -> str:
    """A class as it is stored; `` where none was given. Refuses with class.*."""
    if not text:
        return ""
    found, problems = parse_class(text)
    if found is None:
        raise Refusal(*problems)
    return found


def require_grade(desk: Desk, text: str, on: date) -> Grade:
    """What a grade typed by a registrar meant on that day in this school. Refuses with grade.*."""
    settings = desk.settings
    found, problems = parse_grade(text, stages=settings.stages, on=on, system=settings.system)
    if found is None:
        raise Refusal(*problems)
    return found


def require_semester(text: str) -> Semester:
    """A semester as typed. An unreadable one is a usage error (`semester.unreadable`)."""
    found, problems = parse_semester(text)
    if found is None:
        raise Refusal(*problems, exit_code=int(Family.USAGE))
    return found


def record_reveal(desk: Desk, why: str, record_ids: Sequence[str]) -> int:
    """Note that full numbers were shown, to whom and why; the desk must be open for writing. Gives the entry's number.

    Inside a transaction it is stored with what else is stored there.
    """
    return record_access(
        desk.registry, at=desk.recorded_at, who=desk.registrar, why=why, command=Session.command, record_ids=record_ids
    )


def require_reason(reveal: bool, because: str) -> None:
    """`--reveal` without `--because` is a usage error."""
    if reveal and not because.strip():
        raise Refusal(Problem("usage.because"))
