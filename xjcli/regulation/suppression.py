"""第二十五条: figures that leave the school must not tell of a single pupil. Cells of 1 to 4 are withheld, and as many
others as it takes so that no sum of one row or column gives one back.

A sum is two sides that are equal: parts and their total, or 期初 + 增 and 期末 + 减. A reader of the report knows of a
small cell that it is 1 to 4, of one withheld beside it nothing: it may be any number. Where nothing else is left to
withhold, a small cell stops saying that it is small. What is guarded against is the use of one sum at a time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

#: Cells of this many and more may be seen.
SMALLEST_SHOWN = 5
SMALL, BESIDE = "small", "beside"


class Side(NamedTuple):
    """One side of a sum as a reader sees it: what the visible cells add up to, how many are withheld of each kind."""

    known: int
    small: int
    beside: int


class Sum(NamedTuple):
    """The cells of `left` add up to what those of `right` add up to."""

    left: tuple[Hashable, ...]
    right: tuple[Hashable, ...]


def withhold(cells: Mapping[Key, int], sums: Sequence[Sum], *, unseen: Iterable[Hashable] = ()) -> dict[Hashable, str]:
    """The cells that may not be shown, SMALL (1 to 4) or BESIDE (any number: withheld for the sake of another).

    `unseen` are cells that are never printed but can be worked out, such as the others of a grade: they are the first
    to be withheld. KeyError for a sum over a cell that there is not.
    """
    hidden: dict[Hashable, str] = {key: SMALL for key, value in cells.items() if 0 < value < SMALLEST_SHOWN}
    first = frozenset(unseen)
    waiting = list(sums)
    while waiting:
        again = [each for each in waiting if not _guarded(each, cells, hidden, first)]
        waiting = list(sums) if again else []
    return hidden


def _guarded(line: Sum, cells: Mapping[Any, int], hidden: dict[Hashable, str], first: frozenset[Hashable]) -> bool:
    """Withhold more of this sum until it gives nothing back; False if it had to. A sum of nothing but noughts is
    left alone: nobody is told of by it.
    """
    values: Mapping[Hashable, int] = {key: cells[key] for key in (*line.left, *line.right)}
    was_safe = True
    while gives_back(line, values, hidden):
        open_cells = [key for key in values if key not in hidden]
        small = [key for key in values if hidden.get(key) == SMALL]
        if not open_cells and not small:
            return was_safe
        chosen = (
            min(open_cells, key=lambda key: (key not in first, values[key] == 0, values[key]))
            if open_cells
            else max(small, key=lambda key: values[key])
        )
        hidden[chosen] = BESIDE
        was_safe = False
    return was_safe


def gives_back(line: Sum, values: Mapping[Hashable, int], hidden: Mapping[Hashable, str]) -> bool:
    """Whether this sum alone leaves a withheld cell no second value that it could have."""
    sides = (_side(line.left, values, hidden), _side(line.right, values, hidden))
    return any(
        kind and _certain(kind, *(sides if at_left else sides[::-1]))
        for at_left, side in ((True, sides[0]), (False, sides[1]))
        for kind in ((SMALL if side.small else ""), (BESIDE if side.beside else ""))
    )


def _side(keys: Iterable[Hashable], values: Mapping[Hashable, int], hidden: Mapping[Hashable, str]) -> Side:
    kinds = [hidden.get(key, "") for key in keys]
    known = sum(values[key] for key, kind in zip(keys, kinds, strict=True) if not kind)
    return Side(known, kinds.count(SMALL), kinds.count(BESIDE))


def _certain(kind: str, own: Side, other: Side) -> bool:
    """Whether a withheld cell of this kind, on the side `own`, can have one value only."""
    rest = own._replace(small=own.small - 1) if kind == SMALL else own._replace(beside=own.beside - 1)
    reach = abs(other.known - own.known) + 4 * (own.small + other.small) + 2 * SMALLEST_SHOWN
    domain = range(1, SMALLEST_SHOWN) if kind == SMALL else range(reach + 1)
    possible = (value for value in domain if _fits(other.known - rest.known - value, rest, other))
    next(possible, None)
    return next(possible, None) is None


def _fits(missing: int, own: Side, other: Side) -> bool:
    """Whether the cells still withheld on both sides can differ by `missing`."""
    if own.beside and other.beside:
        return True
    most = SMALLEST_SHOWN - 1
    lowest, highest = missing - most * own.small + other.small, missing - own.small + most * other.small
    if lowest <= 0 <= highest:
        return True
    return highest >= 0 if own.beside else bool(other.beside) and lowest <= 0
