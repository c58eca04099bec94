"""`xj-authority intake`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import DryRun, office
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    place: Annotated[Path, typer.Argument(metavar="DIR", help=pick("文件夹或U盘", "a folder or a stick"))],
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority.folder import intake

    finish(intake(office(live=True, writes=not dry_run), place, dry_run=dry_run), screens.intake)
