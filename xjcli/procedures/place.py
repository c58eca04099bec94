"""随班就读、特教、工读学校就读而学籍保留 (第十七条): the pupil is taught elsewhere, the record stays where it is.

Whether the registration moves instead (a transfer) is for the two schools, or for the school and the guardians, to
agree; what was agreed is the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal, Severity
from xjcli.procedures.change import Errand, change
from xjcli.procedures.pupils import require_choice
from xjcli.report import Report
from xjcli.schema.record import Record
from xjcli.schema.values.codes import SPECIAL, SPECIALISED, SchoolCode, parse_school_code

#: What 第十七条 knows. Stored in acts: never rename.
GROUNDS = ("inclusive", "special", "specialised")
_KIND_OF = {"special": SPECIAL, "specialised": SPECIALISED}


def place(desk: Desk, pupils: Sequence[str], *, at: str, ground: str, errand: Errand) -> Report:
    """Record that these pupils are taught at another school, their records staying here."""
    require_choice("--ground", ground, GROUNDS)
    school, problems = parse_school_code(at)
    if school is None:
        raise Refusal(*problems)
    if school.text == desk.settings.school_code:
        raise Refusal(Problem("place.school"))
    severity: Severity = "warn" if errand.because.strip() else "refuse"

    def check(record: Record) -> list[Problem]:
        there = record.situation.get("studies_at", "")
        found = [Problem("place.already", where=record.record_id, params={"school": str(there)})] if there else []
        if not _fits(school, ground):
            params: dict[str, str | int] = {"school": school.text, "ground": ground}
            found.append(Problem("place.kind", severity, record.record_id, params))
        return found

    body: dict[str, Any] = {"school": school.text, "ground": ground}
    report = change(desk, pupils, "placed-out", lambda _: body, errand, check=check, more={"school": school.text})
    return Report(report.result, [*problems, *report.problems])


def place_back(desk: Desk, pupils: Sequence[str], *, errand: Errand) -> Report:
    """Record that these pupils are taught here again."""

    def check(record: Record) -> list[Problem]:
        return [] if record.situation.get("studies_at") else [Problem("place.not-placed", where=record.record_id)]

    return change(desk, pupils, "placed-back", lambda _: {}, errand, check=check)


def _fits(school: SchoolCode, ground: str) -> bool:
    """随班就读 is at an ordinary school; the other two at a school of that kind."""
    wanted = _KIND_OF.get(ground)
    return school.type == wanted if wanted else school.type not in (SPECIAL, SPECIALISED)
