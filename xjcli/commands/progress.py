"""`xj progress request`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.progress_request import request as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import handover
from xjcli.ui.options import Because, DryRun, Evidence, On, Paper, Yes, errand, pairs, secret

app = verbs()


@app.callback()
def _verbs() -> None:
    """One verb alone would be taken for the command itself."""


@app.command("request", help=pick("升入学校启动升学的学籍转接", "the receiving school asks for graduates"))
def request(
    school: Annotated[str, typer.Option("--from", help=pick("毕业学校标识码", "code of the school of origin"))],
    school_name: Annotated[str, typer.Option("--from-name", help=pick("毕业学校名称", "its name"))] = "",
    listed: Annotated[Path | None, typer.Option("--list", help=pick("名单工作簿", "a workbook of pupils"))] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help=pick("学生字段：字段=值，可多次", "the pupil's fields: field=value, repeated")),
    ] = None,
    number: Annotated[str, typer.Option(help=pick("原学籍号；- 从标准输入读", "the pupil's 学籍号; - reads it"))] = "",
    reason: Annotated[str, typer.Option(help=pick("说明", "a remark"))] = "",
    evidence: Evidence = [],  # noqa: B006 - the library copies it
    paper: Paper = "",
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure(
            desk, school=school, school_name=school_name, reason=reason, answers=pairs(values or []),
            number=secret(number), listed=listed, errand=asked,
        )  # fmt: skip
    finish(report, handover.asked)
