"""第十一、十四条: what the chosen packs say of the time and place of a transfer, and of how many a class takes.

The ministry's system starts no new transfer in some weeks of the summer, the provinces name grades and terms in which
none is made. What only people can know (同一学区, 处分) is told, so that it is looked at, and never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xjcli.errors import Problem
from xjcli.regulation.conditions import Asked, effective, held, held_last, objection
from xjcli.regulation.limits import Limit
from xjcli.schema.act import OPENING_KINDS
from xjcli.schema.record import ON_LEAVE, Record
from xjcli.schema.values.time import Semester

#: Reasons against a transfer that the registry can judge; the others of the vocabulary are looked at by people.
_JUDGED = frozenset(
    {"first-term-of-first-grade", "graduating-grade", "graduating-last-term", "mid-term", "on-leave", "senior-general"}
)
#: Reasons that people look at, where they can only be so in one grade.
_IN_GRADE = {
    "same-area-first-grade": "first-term-of-first-grade",
    "same-area-graduating-grade": "graduating-grade",
}
#: Months of the long holidays, in which a transfer is not 学期中途.
_HOLIDAYS = (1, 2, 7, 8)


def find_transfer_limits(record: Record, asked: Asked, limits: Sequence[Limit]) -> list[Problem]:
    """第十四条: everything that the packs hold against a transfer of this pupil asked for on this day."""
    broken: list[Limit] = []
    freeze = held_last(limits, "transfer-freeze", record, asked)
    if freeze is not None and freeze.covers(asked.on):
        broken.append(freeze)
    last_grades = held_last(limits, "transfer-freeze-graduating", record, asked)
    if not broken and last_grades is not None and "graduating-grade" in asked.terms and last_grades.covers(asked.on):
        broken.append(last_grades)
    window = held_last(limits, "transfer-window", record, asked)
    if window is not None and not window.covers(asked.on):
        broken.append(window)
    terms = held_last(limits, "transfer-min-terms", record, asked)
    if terms is not None and _terms_here(record, asked) < (terms.number or 0):
        broken.append(terms)
    told = [objection(record, asked, limit) for limit in broken]
    told += [problem for limit in held(limits, "transfer-forbidden", record, asked) for problem in
             _forbidden(record, asked, limit)]  # fmt: skip
    grounds = held_last(limits, "transfer-grounds", record, asked)
    return told if grounds is None else [*told, objection(record, asked, replace(grounds, severity="note"))]


def _forbidden(record: Record, asked: Asked, limit: Limit) -> list[Problem]:
    """One row of 不予转学的情形: what can be judged objects, what only people know is a note."""
    true = set(asked.terms)
    if record.status == ON_LEAVE:
        true.add("on-leave")
    if asked.on.month not in _HOLIDAYS:
        true.add("mid-term")
    if record.stage == "senior":
        true.add("senior-general")
    words = set(limit.words)
    if words & _JUDGED & true:
        return [objection(record, asked, limit)]
    first = asked.grade == asked.span.first
    graded = {"first-term-of-first-grade"} if first else set()
    graded |= true & {"graduating-grade"}
    if any(_IN_GRADE.get(word) in graded or word not in _IN_GRADE for word in words - _JUDGED):
        return [objection(record, asked, replace(limit, severity="note"))]
    return []


def _terms_here(record: Record, asked: Asked) -> int:
    """Whole semesters since the pupil came to the school it is on the roll of."""
    opening = next((act.occurred_on for act in effective(asked.history) if act.kind in OPENING_KINDS), record.opened_on)
    semester, terms = Semester.of(_day(opening)), 0
    while semester.last_day < asked.on:
        semester, terms = semester.next(), terms + 1
    return terms


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def find_class_size(record: Record, asked: Asked, limits: Sequence[Limit], *, pupils: int) -> list[Problem]:
    """班额: a class that would hold so many pupils, the asked one among them; the gravest bound that is passed."""
    passed = [
        limit
        for key, most in (("class-size", 0), ("class-size-large", -1), ("class-size-oversize", -1))
        if (limit := held_last(limits, key, record, asked)) is not None and pupils > (limit.number or 0) + most
    ]
    return [objection(record, asked, passed[-1])] if passed else []
