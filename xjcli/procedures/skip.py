"""跳级 (第十一条): the pupil goes on with the next older cohort of the same stage; never into the next stage."""

from __future__ import annotations

from collections.abc import Sequence

from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.regrade import regrade_pupils
from xjcli.report import Report


def skip(desk: Desk, pupils: Sequence[str], *, class_no: str, ground: str, errand: Errand) -> Report:
    """Let pupils skip one grade, into a class of the cohort that they join."""
    return regrade_pupils(desk, pupils, "skipped", class_no=class_no, ground=ground, errand=errand)
