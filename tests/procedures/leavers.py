"""Pupils whose registration stands, as the tests of leaving, repeating and finishing need them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.conftest import NOW
from tests.procedures.desks import at, child, decide, opened, pdf, resident
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.init import School, init
from xjcli.procedures.settings import store
from xjcli.schema.act import Act

SENIOR = School(
    school_code="3432000456", name="虚构市测试高中", region="320106", stages="senior", system="6-3", authority="320106",
    registrar="测试老师",
)  # fmt: skip
#: Grade → birth date and month of entry of a pupil who is in it in the autumn of 2026.
GRADES = {
    "一年级": ("20200305", "202609"), "三年级": ("20180305", "202409"), "五年级": ("20160305", "202209"),
    "六年级": ("20150305", "202109"), "七年级": ("20140305", "202609"), "九年级": ("20120305", "202409"),
    "高一": ("20110305", "202609"), "高二": ("20100305", "202509"), "高三": ("20090305", "202409"),
}  # fmt: skip


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, 0, tzinfo=UTC)


def enrolled(desk: Desk, grade: str = "三年级", order: int = 901, *, number: bool = True, **person: Any) -> str:
    """A pupil with an approved registration; the record id."""
    born, entered = GRADES[grade]
    answers = child(order, birth_date=born, grade=grade, entry_month=entered, **person)
    record_id: str = opened(desk, answers, basis="transfer" if grade[0] != "一" else "first").result["record_id"]
    if number:
        decide(desk, record_id, number=f"G{resident(order, born=born)}")
    return record_id


def proven(home: Path, desk: Desk, **more: Any) -> Errand:
    """An errand of today with a proof."""
    return Errand(desk.today, **{"evidence": (pdf(home / "证明.pdf"),), **more})


def with_rules(home: Path, *packs: str) -> None:
    with at(home) as desk:
        store(desk, "rules", ",".join(("national-2013", *packs)))


def senior_school(home: Path) -> Path:
    init(home, SENIOR, now=NOW)
    return home


def last_act(desk: Desk) -> Act:
    return list(desk.registry.acts())[-1]


def body_of(act: Act) -> dict[str, Any]:
    assert act.body is not None
    return act.body
