"""`xj recover`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.recover import recover as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import DryRun, Yes


def command(
    source: Annotated[
        str,
        typer.Option("--from", help=pick("文件夹、U 盘或 https:// 地址", "a folder, a stick or an https:// address")),
    ] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure(desk, source, dry_run=dry_run)
    finish(report, screens.recover)
