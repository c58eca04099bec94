"""`xj school merge` and `xj school close`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import custody as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import handover
from xjcli.ui.options import Because, DryRun, On, Paper, Yes, custody_errand

app = verbs()

Letter = Annotated[Path | None, typer.Option(help=pick("主管部门的文件", "the authority's letter"))]


@app.command(
    "merge",
    help=pick("本校并入他校：全部档案移交（第九条）", "merged into another school: every record moves (Article 9)"),
)
def merge(
    to: Annotated[str, typer.Option(help=pick("并入学校的标识码", "code of the school that takes over"))],
    name: Annotated[str, typer.Option("--name", help=pick("并入学校名称", "its name"))] = "",
    letter: Letter = None,
    paper: Paper = "",
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = custody_errand(desk, on, because, paper, dry_run=dry_run, yes=yes)
        report = procedure.merge(desk, to=to, name=name, letter=letter, errand=asked)
    finish(report, handover.custody)


@app.command(
    "close",
    help=pick("本校撤销：全部档案移交指定单位（第九条）", "closed: every record moves to a custodian (Article 9)"),
)
def close(
    custodian: Annotated[str, typer.Option(help=pick("县级部门指定的单位", "the unit that the county has named"))],
    letter: Letter = None,
    paper: Paper = "",
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = custody_errand(desk, on, because, paper, dry_run=dry_run, yes=yes)
        report = procedure.close(desk, custodian=custodian, letter=letter, errand=asked)
    finish(report, handover.custody)
