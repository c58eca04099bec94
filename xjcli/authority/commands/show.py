"""`xj-authority show`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import office
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    case: Annotated[str, typer.Argument(metavar="CASE", help=pick("事项编号", "the case number"))],
) -> None:
    from xjcli.authority.viewing import show

    finish(show(office(), case), screens.show)
