"""`xj-authority outbox`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import DryRun, School, office
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    place: Annotated[Path, typer.Argument(metavar="DIR", help=pick("文件夹或U盘", "a folder or a stick"))],
    school: School = "",
    returned_after: Annotated[
        int,
        typer.Option(
            "--returned-after",
            metavar="N",
            min=-1,
            help=pick(
                "另写：该校第 N 包以后的本校数据包，供恢复备份后取回",
                "also the school's own bundles behind N, after a restoration",
            ),
        ),
    ] = -1,
    dry_run: DryRun = False,
) -> None:
    here = office(writes=not dry_run)
    if returned_after < 0:
        from xjcli.authority.folder import outbox

        finish(outbox(here, place, school=school, dry_run=dry_run), screens.outbox)
    from xjcli.authority.returning import to_folder

    finish(to_folder(here, place, school, returned_after, dry_run=dry_run), screens.outbox)
