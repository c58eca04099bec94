"""`xj class-list write` and `read`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import class_list as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import class_list as screens
from xjcli.ui.options import DryRun, Force, Yes

app = verbs()
_Semester = Annotated[str, typer.Argument(metavar="SEMESTER", help=pick("学期，如 2026-autumn", "such as 2026-autumn"))]


@app.command("write", help=pick("写名单：每班一张，请班主任填写签名", "write the lists, a sheet for each class"))
def write(
    semester: _Semester,
    file: Annotated[Path, typer.Argument(help=pick("写到哪个 .xlsx", "the .xlsx to write"))],
    class_text: Annotated[
        str, typer.Option("--class", help=pick("只要这个班，如 3.2", "this class only, such as 3.2"))
    ] = "",
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk() as desk:
        report = procedure.write(desk, semester, file, class_text=class_text, force=force, dry_run=dry_run)
    finish(report, screens.written)


@app.command(
    "read", help=pick("读回填好的名单：谁不在、谁没有学籍", "read the answers: who is missing, who has no record")
)
def read(
    semester: _Semester,
    file: Annotated[Path, typer.Argument(help=pick("填好的名单", "the list that was filled in"))],
) -> None:
    with open_desk() as desk:
        report = procedure.read(desk, semester, file)
    finish(report, screens.answered)
