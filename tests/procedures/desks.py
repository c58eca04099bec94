"""What the tests of procedures share: a desk at a fixed time, a child's answers, workbooks of invented pupils."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.conftest import NOW, SCHOOL
from tests.people import Inventor, Pupil
from xjcli.desk import Desk, open_desk
from xjcli.errors import Refusal
from xjcli.procedures.enroll import enroll
from xjcli.procedures.import_ import import_
from xjcli.registry.connect import Mode
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.record import Record
from xjcli.schema.values.resident import check_character
from xjcli.sheets.headers import label_of
from xjcli.sheets.write import write_table

TODAY = NOW.date()


def at(home: Path, mode: Mode = "write", *, now: datetime = NOW) -> Desk:
    return open_desk(mode, home=home, now=now)


def resident(order: int, *, born: str = "20200305", region: str = "320106") -> str:
    """An invented identity number with a right check character; an odd order is a boy's."""
    body = f"{region}{born}{order:03}"
    return body + check_character(body)


def child(order: int = 901, **changed: str) -> dict[str, str]:
    """What a registrar would type for a child of the first grade."""
    born = changed.get("birth_date", "20200305")
    return {
        "name": f"样小{'甲乙丙丁戊己庚辛'[order % 8]}", "sex": "男" if order % 2 else "女", "birth_date": born,
        "document_type": "居民身份证", "document_number": resident(order, born=born), "grade": "一年级",
        "class_no": "1", "entry_month": "202609", **changed,
    }  # fmt: skip


def without_document(**changed: str) -> dict[str, str]:
    return {**child(), "document_type": "其他", "document_number": "", **changed}


def opened(desk: Desk, answers: Mapping[str, str], **more: Any) -> Report:
    options: dict[str, Any] = {"basis": "first", "on": TODAY, "evidence_files": [], **more}
    return enroll(desk, answers, **options)


def imported(desk: Desk, path: Path, **more: Any) -> Report:
    options: dict[str, Any] = {"way": "enrol", "on": TODAY, "confirm": lambda _: True, **more}
    return import_(desk, path, **options)


def invented(count: int, *, seed: int = 1) -> list[Pupil]:
    """The pupils of an invented primary school in September, as texts of a workbook."""
    return list(Inventor(seed, date(2026, 9, 2)).school(SCHOOL.school_code, count))


def sheet(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A workbook (or csv) of these rows under the national labels."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    write_table(path, [(name, label_of(name)) for name in names], rows, force=True)
    return path


def refused(errand: Callable[[], object]) -> Refusal:
    """What the errand refused with."""
    try:
        errand()
    except Refusal as refusal:
        return refusal
    raise AssertionError("nothing was refused")


def codes(found: Refusal | Report) -> list[str]:
    return [problem.code for problem in found.problems]


def refusing(found: Refusal | Report) -> list[str]:
    return [problem.code for problem in found.problems if problem.severity == "refuse"]


def record_of(desk: Desk, record_id: str) -> Record:
    from xjcli.registry.queries import record

    found = record(desk.registry, record_id)
    assert found is not None
    return found


def decide(desk: Desk, record_id: str, *, number: str = "", reason: str = "") -> None:
    """As if the authority had approved (with a number) or refused (with a reason)."""
    approved = bool(number)
    body = {
        "case": "E-000001",
        "number": number,
        "reason": reason,
        "official": "测试科长",
        "bundle": "0" * 64,
        "act": 1,
    }
    kind = "enrolment-approved" if approved else "enrolment-refused"
    basis = {"pack": "national-2013", "article": 4, "evidence": []}
    with desk.registry.transaction():
        desk.registry.append(
            [Draft(kind, record_id, TODAY.isoformat(), body, basis)], command="pull", recorded_at=desk.recorded_at,
            recorded_by="测试老师",
        )  # fmt: skip


def pdf(path: Path, words: bytes = b"proof") -> Path:
    path.write_bytes(b"%PDF-1.7\n" + words)
    return path
