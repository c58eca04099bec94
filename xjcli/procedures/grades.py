"""A whole grade at once (第十二、十三条): whoever can go on goes, in one transaction, and who is left out is said.

Named pupils are all or nothing, as everywhere; a grade is what its pupils are, so one who is on leave, waits for an
approval or has a record with problems stays behind with the reason, and the others do not wait for that one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.procedures.change import Check, Errand, change_records, find_all_objections
from xjcli.procedures.pupils import require_class, require_grade, require_pupils
from xjcli.registry import tallies
from xjcli.report import Report
from xjcli.schema.record import Record


@dataclass(frozen=True, slots=True)
class Whom:
    """Pupils by name, or a grade (and a class of it) as it stands on the day of the act."""

    pupils: Sequence[str] = ()
    grade: str = ""
    class_no: str = ""

    @property
    def whole(self) -> bool:
        return not self.pupils


def whom_of(desk: Desk, whom: Whom, on: date) -> list[Record]:
    """The records meant. A class alone means nobody: classes of all grades bear the same numbers."""
    if bool(whom.pupils) == bool(whom.grade) or (whom.class_no and not whom.grade):
        raise Refusal(Problem("finish.whom"))
    if whom.pupils:
        return require_pupils(desk, whom.pupils)
    grade = require_grade(desk, whom.grade, on)
    class_no = require_class(whom.class_no) or grade.class_no
    found = tallies.of_grade(desk.registry, grade.stage, grade.cohort, class_no)
    if not found:
        raise Refusal(Problem("finish.nobody"))
    return found


def change_grade(
    desk: Desk,
    records: Sequence[Record],
    kind: str,
    body_of: Callable[[Record], dict[str, Any]],
    errand: Errand,
    *,
    check: Check,
    more: Mapping[str, Any],
) -> Report:
    """Record one act for everyone of a grade against whom nothing stands; exit 1 where somebody was left out.

    `exceptions[]` names those, each with the codes of what stands against it. Refuses where nobody can go.
    """
    found = find_all_objections(desk, records, kind, errand, len(errand.evidence), check)
    against = {
        record_id: sorted({each.code for each in problems if each.severity == "refuse"})
        for record_id, problems in found.items()
    }
    able = [record for record in records if not against[record.record_id]]
    if not able:
        raise Refusal(*(problem for problems in found.values() for problem in problems))
    left = [record for record in records if against[record.record_id]]
    exceptions = [
        {"record_id": each.record_id, "name": each.name, "status": each.status, "codes": against[each.record_id]}
        for each in left
    ]
    report = change_records(
        desk, able, kind, body_of, errand, check=check, more={**more, "exceptions": exceptions}
    )  # fmt: skip
    told = [
        Problem("finish.left-out", "warn", each.record_id, {"codes": ", ".join(against[each.record_id])})
        for each in left
    ]
    return Report(report.result, [*report.problems, *told], int(Family.FINDINGS) if left else None)
