"""What the tests of changes share: an approved pupil, an errand with a paper proof, and the act that was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.procedures.desks import TODAY, child, opened
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.schema.act import Act, Draft

#: The day after everything that `approved_child` did.
LATER = TODAY + timedelta(days=1)


def approved_child(desk: Desk, order: int = 901, *, on: date = TODAY - timedelta(days=10), **answers: str) -> str:
    """A pupil of ours that was approved elsewhere, so that a change may follow. Returns the record id."""
    report = opened(desk, child(order, **answers), basis="take-on", on=on)
    return str(report.result["record_id"])


def errand(
    on: date = TODAY,
    *,
    because: str = "",
    evidence: Sequence[Path] = (),
    paper: str = "柜3-2",
    dry_run: bool = False,
    confirm: Callable[[dict[str, Any]], bool] = lambda _: True,
) -> Errand:
    """An errand with a paper proof on file, unless a test says otherwise."""
    return Errand(on, because, tuple(evidence), paper, dry_run, confirm)


def acts_of(desk: Desk, record_id: str) -> list[Act]:
    return list(desk.registry.acts(record_id=record_id))


def written(desk: Desk, kind: str, record_id: str, body: dict[str, Any], *, on: date = TODAY, **basis: Any) -> None:
    """Append one act as another errand, or a pull, would have."""
    rests_on = {"pack": "national-2013", "article": 13, "evidence": [], **basis}
    with desk.registry.transaction():
        desk.registry.append(
            [Draft(kind, record_id, on.isoformat(), body, rests_on)], command="test", recorded_at=desk.recorded_at,
            recorded_by="测试老师",
        )  # fmt: skip
