"""`xj undo`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.undo import undo as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import undoing
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Yes, errand


def command(
    operation: Annotated[
        str, typer.Argument(help=pick("办理编号（result.operation）", "an operation's id (result.operation)"))
    ] = "",
    last: Annotated[bool, typer.Option("--last", help=pick("最近一次还没有上报的", "the newest not sent"))] = False,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, "", dry_run=dry_run, yes=yes, show=undoing.plan)
        report = procedure(desk, operation, asked, last=last)
    finish(report, undoing.undone)
