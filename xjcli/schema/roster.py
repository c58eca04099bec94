"""第二十四条: the roster of one school as its authority (学籍主管部门) holds it, one line a record, as bytes.

It travels sealed in the channel of answers, so its place there says that it is the newest. Its head says which of the
school's acts it has seen; whatever was recorded behind them is not yet sent and no difference. Another school's child
never stands in it: where one stands against a record, the line names the case alone (第二十五条). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from xjcli.schema import shapes
from xjcli.schema.canonical import canonical
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import (
    APPROVED,
    ISSUED,
    LOCAL,
    PENDING,
    PROPOSED,
    REFUSED,
    STATUSES,
    Record,
)

SCHEMA = "xj.roster/1"
PART = "parts/roster"
#: What stands against a record in an open case: a record of another school or of this one, or a number.
OTHER_SCHOOL, SAME_SCHOOL, NUMBER = "other-school", "same-school", "number"


class Conflict(NamedTuple):
    """An open case about a record, and what stands against it; nothing of the other child."""

    case: str = ""
    against: str = ""


NO_CONFLICT = Conflict()


@dataclass(frozen=True, slots=True)
class Held:
    """One record as the authority holds it; the names are those of `schema.record`."""

    record_id: str
    status: str
    standing: str
    registry_number: str
    number_state: str
    stage: str
    cohort: int
    class_no: str
    entry_month: str
    person: Mapping[str, str]
    case: str = ""
    against: str = ""

    @classmethod
    def of(cls, record: Record, conflict: Conflict = NO_CONFLICT) -> Held:
        """The line of a record."""
        return cls(
            record.record_id, record.status, record.standing, record.registry_number, record.number_state,
            record.stage, record.cohort, record.class_no, record.entry_month, record.person, *conflict,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """Whose roster, by whom, of which day; the school's last act that was taken in, and the authority's last entry."""

    school: str
    authority: str
    on: str
    school_seq: int
    school_head: str
    authority_seq: int
    authority_head: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What the part holds."""

    head: Head
    lines: tuple[Held, ...]


def to_bytes(head: Head, lines: Sequence[Held]) -> bytes:
    """The part `parts/roster`: one canonical JSON line for the head, one for each record, none empty at the end."""
    first = canonical({"schema": SCHEMA, **asdict(head), "records": len(lines)})
    return b"\n".join([first, lines_to_bytes(lines)]) if lines else first


def lines_to_bytes(lines: Iterable[Held]) -> bytes:
    """The lines of the records alone: two rosters with the same say the same of every pupil."""
    return b"\n".join(canonical(asdict(line)) for line in lines)


def from_bytes(data: bytes) -> Roster:
    """Read the part. Raises Refusal `bundle.answer` (where: line, params: field)."""
    first, *rest = data.split(b"\n")
    raw = _read(first, _HEAD, "line 1")
    if raw.pop("records") != len(rest):
        raise shapes.fault("bundle.answer", "records", "line 1")
    del raw["schema"]
    lines: list[Held] = []
    for number, line in enumerate(rest, 2):
        held = Held(**_read(line, _HELD, where := f"line {number}"))
        if lines and lines[-1].record_id >= held.record_id:
            raise shapes.fault("bundle.answer", "record_id", where)
        lines.append(held)
    return Roster(Head(**raw), tuple(lines))


def _read(data: bytes, rules: shapes.Rules, where: str) -> dict[str, Any]:
    raw = shapes.read_object(data, "bundle.answer", where)
    shapes.require_fields(raw, rules, "bundle.answer", where)
    return raw


def _is_person(value: Any) -> bool:
    return isinstance(value, dict) and all(name in BY_NAME and shapes.is_note(text) for name, text in value.items())


def _word_or_none(value: object) -> bool:
    return value == "" or shapes.is_word(value)


_HEAD: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "school": shapes.is_school,
    "authority": shapes.is_authority,
    "on": shapes.is_day,
    "school_seq": shapes.is_count,
    "school_head": shapes.is_hash,
    "authority_seq": shapes.is_count,
    "authority_head": shapes.is_hash,
    "records": shapes.is_count,
}
_HELD: shapes.Rules = {
    "record_id": shapes.is_word,
    "status": shapes.one_of(*STATUSES),
    "standing": shapes.one_of(PENDING, APPROVED, REFUSED),
    "registry_number": shapes.is_text,
    "number_state": shapes.one_of(LOCAL, PROPOSED, ISSUED),
    "stage": shapes.is_text,
    "cohort": shapes.is_count,
    "class_no": shapes.is_text,
    "entry_month": shapes.is_text,
    "person": _is_person,
    "case": _word_or_none,
    "against": shapes.one_of("", OTHER_SCHOOL, SAME_SCHOOL, NUMBER),
}
