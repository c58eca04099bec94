"""`xj missing`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.missing import missing as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, on_date, pupils_from


def command(
    pupils: Pupils,
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE", help=pick("从哪一天起下落不明", "since which day nobody knows where the pupil is")
        ),
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
        day = on_date(since, desk.today)
        report = procedure(desk, pupils_from(pupils), since=day, errand=asked)
    finish(report, changes.change)
