"""`xj-authority roster`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import School, office
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    school: School = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv", help=pick("写到文件", "write it to a file"))] = None,
    force: Annotated[
        bool, typer.Option("--force", help=pick("可以覆盖已有文件", "an existing file may be replaced"))
    ] = False,
) -> None:
    from xjcli.authority.viewing import roster

    finish(roster(office(), school=school, out=out, force=force), screens.roster)
