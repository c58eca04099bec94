"""第二十四条: what each act did to the two rolls, so that 期初 + 增 − 减 = 期末 can be proved act by act.

在籍 (`on-roll`) is everyone whose record the school keeps, 在校 (`present`) everyone who is in class. The acts are
walked once; where a pupil's place on a roll changes, the act that did it gives the statistical key (XSBD
学生变动, JY/T 1001), or a word of our own where that table has none. 第十二条: a grade follows from cohort and day, so
the turn of the school year moves nobody; a grade's opening is what its cohort closed with a grade lower.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from xjcli.regulation.fold import ENDED_CASE, step
from xjcli.schema.act import OFFICE_KINDS, Act
from xjcli.schema.record import ABROAD, DROPPED_OUT, ENROLLED, MISSING, ON_LEAVE, ON_ROLL, Record

Roll = Literal["present", "on-roll"]
#: How far a move reaches: over the school's border, between its grades, or between the classes of one grade.
Reach = Literal["school", "grade", "class"]


class Seat(NamedTuple):
    """A place on a roll: the cohort (级) of a stage, and the class in it."""

    stage: str
    cohort: int
    class_no: str


class Movement(NamedTuple):
    """One pupil onto a roll (+1) or off it (−1), by the act `seq`. A move inside the school is one of each."""

    seq: int
    record_id: str
    kind: str
    on: str
    code: str
    sign: int
    stage: str
    cohort: int
    class_no: str
    sex: str
    roll: Roll
    reach: Reach


#: Who comes, by the act; XSBD where it has a key. 复学 has one key only, so the other returns have words.
ENTERS: Mapping[str, str] = MappingProxyType(
    {"enrolled": "11", "taken-on": "took-on", "handover-completed": "13", "progressed": "progressed"}
)
RETURNS: Mapping[str, str] = MappingProxyType(
    {ON_LEAVE: "12", ABROAD: "back-from-abroad", DROPPED_OUT: "back-to-school", MISSING: "found"}
)
#: Who goes, by the act.
LEAVES: Mapping[str, str] = MappingProxyType(
    {
        "graduated": "21", "completed": "22", "leave-granted": "23", "withdrawn": "24", "expelled": "25",
        "death-reported": "26", "handover-completed": "27", "dropout-reported": "28", "left-early": "left-early",
        "went-abroad": "abroad", "missing-reported": "missing", "custody-moved": "custody-moved",
        "enrolment-withdrawn": "given-up",
    }
)  # fmt: skip
#: Who changes place inside the school, by the act.
MOVES: Mapping[str, str] = MappingProxyType(
    {
        "assigned": "class-changed", "promoted": "promoted", "retained": "retained", "skipped": "skipped",
        "progressed": "progressed", "resumed": "class-changed",
    }
)  # fmt: skip
#: 升入校 takes a pupil in as a new entrant (招生), not as a transfer; 复学 may be into a lower grade (降级).
ADMITTED, DEMOTED, REVERSED = "11", "demoted", "reversed"
CODES: tuple[str, ...] = tuple(
    dict.fromkeys([*ENTERS.values(), *RETURNS.values(), *LEAVES.values(), *MOVES.values(), DEMOTED, REVERSED])
)
_ROLLS: tuple[tuple[Roll, tuple[str, ...]], ...] = (("present", (ENROLLED,)), ("on-roll", ON_ROLL))
_History: TypeAlias = "dict[str, list[Movement]]"


def find_movements(acts: Iterable[Act]) -> list[Movement]:
    """Every movement that still counts, in the order of the acts; what was taken back counts for nothing."""
    records: dict[str, Record] = {}
    history: _History = {}
    for act in acts:
        if act.kind in OFFICE_KINDS:
            continue
        before = records.get(act.record_id)
        after = records[act.record_id] = step(before, act)
        if act.kind == "reversed":
            history[act.record_id] = _taken_back(act, after, history.get(act.record_id, []))
        elif _seat_changed(before, after):
            history.setdefault(act.record_id, []).extend(_between(act, before, after))
    return sorted((each for lines in history.values() for each in lines), key=lambda each: each.seq)


def seat_on(record: Record | None, statuses: tuple[str, ...]) -> Seat | None:
    """Where this record stands on the roll of these statuses, None where it does not."""
    if record is None or record.status not in statuses:
        return None
    return Seat(record.stage, record.cohort, record.class_no)


def _seat_changed(before: Record | None, after: Record) -> bool:
    return before is None or (
        before.status is not after.status
        or before.class_no is not after.class_no
        or before.cohort != after.cohort
        or before.stage != after.stage
    )


def _between(act: Act, before: Record | None, after: Record) -> Iterator[Movement]:
    kind, on = _cause(act, before)
    for roll, statuses in _ROLLS:
        old, new = seat_on(before, statuses), seat_on(after, statuses)
        if old != new:
            code = _code(kind, before, old, new)
            yield from _moved(act, (kind, on, code), after, roll, old, new)


def _cause(act: Act, before: Record | None) -> tuple[str, str]:
    """The act that took effect, and its day: what an approval lets happen is what was asked, on the day it was."""
    body: Mapping[str, Any] = act.body or {}
    if act.kind == "change-approved" and before is not None:
        case = before.open_case or before.situation.get(ENDED_CASE, {})
        if case and case["seq"] == body["act"]:
            return case["kind"], case["on"]
    return act.kind, act.occurred_on


def _code(kind: str, before: Record | None, old: Seat | None, new: Seat | None) -> str:
    """The key of a change of place. KeyError for an act that has none: the tables above hold all of the lifecycle."""
    if old is not None and new is not None:
        lower = kind == "resumed" and (old.stage, old.cohort) != (new.stage, new.cohort)
        return DEMOTED if lower else MOVES[kind]
    if new is None:
        return LEAVES[kind]
    if kind == "resumed":
        return RETURNS[before.status if before else ""]
    admitted = kind == "handover-completed" and before is not None and before.basis == "progress"
    return ADMITTED if admitted else ENTERS[kind]


def _moved(
    act: Act, what: tuple[str, str, str], record: Record, roll: Roll, old: Seat | None, new: Seat | None
) -> Iterator[Movement]:
    kind, on, code = what
    reach: Reach = "school"
    if old is not None and new is not None:
        reach = "class" if old[:2] == new[:2] else "grade"
    for seat, sign in ((old, -1), (new, 1)):
        if seat is not None:
            yield Movement(act.seq, record.record_id, kind, on, code, sign, *seat, record.sex, roll, reach)


def _taken_back(act: Act, after: Record, lines: list[Movement]) -> list[Movement]:
    """What the reversed acts did is gone; were anything of it left over, it would be told and not hidden."""
    gone = set((act.body or {})["acts"])
    kept = [each for each in lines if each.seq not in gone]
    for roll, statuses in _ROLLS:
        standing = Counter[Seat]()
        for each in kept:
            if each.roll == roll:
                standing[Seat(each.stage, each.cohort, each.class_no)] += each.sign
        old = next((seat for seat, count in standing.items() if count > 0), None)
        new = seat_on(after, statuses)
        if old != new:
            kept += _moved(act, (act.kind, act.occurred_on, REVERSED), after, roll, old, new)
    return kept


class Balance(NamedTuple):
    """期初、增、减、期末 of one class, one grade or the school; `closing` is counted, not computed."""

    opening: int
    entered: Mapping[str, int]
    left: Mapping[str, int]
    closing: int

    @property
    def expected(self) -> int:
        return self.opening + sum(self.entered.values()) - sum(self.left.values())

    @property
    def holds(self) -> bool:
        return self.expected == self.closing


#: Of the school, of a grade (stage, cohort) and of a class (stage, cohort, class).
Key: TypeAlias = "tuple[()] | tuple[str, int] | tuple[str, int, str]"
_SEEN_BY: Mapping[int, frozenset[str]] = MappingProxyType(
    {0: frozenset({"school"}), 2: frozenset({"school", "grade"}), 3: frozenset({"school", "grade", "class"})}
)


def keys_of(seat: Seat) -> tuple[Key, Key, Key]:
    """The three wholes that a place belongs to."""
    return (), (seat.stage, seat.cohort), (seat.stage, seat.cohort, seat.class_no)


def comes_after(move: Movement, last: str, through: int | None) -> bool:
    """True for what happened behind the day `last` (ISO), or on it by an act behind `through`, where one is given."""
    return move.on > last or (through is not None and move.on == last and move.seq > through)


def balance(
    movements: Iterable[Movement],
    roll: Roll,
    first: str,
    last: str,
    standing: Mapping[Seat, int],
    *,
    through: int | None = None,
) -> dict[Key, Balance]:
    """One balance for the school, each grade and each class, from the first to the last day (ISO, both included); of
    the last day only what was recorded up to the act `through`, where one is given.

    `standing` is who stands where today, counted without the movements; the closing is that count with what happened
    later taken off, so a movement that is missing anywhere shows.
    """
    opening: Counter[Key] = Counter()
    entered: dict[Key, Counter[str]] = {}
    left: dict[Key, Counter[str]] = {}
    closing: Counter[Key] = Counter()
    for seat, pupils in standing.items():
        for key in keys_of(seat):
            closing[key] += pupils
    for each in movements:
        if each.roll != roll:
            continue
        for key in keys_of(Seat(each.stage, each.cohort, each.class_no)):
            if comes_after(each, last, through):
                closing[key] -= each.sign
            elif each.on < first:
                opening[key] += each.sign
            elif each.reach in _SEEN_BY[len(key)]:
                (entered if each.sign > 0 else left).setdefault(key, Counter())[each.code] += 1
    keys: set[Key] = {(), *opening, *closing, *entered, *left}
    return {key: Balance(opening[key], entered.get(key, {}), left.get(key, {}), closing[key]) for key in keys}


def count_on(movements: Iterable[Movement], roll: Roll, day: str, key: Key) -> int:
    """How many stood on a roll at the end of a day, in the school, a grade or a class."""
    return sum(
        each.sign
        for each in movements
        if each.roll == roll and each.on <= day and (each.stage, each.cohort, each.class_no)[: len(key)] == key
    )


def records_on(acts: Iterable[Act], day: str) -> dict[str, Record]:
    """Every record as it stood at the end of a day (ISO). What was ruled or taken back later of an act of that time
    counts from that act on, as it does in the movements.
    """
    counted: set[int] = set()
    records: dict[str, Record] = {}
    for act in acts:
        if act.kind not in OFFICE_KINDS and _belongs(act, day, counted):
            counted.add(act.seq)
            records[act.record_id] = step(records.get(act.record_id), act)
    return records


def _belongs(act: Act, day: str, counted: set[int]) -> bool:
    body: Mapping[str, Any] = act.body or {}
    if act.kind == "reversed":
        return counted.issuperset(body["acts"])
    if act.kind in ("change-approved", "change-refused"):
        return body["act"] in counted
    return act.occurred_on <= day
