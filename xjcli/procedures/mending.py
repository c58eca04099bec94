"""A registered pupil's form as it would read after some answers are changed, checked like a new one (第四条、第六条).

What a correction (第十条) and a second application (第四条) have in common: the same parsers as an enrolment, the
whole form judged together, and 查重 without the pupil colliding with itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.form import read_form
from xjcli.procedures.opening import Opening, find_duplicates, roll_of
from xjcli.procedures.pupils import grade_today
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import Record
from xjcli.schema.values.classes import grade_label


def mended(desk: Desk, record: Record, answers: Mapping[str, str], *, on: date) -> tuple[Opening, list[Problem]]:
    """The form with these answers in the place of what is recorded. Refuses with all that is wrong with it."""
    opening, problems = read_form(desk, {**form_of(desk, record), **answers}, on=on)
    if opening is None:
        raise Refusal(*problems)
    return opening, problems


def form_of(desk: Desk, record: Record) -> dict[str, str]:
    """The form as it is recorded, its place included."""
    grade = grade_label(grade_today(desk, record.stage, record.cohort))
    return {**record.person, "class_no": record.class_no, "entry_month": record.entry_month, "grade": grade}


def find_others(desk: Desk, record: Record, opening: Opening) -> list[Problem]:
    """查重: who else of our roll is this pupil, as the form reads now; two indexed look-ups."""
    return find_duplicates(opening, roll_of(desk, opening, without=record.record_id))


def changed_person(record: Record, opening: Opening) -> dict[str, str]:
    """Every field that reads otherwise now, with its new value; "" where it was taken out."""
    names = [name for name in BY_NAME if name in record.person or name in opening.person]
    after = {name: opening.person.get(name, "") for name in names}
    return {name: value for name, value in after.items() if record.person.get(name, "") != value}
