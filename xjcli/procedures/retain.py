"""留级 (第十一条): the pupil repeats the grade with the next younger cohort; the provinces set who may."""

from __future__ import annotations

from collections.abc import Sequence

from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.regrade import regrade_pupils
from xjcli.report import Report


def retain(desk: Desk, pupils: Sequence[str], *, class_no: str, ground: str, errand: Errand) -> Report:
    """Let pupils repeat a grade, in a class of the cohort that they join."""
    return regrade_pupils(desk, pupils, "retained", class_no=class_no, ground=ground, errand=errand)
