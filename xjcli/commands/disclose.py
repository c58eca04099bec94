"""`xj disclose`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.disclose import disclose as procedure
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


def command(
    file: Annotated[Path, typer.Argument(help=pick("写到哪个文件：xlsx、csv、json", "the file: xlsx, csv or json"))],
    approval: Approval = "",
    recipient: Recipient = "",
    purpose: Purpose = "",
    fields: Annotated[
        list[str] | None,
        typer.Option("--fields", help=pick("只提供这些项，如 姓名,性别,年级", "only these, such as name,sex,grade")),
    ] = None,
    grade: Grade = "",
    standing: Standing = "",
    status: Status = "",
    because: Because = "",
    encoding: Encoding = "",
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    ground = Ground(approval, recipient, purpose, because)
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure(
            desk, file, ground=ground, fields=fields or [], grade=grade, standing=standing, status=status,
            encoding=encoding, force=force, dry_run=dry_run,
        )  # fmt: skip
    finish(report, screens.disclose)
