"""What the tests of handovers share: pupils on the roll, and the authority's word applied as `xj pull` would."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.procedures.desks import TODAY, child, opened, record_of
from xjcli.desk import Desk
from xjcli.procedures import transfer
from xjcli.procedures.change import Errand
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.record import Record

OTHER, OTHER_NAME = "2132000777", "虚构市第二学校"
CASE = "H-000001"
NUMBER = "G320106202003059015"


def errand(on: date = TODAY, **more: Any) -> Errand:
    return Errand(on, **more)


def echo(desk: Desk, step: str, record_id: str, /, *, on: date = TODAY, **body: Any) -> None:
    """An act of the authority, as `xj pull` would append it."""
    said: dict[str, Any] = {"case": CASE, "kind": "transfer", "school": OTHER, "name": OTHER_NAME}
    said |= {"official": "测试科长", "bundle": "0" * 64, "act": 1, **body}
    basis = {"pack": "national-2013", "article": 14, "evidence": []}
    with desk.registry.transaction():
        desk.registry.append(
            [Draft(step, record_id, on.isoformat(), said, basis)], command="pull", recorded_at=desk.recorded_at,
            recorded_by="测试老师",
        )  # fmt: skip


def registered(desk: Desk, **changed: str) -> str:
    """A pupil whose registration exists (take-on): approved, with a proposed number. Gives the record id."""
    found: str = opened(desk, {**child(), **changed}, basis="take-on").result["record_id"]
    return found


def notified(desk: Desk, record_id: str, *, seal: str = "", **more: Any) -> None:
    echo(desk, "transfer-notified", record_id, seal=seal, requested_on=TODAY.isoformat(), act=0, **more)


def asked(desk: Desk, paper: str = "柜1-1", **changed: Any) -> Report:
    """A request for a child of another school."""
    answers = changed.pop("answers", None) or child()
    options: dict[str, Any] = {
        "basis": "transfer", "school": OTHER, "school_name": OTHER_NAME, "number": "", "reason": "随父母迁居",
        "errand": errand(paper=paper), **changed,
    }  # fmt: skip
    return transfer.request(desk, answers, **options)


def arrived(desk: Desk, number: str, **changed: Any) -> str:
    """A pupil whose handover to this school is complete. Gives the record id."""
    record_id: str = asked(desk, **changed).result["items"][0]["record_id"]
    echo(desk, "handover-completed", record_id, number=number)
    return record_id


def gone(desk: Desk, record_id: str, **more: Any) -> Record:
    """A pupil whose handover to the other school is complete."""
    notified(desk, record_id, **more)
    transfer.release(desk, [record_id], errand=errand())
    echo(desk, "handover-completed", record_id, number="")
    return record_of(desk, record_id)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
