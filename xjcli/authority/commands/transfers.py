"""`xj-authority transfers`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import School, office
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    school: School = "",
    ended: Annotated[bool, typer.Option("--all", help=pick("包括已办结的", "those that have ended too"))] = False,
) -> None:
    from xjcli.authority.describing import transfers

    finish(transfers(office(), school=school, ended=ended), screens.transfers)
