"""毕业、结业、肄业 (第十三条): the end of a stage, behind a gate that nothing unsettled passes.

No case under way, no record with problems, the last grade for 毕业 and 结业. A whole grade is previewed with its
exceptions and recorded in one transaction; certificate numbers come from the list they were issued by.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.certificates import read_certificates
from xjcli.procedures.change import Errand, change_records
from xjcli.procedures.grades import Whom, change_grade, whom_of
from xjcli.procedures.pupils import require_choice
from xjcli.regulation.finishing import OUTCOMES, Outcome, find_finish_objections
from xjcli.report import Report
from xjcli.schema.record import Record


def graduate(
    desk: Desk, whom: Whom, *, outcome: str, ground: str, certificate_list: Path | None, errand: Errand
) -> Report:
    """Record how these pupils, or a whole grade, end their stage. `certificates` counts the numbers taken in."""
    if not outcome:
        raise Refusal(Problem("usage.missing", params={"option": "--outcome"}))
    require_choice("--outcome", outcome, OUTCOMES)
    records = whom_of(desk, whom, errand.on)
    numbers, problems = read_certificates(certificate_list, records) if certificate_list else ({}, [])
    if problems:
        raise Refusal(*problems)

    def body(record: Record) -> dict[str, Any]:
        number = numbers.get(record.record_id, "")
        return {**({"certificate": number} if number else {}), **({"ground": ground} if ground else {})}

    def check(record: Record) -> list[Problem]:
        return find_finish_objections(
            record, cast("Outcome", outcome), on=errand.on, because=errand.because, system=desk.settings.system
        )

    more: dict[str, Any] = {"exceptions": [], "certificates": len(numbers)}
    if whom.whole:
        report = change_grade(desk, records, outcome, body, errand, check=check, more=more)
    else:
        report = change_records(desk, records, outcome, body, errand, check=check, more=more)
    missing = sum(item["record_id"] not in numbers for item in report.result["items"])
    told = (
        [Problem("finish.certificate-missing", "note", params={"count": missing})]
        if certificate_list and missing
        else []
    )
    return Report(report.result, [*report.problems, *told], report.exit)
