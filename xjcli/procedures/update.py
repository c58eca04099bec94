"""及时维护 (第十三条): how a pupil and the family can be reached, and what changes from term to term; no case, no wait.

What is basic information has its own way (第十条, `xj correct`), and so have grade and class.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change_records
from xjcli.procedures.fields import by_name, find_misplaced, shown_change
from xjcli.procedures.form import read_field
from xjcli.procedures.pupils import require_pupil
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.report import Report
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import Record


def update(desk: Desk, pupil: str, asked: Mapping[str, str], errand: Errand) -> Report:
    """Record these values; an empty one takes the field out. `changes[]` shows old and new, masked."""
    answers = by_name(asked)
    if misplaced := find_misplaced(answers, "kept"):
        raise Refusal(*misplaced)
    record = require_pupil(desk, pupil)
    values, problems = _read(answers, errand.on)
    changes = {name: value for name, value in values.items() if record.person.get(name, "") != value}
    if not changes and not any(problem.severity == "refuse" for problem in problems):
        raise Refusal(Problem("update.nothing"))
    problems += find_new_conflicts(desk, record, changes, on=errand.on)
    shown = {"changes": [shown_change(name, record.person.get(name, ""), value) for name, value in changes.items()]}
    body = {"changes": changes}
    return change_records(desk, [record], "updated", lambda _: body, errand, check=lambda _: problems, more=shown)


def _read(answers: Mapping[str, str], on: date) -> tuple[dict[str, str], list[Problem]]:
    """The stored values of these answers, and what is wrong with them; what cannot be read is not among them."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for name, text in answers.items():
        value, found = read_field(BY_NAME[name], text, on=on) if text.strip() else ("", [])
        problems += found
        if not any(problem.severity == "refuse" for problem in found):
            values[name] = value
    return values, problems


def find_new_conflicts(desk: Desk, record: Record, changes: Mapping[str, str], *, on: date) -> list[Problem]:
    """Contradictions with the rest of the form that the new values bring; those of before are another matter."""
    place = {"stage": record.stage, "cohort": record.cohort, "system": desk.settings.system}
    before = find_conflicts(record.person, place, today=on)
    after = find_conflicts({**record.person, **changes}, place, today=on)
    return [problem for problem in after if problem not in before]
