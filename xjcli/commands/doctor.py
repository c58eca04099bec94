"""`xj doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.doctor import doctor as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens


def command(
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help=pick("先把旧格式升级", "bring an older file up first"))
    ] = False,
) -> None:
    with open_desk("write" if upgrade else "read") as desk:
        report = procedure(desk)
    finish(report, screens.doctor)
