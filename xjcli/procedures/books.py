"""第二十四条: both rolls of a span of days, balanced from the acts and counted from the records as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.stated import where_of
from xjcli.registry import tallies
from xjcli.regulation.rolls import Balance, Key, Movement, Roll, Seat, balance
from xjcli.schema.record import ENROLLED, ON_ROLL

#: 在校、在籍, and the statuses of who stands there.
ROLLS: tuple[tuple[Roll, tuple[str, ...]], ...] = (("present", (ENROLLED,)), ("on-roll", ON_ROLL))


@dataclass(frozen=True, slots=True)
class Books:
    """The movements of the whole ledger, and each roll balanced from the first to the last day."""

    first: date
    last: date
    movements: list[Movement]
    rolls: Mapping[Roll, Mapping[Key, Balance]]


def keep_books(desk: Desk, movements: list[Movement], first: date, last: date, *, through: int | None = None) -> Books:
    """Balance both rolls; the closing is counted from the records, never computed from the movements.

    With `through` the last day counts up to this act only.
    """
    rolls = {
        roll: balance(movements, roll, first.isoformat(), last.isoformat(), _standing(desk, statuses), through=through)
        for roll, statuses in ROLLS
    }
    return Books(first, last, movements, rolls)


def _standing(desk: Desk, statuses: tuple[str, ...]) -> Mapping[Seat, int]:
    return {Seat(*place): pupils for place, pupils in tallies.by_class(desk.registry, statuses).items()}


def find_unbalanced(desk: Desk, books: Books) -> list[Problem]:
    """`reconcile.unbalanced` for each whole whose records its acts do not explain."""
    return [
        Problem(
            "reconcile.unbalanced", "refuse", where_of(desk, key, books.last),
            {"opening": line.opening, "entered": sum(line.entered.values()), "left": sum(line.left.values()),
             "expected": line.expected, "closing": line.closing},
        )
        for found in books.rolls.values()
        for key, line in sorted(found.items(), key=_widest_first)
        if not line.holds
    ]  # fmt: skip


def _widest_first(line: tuple[Key, Balance]) -> tuple[int, Any]:
    return len(line[0]), line[0]
