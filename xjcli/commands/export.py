"""`xj export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.export import export as procedure
from xjcli.procedures.outgoing import Ground
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import (
    Approval,
    Because,
    DryRun,
    Encoding,
    Force,
    Grade,
    Purpose,
    Recipient,
    Standing,
    Status,
    Yes,
)
from xjcli.ui.progress import progress


def command(
    file: Annotated[Path, typer.Argument(help=pick("写到哪个文件：xlsx、csv、json", "the file: xlsx, csv or json"))],
    form: Annotated[str, typer.Option("--as", "--template", help="roster | full | national-a | national-b")] = "roster",
    grade: Grade = "",
    standing: Standing = "",
    status: Status = "",
    full: Annotated[
        bool, typer.Option("--full", help=pick("完整号码；须写理由，会记录", "full numbers; needs a reason; recorded"))
    ] = False,
    because: Because = "",
    approval: Approval = "",
    recipient: Recipient = "",
    purpose: Purpose = "",
    encoding: Encoding = "",
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    ground = Ground(approval, recipient, purpose, because)
    with progress() as tell, open_desk("write" if full and not dry_run else "read") as desk:
        report = procedure(
            desk, file, form=form, grade=grade, standing=standing, status=status, full=full, ground=ground,
            encoding=encoding, force=force, dry_run=dry_run, tell=tell,
        )  # fmt: skip
    finish(report, screens.export)
