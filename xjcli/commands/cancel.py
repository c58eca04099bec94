"""`xj cancel`."""

from __future__ import annotations

from xjcli.desk import open_desk
from xjcli.procedures.cancel import cancel as procedure
from xjcli.report import finish
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, pupils_from


def command(
    pupils: Pupils,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure(desk, pupils_from(pupils), errand=asked)
    finish(report, changes.change)
