"""`xj progress inside` and `xj progress request`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.grades import Whom
from xjcli.procedures.progress import progress_inside as procedure
from xjcli.procedures.progress_request import request as ask_for_graduates
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import handover, leaving
from xjcli.ui.options import (
    NO_FILES,
    NO_PUPILS,
    Because,
    DryRun,
    Evidence,
    On,
    Paper,
    SomePupils,
    Yes,
    errand,
    pairs,
    pupils_from,
    secret,
)

app = verbs()


@app.command("inside", help=pick("本校升入下一学段", "go on to the next stage of this school"))
def inside(
    pupils: SomePupils = NO_PUPILS,
    grade: Annotated[str, typer.Option(help=pick("整个年级，如 六年级", "a whole grade, as 六年级"))] = "",
    class_no: Annotated[str, typer.Option("--class", help=pick("只办年级中的一个班", "one class of the grade"))] = "",
    to_class: Annotated[
        str,
        typer.Option(
            "--to-class", help=pick("新学段的班级；不写则班号不变", "the class in the new stage; else its number stays")
        ),
    ] = "",
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        whom = Whom(pupils_from(pupils or []), grade, class_no)
        report = procedure(desk, whom, to_class=to_class, errand=asked)
    finish(report, leaving.grade)


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
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = ask_for_graduates(
            desk, school=school, school_name=school_name, reason=reason, answers=pairs(values or []),
            number=secret(number), listed=listed, errand=asked,
        )  # fmt: skip
    finish(report, handover.asked)
