"""`xj export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.export import export as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import Because, DryRun, Yes


def command(
    file: Annotated[Path, typer.Argument(help=pick("写到哪个文件：xlsx、csv、json", "the file: xlsx, csv or json"))],
    form: Annotated[str, typer.Option("--as", "--template", help="roster | national-a | national-b")] = "roster",
    grade: Annotated[str, typer.Option(help=pick("只要这个年级或班，如 三(2)班", "only this grade or class"))] = "",
    standing: Annotated[str, typer.Option(help="pending | approved | refused")] = "",
    full: Annotated[
        bool, typer.Option("--full", help=pick("完整号码；须写理由，会记录", "full numbers; needs a reason; recorded"))
    ] = False,
    because: Because = "",
    approval: Annotated[str, typer.Option(help=pick("主管部门批准文号", "the authority's approval number"))] = "",
    encoding: Annotated[str, typer.Option(help=pick("csv 的编码：utf-8 或 gb18030", "of a csv"))] = "",
    force: Annotated[bool, typer.Option("--force", help=pick("覆盖已有文件", "replace an existing file"))] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("write" if full and not dry_run else "read") as desk:
        report = procedure(
            desk, file, form=form, grade=grade, standing=standing, full=full, because=because,
            approval=approval, encoding=encoding, force=force, dry_run=dry_run,
        )  # fmt: skip
    finish(report, screens.export)
