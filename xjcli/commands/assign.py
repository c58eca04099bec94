"""`xj assign`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.assign import assign as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Yes, on_date, pupils_from


def command(
    pupils: Annotated[list[str], typer.Argument(help=pick("学生，可多名；- 为标准输入", "pupils; - reads stdin"))],
    class_no: Annotated[str, typer.Option("--class", help=pick("班级，如 02", "class, as 02"))],
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        day = on_date(on, desk.today)
        report = procedure(
            desk, pupils_from(pupils), class_no, on=day, because=because, evidence_files=evidence, dry_run=dry_run
        )
    finish(report, screens.assign)
