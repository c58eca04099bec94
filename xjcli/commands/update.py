"""`xj update`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.update import update as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupil, Yes, errand, pairs, pupils_from


def command(
    pupil: Pupil,
    values: Annotated[
        list[str], typer.Option("--set", help=pick("更新：字段=值，可多次", "an update: field=value; may be repeated"))
    ],
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure(desk, pupils_from([pupil])[0], pairs(values), asked)
    finish(report, changes.change)
