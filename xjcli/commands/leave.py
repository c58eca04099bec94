"""`xj leave`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.leave import leave as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, on_date, pupils_from


def command(
    pupils: Pupils,
    until: Annotated[str, typer.Option(metavar="DATE", help=pick("休学到哪一天", "the leave's last day"))],
    ground: Annotated[str, typer.Option(help=pick("原因，如 疾病", "the ground, as illness"))] = "",
    extend: Annotated[bool, typer.Option("--extend", help=pick("续休", "extend a leave that runs"))] = False,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        last = on_date(until, desk.today)
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure(desk, pupils_from(pupils), until=last, ground=ground, extend=extend, errand=asked)
    finish(report, changes.change)
