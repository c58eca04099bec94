"""`xj check`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.check import check as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import clocks
from xjcli.ui.options import pupils_from


def command(
    pupils: Annotated[
        list[str] | None,
        typer.Argument(help=pick("只查这些学生；不写则全校", "these pupils only; all of them by default")),
    ] = None,
) -> None:
    with open_desk() as desk:
        report = procedure(desk, pupils_from(pupils or []))
    finish(report, clocks.check)
