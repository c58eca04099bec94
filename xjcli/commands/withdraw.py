"""`xj withdraw`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import withdraw as procedures
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, pupils_from


def command(
    pupils: Pupils,
    ground: Annotated[
        str,
        typer.Option(
            help=pick(
                "voluntary 自愿、illness 疾病、truancy 旷课、overage 超龄、leave-expired 休学期满、other",
                "voluntary, illness, truancy, overage, leave-expired, other; or why expelled",
            )
        ),
    ] = "",
    expel: Annotated[
        bool, typer.Option("--expel", help=pick("开除（义务教育阶段不得开除）", "expel; never in compulsory years"))
    ] = False,
    decision: Annotated[
        str, typer.Option(help=pick("开除：处分决定的文号", "of an expulsion: the number of the decision"))
    ] = "",
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        chosen = pupils_from(pupils)
        if expel:
            report = procedures.expel(desk, chosen, ground=ground, decision=decision, errand=asked)
        else:
            report = procedures.withdraw(desk, chosen, ground=ground, errand=asked)
    finish(report, changes.change)
