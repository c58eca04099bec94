"""An export of the national system beside this registry, pupil by pupil (第三条、第五条、第十三条).

A difference is a finding with what is recorded here, what stands there, and the command that would settle it. No act is
made from a state: a leave, a transfer or a dropout each needs its own proof and has its own clock, which a column of a
list cannot give; what was said is kept and checked ever after (`listed_states`). A number that was issued stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.reference import codes
from xjcli.registry import queries
from xjcli.regulation.lifecycle import CHANGES
from xjcli.regulation.national_states import STATES, differs, leading
from xjcli.schema.masking import mask_number
from xjcli.schema.record import PROPOSED, Record
from xjcli.schema.values.numbers import RegistryNumber
from xjcli.sheets.lists import STATES as TABLE
from xjcli.sheets.lists import Listed

_KEPT, _TAKEN = "kept", "taken"
#: What an act's command needs besides the pupil.
_WORDS = {
    "graduated": " --outcome graduated", "completed": " --outcome completed", "left-early": " --outcome left-early",
    "expelled": " --expel",
}  # fmt: skip
#: 升学 is asked for by the school that receives the pupil, so a list cannot send this one there.
_SETTLING = CHANGES - {"progressed"}


def once_each(listed: Iterable[Listed]) -> list[tuple[str, str, RegistryNumber]]:
    """Address, document and 学籍号 of each line that has one; what stands twice in the same words counts once."""
    lines: dict[tuple[str, RegistryNumber], tuple[str, str, RegistryNumber]] = {}
    for line in listed:
        if line.number is not None:
            lines.setdefault((line.document, line.number), (line.where, line.document, line.number))
    return list(lines.values())


def number_difference(record: Record, number: RegistryNumber, where: str, kind: str) -> list[dict[str, str]]:
    """Another number than ours: an issued one is kept, one that was only proposed gives way."""
    replaced = kind == "confirmed" and record.number_state == PROPOSED and record.registry_number != number.text
    if kind != "different" and not replaced:
        return []
    here, there = mask_number(record.registry_number), mask_number(number.text)
    becomes, command = (_TAKEN, "") if replaced else (_KEPT, f"xj number show {record.record_id}")
    return [_difference(record, where, "registry_number", here, there, becomes, command)]


@dataclass(slots=True)
class States:
    """The states of a list: of each pupil that was compared our status and the code that stands there, and for each
    that differs one line and one warning at its cell."""

    compared: dict[str, tuple[str, str]] = field(default_factory=dict)
    differences: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0


def compare_states(desk: Desk, listed: Iterable[Listed]) -> States:
    """Hold each state of the list against ours."""
    found = States()
    seen: set[tuple[str, str]] = set()
    for line in listed:
        if not line.state or (line.document, line.state) in seen:
            continue
        seen.add((line.document, line.state))
        record = queries.by_document(desk.registry, line.document)
        if record is None or record.status not in STATES:
            continue
        found.count += 1
        found.compared[record.record_id] = record.status, line.state
        if differs(record.status, line.state):
            here, there = words(record.status, line.state)
            command = settling(desk, record, line.state)
            found.differences.append(_difference(record, line.state_where, "state", here, there, _KEPT, command))
            params = {"record": record.record_id, "here": here, "there": there, "command": command}
            found.problems.append(Problem("number.state-differs", "warn", line.state_where, params))
    return found


def words(status: str, code: str) -> tuple[str, str]:
    """Our status and the national code as the national system calls them."""
    table = codes(TABLE)
    return table.label(STATES[status][0]), table.label(code)


def settling(desk: Desk, record: Record, code: str) -> str:
    """The command by which this registry would come to say what the list says; else where to look."""
    acts = leading(record.status, code)
    for act in acts:
        if act in _SETTLING and (command := desk.rules.acts[act].command):
            return f"xj {command} {record.record_id}{_WORDS.get(act, '')}"
    return "xj pull" if "handover-completed" in acts else f"xj history {record.record_id}"


def _difference(
    record: Record, where: str, field: str, here: str, there: str, becomes: str, command: str
) -> dict[str, str]:
    return {
        "where": where, "record_id": record.record_id, "name": record.name, "field": field, "here": here,
        "there": there, "becomes": becomes, "command": command,
    }  # fmt: skip
