"""`xj assert roster`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.stated import Whole, state_roster
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import reconcile as screens
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Yes, errand

app = verbs()


@app.command(
    "roster", help=pick("记下一次清点的人数，以后每次复核都比对", "state a head count; it is checked ever after")
)
def roster(
    count: Annotated[int, typer.Option(help=pick("清点到的人数", "how many were counted"))],
    class_no: Annotated[str, typer.Option("--class", metavar="CLASS", help=pick("班，如 3.2", "class, as 3.2"))] = "",
    grade: Annotated[str, typer.Option(help=pick("年级，如 三年级", "grade, as 3"))] = "",
    roll: Annotated[str, typer.Option(help="present | on-roll")] = "present",
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes, show=screens.stated)
        report = state_roster(desk, Whole(grade, class_no, roll), count, asked)
    finish(report, screens.stated)
