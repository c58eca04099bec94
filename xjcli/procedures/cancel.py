"""第四条: an enrolment that the authority refused is given up: the child goes to another school, or was entered twice.

Without it the child would stand on this school's roll for ever. It needs a refusal: what still waits may be approved
while this is on its way, and who was approved leaves by a transfer. The record stays in the ledger, off every roll,
its number and document are free again, and the same child can be enrolled anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change
from xjcli.report import Report


def cancel(desk: Desk, pupils: Sequence[str], *, errand: Errand) -> Report:
    """Give up refused enrolments; `errand.because` says why, and is sent on."""
    if not errand.because.strip():
        raise Refusal(Problem("usage.missing", params={"option": "--because"}))
    return change(desk, pupils, "enrolment-withdrawn", lambda _: {"reason": errand.because}, errand)
