"""`xj-authority refuse`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import Because, DryRun, Official, office
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    case: Annotated[list[str], typer.Argument(metavar="CASE…", help=pick("事项编号", "case numbers"))],
    because: Because = "",
    official: Official = "",
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority.decide import refuse

    screen = screens.would_refuse if dry_run else screens.refuse
    finish(refuse(office(rehearse=dry_run, writes=not dry_run), case, because=because, official=official), screen)
