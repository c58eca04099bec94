"""第二十四条: our records beside the roster that the authority gave us of its own; both are folded from the same acts.

Pure judgement. A record is known by its id on both sides, so nobody is guessed; our side is what the authority should
have, so whatever differs is a difference and nothing of it is merely not sent. What stands against a record in an open
case is told with the case alone, never with another school's child (第二十五条).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from xjcli.regulation.rosters import Found, Line, Past, find_fields, match, stated
from xjcli.schema.columns import IDENTITY_FIELDS
from xjcli.schema.record import CANCELLED, ISSUED, ON_ROLL, Record
from xjcli.schema.roster import NUMBER, OTHER_SCHOOL, SAME_SCHOOL, Held

Fields = tuple[tuple[str, str, str], ...]

#: What stands against a record → which kind of difference it is, and its cause.
_CONFLICTS: Mapping[str, tuple[str, str]] = {
    OTHER_SCHOOL: ("two-schools", "conflict-school"),
    SAME_SCHOOL: ("two-records", "conflict-record"),
    NUMBER: ("two-numbers", "conflict-number"),
}


def compare(
    lines: Iterable[Held],
    records: Iterable[Record],
    *,
    sent: int,
    past: Callable[[Collection[str]], Mapping[str, Past]],
) -> list[Found]:
    """Every difference. `records` are ours as of `sent`, the last act that the roster has seen; `past` tells."""
    here = {record.record_id: record for record in records}
    there = {line.record_id: line for line in lines}
    pairs = [(held, here[record_id]) for record_id, held in there.items() if record_id in here]
    differing = [(held, record, fields) for held, record in pairs if (fields := differing_fields(held, record))]
    told = past({record.record_id for _, record, _ in differing})
    found = [each for held, record in pairs for each in _find_standing(held, record)]
    for held, record, fields in differing:
        found += find_fields(line_of(held), record, fields, sent, told.get(record.record_id, ()))
    return found + _apart(
        [held for record_id, held in there.items() if record_id not in here],
        [record for record in here.values() if record.record_id not in there and record.status != CANCELLED],
    )


def line_of(held: Held) -> Line:
    """A line as any roster has it."""
    place = {"class_no": held.class_no, "entry_month": held.entry_month, "grade": f"{held.stage}-{held.cohort}"}
    return Line("", {**held.person, **place}, held.registry_number)


def differing_fields(held: Held, record: Record) -> Fields:
    """What is not the same, empty values too; of a pupil who left on both sides only who it is."""
    here, there = stated(record), line_of(held).values
    on_roll = record.status in ON_ROLL or held.status in ON_ROLL
    names = sorted(here.keys() | there.keys()) if on_roll else ("name", *IDENTITY_FIELDS)
    both = ((name, str(here.get(name, "")), there.get(name, "")) for name in names if name != "school_code")
    return tuple(each for each in both if each[1] != each[2])


def _find_standing(held: Held, record: Record) -> list[Found]:
    """State, approval and number; where a case is open about it, that is why."""
    states = _unlike(held, record, "status", "standing")
    numbers = _unlike(held, record, "registry_number", "number_state")
    line = line_of(held)
    if held.against in _CONFLICTS:
        kind, cause = _CONFLICTS[held.against]
        return [Found(kind, cause, record, line, states + numbers, held.case)]
    found = [Found("state", "held-otherwise", record, line, states)] if states else []
    if numbers:
        both = record.number_state == held.number_state == ISSUED
        kind, cause = ("two-numbers", "number-issued-twice") if both else ("state", "number-held-otherwise")
        found.append(Found(kind, cause, record, line, numbers))
    return found


def _unlike(held: Held, record: Record, *names: str) -> Fields:
    pairs = ((name, str(getattr(record, name)), str(getattr(held, name))) for name in names)
    return tuple(each for each in pairs if each[1] != each[2])


def _apart(lines: list[Held], records: list[Record]) -> list[Found]:
    """Records that only one side has; the same child under two ids is told once."""
    by_line = {id(line := line_of(held)): (line, held) for held in lines}
    found = match([line for line, _ in by_line.values()], records)
    twins = [
        Found("two-records", "another-record", record, line, (), by_line[id(line)][1].record_id)
        for line, record in (*found.pairs, *found.repeated)
    ]
    taken = {record.record_id for _, record in found.pairs}
    twins += [Found("there-only", "not-known-here", None, line, (), by_line[id(line)][1].record_id)
              for line in found.there_only]  # fmt: skip
    return twins + [Found("here-only", "not-held", record, None) for record in records if record.record_id not in taken]
