"""How far an errand has come, as a plain callback: a procedure says how many rows, whoever has a terminal shows it.

It is called every few hundred rows, so that saying it costs nothing worth measuring where nobody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

#: (stage, done, total): `stage` is a phrase `progress.<stage>`; done == total ends it.
Tell = Callable[[str, int, int], object]
#: Rows between two calls.
STRIDE = 256


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody looks."""


def told(rows: Iterable[T], stage: str, total: int, tell: Tell) -> Iterator[T]:
    """The same rows, and how far they have come."""
    for done, row in enumerate(rows):
        if not done % STRIDE:
            tell(stage, done, total)
        yield row
    tell(stage, total, total)
