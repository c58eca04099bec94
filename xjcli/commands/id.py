"""`xj id check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock
from xjcli.procedures.id_check import check as procedure
from xjcli.procedures.id_check import gather
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import screens

app = verbs()


@app.callback()
def _group() -> None:
    """One command so far; a group, because more will follow."""


@app.command(
    "check",
    help=pick("检查号码：参数、- （标准输入）或文件的一列", "check numbers: arguments, - (stdin) or a file's column"),
)
def check(
    values: Annotated[
        list[str] | None, typer.Argument(help=pick("号码；- 为标准输入", "numbers; - reads stdin"))
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help=pick("xlsx、csv 或每行一个的文本", "xlsx, csv or one a line"))
    ] = None,
    column: Annotated[str, typer.Option(help=pick("列名或列号（G）", "header or letter of the column"))] = "",
) -> None:
    finish(procedure(gather(values or [], file, column), today=clock().date()), screens.id_check)
