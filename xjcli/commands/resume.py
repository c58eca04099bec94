"""`xj resume`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.resume import resume as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, pupils_from


def command(
    pupils: Pupils,
    class_no: Annotated[str, typer.Option("--class", help=pick("编入哪个班", "the class"))] = "",
    lower: Annotated[bool, typer.Option("--lower", help=pick("编入下一年级", "join the next lower grade"))] = False,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure(desk, pupils_from(pupils), class_no=class_no, lower=lower, errand=asked)
    finish(report, changes.change)
