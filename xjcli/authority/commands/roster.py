"""`xj-authority roster`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import DryRun, School, office
from xjcli.errors import Problem, Refusal
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    school: School = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv", help=pick("写到文件", "write it to a file"))] = None,
    force: Annotated[
        bool, typer.Option("--force", help=pick("可以覆盖已有文件", "an existing file may be replaced"))
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=pick("签名、加密，交给学校（写进文件夹）", "signed and sealed for the school, into a folder"),
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    if to is None:
        from xjcli.authority.viewing import roster

        finish(roster(office(), school=school, out=out, force=force), screens.roster)
    if out is not None or force:
        other = "--out" if out is not None else "--force"
        raise Refusal(Problem("usage.together", params={"option": "--to", "other": other}))
    from xjcli.authority.rosters import to_folder

    finish(to_folder(office(writes=not dry_run), to, school=school, dry_run=dry_run), screens.outbox)
