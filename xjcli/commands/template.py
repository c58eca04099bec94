"""`xj template`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock
from xjcli.procedures.template import template as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import DryRun, Force, Yes


def command(
    kind: Annotated[str, typer.Argument(help="national-a | national-b | school")],
    file: Annotated[Path, typer.Argument(help=pick("写到哪个 .xlsx", "the .xlsx to write"))],
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    finish(procedure(file, kind, today=clock().date(), force=force, dry_run=dry_run), screens.template)
