"""`xj due`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.due import due as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import clocks


def command(
    ics: Annotated[
        Path | None, typer.Option(metavar="FILE", help=pick("另存为日历文件", "also write a calendar file"))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=pick("覆盖已有文件", "replace an existing file"))] = False,
) -> None:
    with open_desk() as desk:
        report = procedure(desk, ics=ics, force=force)
    finish(report, clocks.due)
