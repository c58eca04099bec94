"""`xj dropout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.dropout import dropout as procedure
from xjcli.procedures.dropout_report import Absence
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import leaving
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, on_date, pupils_from


def command(
    pupils: Pupils,
    since: Annotated[
        str, typer.Option(metavar="DATE", help=pick("从哪一天起离校", "since which day the pupil stays away"))
    ],
    ground: Annotated[str, typer.Option(help=pick("辍学原因", "why"))],
    township: Annotated[
        str,
        typer.Option(
            help=pick(
                "当地乡镇人民政府；可先 xj settings set township",
                "the township's government; or xj settings set township",
            )
        ),
    ] = "",
    folder: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="DIR",
            help=pick("书面报告写到哪个文件夹，默认在 xj 的文件夹旁边", "where to write; by default beside the home"),
        ),
    ] = None,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        absence = Absence(on_date(since, desk.today), ground, township)
        report = procedure(desk, pupils_from(pupils), absence, folder=folder, errand=asked)
    finish(report, leaving.dropout)
