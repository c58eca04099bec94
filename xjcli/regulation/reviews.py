"""第二十四条: a semester's balances as the lines that are signed, and what of a signed statement no longer holds. Pure.

The next semester starts where a signed one ended: its opening is the signed closing, carried on by what happened
between the day the statement ends and the first day of the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from xjcli.regulation.rolls import Balance, Key, Movement, Roll, Seat, comes_after, keys_of
from xjcli.schema.review import CLASS, SCHOOL, WHOLES, Line, place_of

_SIZES: Mapping[int, int] = {0: 0, 2: 1, 3: 2}
_EMPTY = Balance(0, {}, {}, 0)


class Difference(NamedTuple):
    """One figure: of which whole, its column (`opening`, `in`, `out`, `closing`; flows with their key), was and is."""

    key: Key
    column: str
    code: str
    was: int
    now: int


def lines_of(balances: Mapping[Key, Balance]) -> list[dict[str, Any]]:
    """The school, then grades and classes; a whole where nobody was and nobody came has no line."""
    lines = [_line(key, line) for key, line in balances.items() if key == () or _anyone(line)]
    return sorted(lines, key=place_of)


def _line(key: Key, line: Balance) -> dict[str, Any]:
    stage, cohort, class_no = parts_of(key)
    return {
        "of": whole_of(key), "stage": stage, "cohort": cohort, "class_no": class_no, "opening": line.opening,
        "in": dict(line.entered), "out": dict(line.left), "closing": line.closing,
    }  # fmt: skip


def whole_of(key: Key) -> str:
    """`school`, `grade` or `class`: a class without a name is no grade."""
    return WHOLES[_SIZES[len(key)]]


def parts_of(key: Key) -> tuple[str, int, str]:
    """Stage, cohort and class of a whole; empty and 0 for what it does not name."""
    if not key:
        return "", 0, ""
    return (*key, "") if len(key) == 2 else key


def _anyone(line: Balance) -> bool:
    return bool(line.opening or line.entered or line.left or line.closing)


def balances_of(lines: Iterable[Line]) -> dict[Key, Balance]:
    """The balances that signed lines say."""
    return {_key(line): Balance(line["opening"], line["in"], line["out"], line["closing"]) for line in lines}


def _key(line: Line) -> Key:
    size, stage, cohort, class_no = place_of(line)
    if size == SCHOOL:
        return ()
    return (stage, cohort, class_no) if size == CLASS else (stage, cohort)


def find_differences(stated: Mapping[Key, Balance], now: Mapping[Key, Balance]) -> list[Difference]:
    """Every figure that was signed and is another one now, from the widest whole."""
    keys = sorted({*stated, *now}, key=lambda key: (len(key), key))
    return [each for key in keys for each in _of_line(key, stated.get(key, _EMPTY), now.get(key, _EMPTY))]


def _of_line(key: Key, was: Balance, now: Balance) -> Iterator[Difference]:
    if was.opening != now.opening:
        yield Difference(key, "opening", "", was.opening, now.opening)
    for column, before, after in (("in", was.entered, now.entered), ("out", was.left, now.left)):
        for code in sorted({*before, *after}):
            if before.get(code, 0) != after.get(code, 0):
                yield Difference(key, column, code, before.get(code, 0), after.get(code, 0))
    if was.closing != now.closing:
        yield Difference(key, "closing", "", was.closing, now.closing)


def carried_on(
    stated: Mapping[Key, Balance],
    movements: Iterable[Movement],
    roll: Roll,
    last: str,
    first: str,
    *,
    through: int | None = None,
) -> dict[Key, int]:
    """The signed closings at the start of the day `first`: with what happened behind the statement's `last` day, or
    on it behind the act `through`, where one is given."""
    opening = {key: line.closing for key, line in stated.items()}
    for each in movements:
        if each.roll == roll and comes_after(each, last, through) and each.on < first:
            for key in keys_of(Seat(each.stage, each.cohort, each.class_no)):
                opening[key] = opening.get(key, 0) + each.sign
    return opening


def opened_with(
    found: Mapping[Key, Balance], opening: Mapping[Key, int]
) -> tuple[dict[Key, Balance], list[Difference]]:
    """The balances with this opening in place of the recomputed one, and where the two are not the same."""
    keys = sorted({*found, *opening}, key=lambda key: (len(key), key))
    lines = {key: found.get(key, _EMPTY) for key in keys}
    differing = [
        Difference(key, "opening", "", opening.get(key, 0), line.opening)
        for key, line in lines.items()
        if opening.get(key, 0) != line.opening
    ]
    return {key: line._replace(opening=opening.get(key, 0)) for key, line in lines.items()}, differing
