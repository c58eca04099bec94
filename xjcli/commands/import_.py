"""`xj import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.import_ import import_ as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import Because, DryRun, Evidence, On, Yes, on_date, pairs
from xjcli.ui.prompts import confirm_import


def command(
    file: Annotated[Path, typer.Argument(help=pick("xlsx、xls、ods 或 csv", "xlsx, xls, ods or csv"))],
    way: Annotated[
        str,
        typer.Option("--as", help=pick("enrol 新建；take-on 接管已有学籍", "enrol new, or take-on registered ones")),
    ] = "enrol",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help=pick("表头=字段，可多次", "header=field; may be repeated")),
    ] = None,
    accept_valid: Annotated[
        bool, typer.Option("--accept-valid", help=pick("只收正确的行", "take the good rows only"))
    ] = False,
    on: On = "",
    because: Because = "",
    evidence: Evidence = [],  # noqa: B006 - the library copies it
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure(
            desk, file, way=way, on=on_date(on, desk.today), extra_map=pairs(mapping or [], "--map"),
            because=because, evidence_files=evidence, accept_valid=accept_valid, dry_run=dry_run,
            confirm=lambda plan: confirm_import(plan, yes=yes),
        )  # fmt: skip
    finish(report, screens.import_)
