"""第二十四条: what was signed of a semester, held against what the ledger says now; nothing is overwritten in silence.

The newest statement of a semester counts. A difference names the figure: of which class, which column, was and is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.books import Books, keep_books
from xjcli.procedures.stated import where_of
from xjcli.registry import tallies
from xjcli.regulation.reviews import (
    Difference,
    balances_of,
    carried_on,
    find_differences,
    opened_with,
    parts_of,
    whole_of,
)
from xjcli.regulation.rolls import Balance, Key, Movement, Roll, find_movements
from xjcli.report.phrases import phrase
from xjcli.schema.act import Act
from xjcli.schema.review import Review

KIND = "semester-reviewed"


class Filed(NamedTuple):
    """A statement as the ledger holds it."""

    act: Act
    review: Review


def filed(desk: Desk) -> list[Filed]:
    """Every statement in the ledger, in its order; one whose body was taken out says nothing any more."""
    acts = tallies.acts_of(desk.registry, KIND)
    return [Filed(act, Review.from_json(act.body["statement"])) for act in acts if act.body is not None]


def newest(statements: Iterable[Filed], semester: str) -> Filed | None:
    """The statement that counts for a semester."""
    return next((each for each in reversed(list(statements)) if each.review.semester == semester), None)


def find_review_differences(desk: Desk) -> list[Problem]:
    """`review.differs` for each figure of the newest statement of every semester that is another one now; the acts are
    walked only where something was signed."""
    statements = filed(desk)
    if not statements:
        return []
    movements = find_movements(desk.registry.acts())
    counting = {each.review.semester: each for each in statements}.values()
    return [problem for each in counting for problem in as_problems(find_statement_differences(desk, each, movements))]


def find_statement_differences(desk: Desk, found: Filed, movements: list[Movement]) -> list[dict[str, Any]]:
    """`differences[]` of a signed statement: every figure of its own days that is another one now."""
    return compare(desk, found.review, books_of(desk, found.review, movements))


def books_of(desk: Desk, review: Review, movements: list[Movement]) -> Books:
    """The books of exactly what a statement covers, as they are now."""
    first, last = date.fromisoformat(review.first_day), date.fromisoformat(review.last_day)
    return keep_books(desk, movements, first, last, through=review.through)


def compare(desk: Desk, review: Review, books: Books) -> list[dict[str, Any]]:
    """The same where the rolls are balanced already."""
    return [
        _line(desk, "statement", review.semester, roll, each, books.last)
        for roll, now in books.rolls.items()
        for each in find_differences(balances_of(review.figures[roll]), now)
    ]


def open_from_statement(
    desk: Desk, books: Books, found: Filed
) -> tuple[dict[Roll, Mapping[Key, Balance]], list[dict[str, Any]]]:
    """The rolls with their opening as it was signed at the end of the semester before, and where the acts say another.

    The opening that is shown is the signed one, so a line that differs does not add up, and the difference says why.
    """
    rolls: dict[Roll, Mapping[Key, Balance]] = {}
    differences: list[dict[str, Any]] = []
    review, first = found.review, books.first.isoformat()
    for roll, now in books.rolls.items():
        signed = balances_of(review.figures[roll])
        opening = carried_on(signed, books.movements, roll, review.last_day, first, through=review.through)
        rolls[roll], differing = opened_with(now, opening)
        differences += [_line(desk, "opening", review.semester, roll, each, books.last) for each in differing]
    return rolls, differences


def _line(desk: Desk, kind: str, semester: str, roll: Roll, each: Difference, on: date) -> dict[str, Any]:
    stage, cohort, class_no = parts_of(each.key)
    command = f"xj reconcile {semester}" + (f" --drill {each.code}" if each.code else "")
    return {
        "kind": kind, "semester": semester, "roll": roll, "of": whole_of(each.key), "stage": stage,
        "cohort": cohort, "class": class_no,
        "label": where_of(desk, each.key, on), "column": each.column, "code": each.code, "was": each.was,
        "is": each.now, "command": command,
    }  # fmt: skip


def as_problems(differences: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """`review.differs` for each of them, its place the class and the roll."""
    return [
        Problem(
            "review.differs", "warn", f"{each['label']} {phrase('reconcile.' + each['roll'])}",
            {"semester": each["semester"], "column": column_of(each), "was": each["was"], "is": each["is"]},
        )
        for each in differences
    ]  # fmt: skip


def column_of(difference: Mapping[str, Any]) -> str:
    """期初, 期末, or the movement by its word."""
    if difference["code"]:
        return phrase(f"reconcile.flow.{difference['code']}")
    return phrase(f"column.{difference['column']}")
