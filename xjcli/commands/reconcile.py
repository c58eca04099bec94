"""`xj reconcile`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.reconcile import reconcile as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import reconcile as screens


def command(
    semester: Annotated[
        str, typer.Argument(metavar="SEMESTER", help=pick("学期，如 2026-autumn 或 2026秋", "as 2026-autumn"))
    ],
    class_no: Annotated[
        str, typer.Option("--class", metavar="CLASS", help=pick("只看一个班，如 3.2", "one class, as 3.2"))
    ] = "",
    drill: Annotated[
        str, typer.Option(metavar="CODE", help=pick("列出一个数后面的办理，如 27", "the acts behind a number, as 27"))
    ] = "",
) -> None:
    with open_desk() as desk:
        report = procedure(desk, semester, class_no=class_no, drill=drill)
    finish(report, screens.reconcile)
