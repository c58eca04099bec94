"""`xj transfer request`, `withdraw`, `release`, `refuse`, `list`, `show`, `notice` and `remind`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import transfer as procedure
from xjcli.procedures import transfer_letters as letters
from xjcli.procedures.form import load_form
from xjcli.procedures.moving import limits_of_arrival, limits_of_release
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import changes, handover
from xjcli.ui.enrolling import Request, complete_request
from xjcli.ui.options import (
    NO_FILES,
    Because,
    DryRun,
    Evidence,
    On,
    Paper,
    Pupil,
    Pupils,
    Yes,
    errand,
    on_date,
    pairs,
    pupils_from,
    secret,
)

app = verbs()

Folder = Annotated[
    Path,
    typer.Option("--out", help=pick("文件夹，或 .docx、.xlsx、.md 文件", "a folder, or a .docx, .xlsx or .md file")),
]


@app.command("request", help=pick("转入学校启动转学（第十四条）", "the receiving school asks for a pupil (Article 14)"))
def request(
    school: Annotated[str, typer.Option("--from", help=pick("转出学校标识码", "code of the school of origin"))] = "",
    reason: Annotated[str, typer.Option(help=pick("转学理由", "why the pupil moves"))] = "",
    school_name: Annotated[str, typer.Option("--from-name", help=pick("转出学校名称", "its name"))] = "",
    number: Annotated[str, typer.Option(help=pick("原学籍号；- 从标准输入读", "the pupil's 学籍号; - reads it"))] = "",
    basis: Annotated[str, typer.Option(help="transfer | inclusive | special | specialised")] = "transfer",
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help=pick("学生字段：字段=值，可多次", "the pupil's fields: field=value, repeated")),
    ] = None,
    file: Annotated[Path | None, typer.Option(help=pick("JSON 表单", "a form as JSON"))] = None,
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    answers = {**(load_form(file) if file else {}), **pairs(values or [])}
    told = Request(school, school_name, secret(number), reason, tuple(evidence), paper)
    with open_desk("read" if dry_run else "write") as desk:
        told, answers = complete_request(told, answers, on=on_date(on, desk.today), yes=yes)
        asked = errand(desk, on, because, [*told.evidence], told.paper, dry_run=dry_run, yes=yes or told.asked)
        report = procedure.request(
            desk, answers, basis=basis, school=told.school, school_name=told.school_name, number=told.number,
            reason=told.reason, errand=asked, check=limits_of_arrival(desk, asked),
        )  # fmt: skip
    finish(report, handover.asked)


@app.command("withdraw", help=pick("转入学校撤回申请", "the receiving school takes its request back"))
def withdraw(
    pupils: Pupils,
    because: Because = "",
    on: On = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure.withdraw(desk, pupils_from(pupils), errand=asked)
    finish(report, changes.change)


@app.command("release", help=pick("转出学校同意转出", "the school of origin agrees"))
def release(
    pupils: Pupils,
    because: Because = "",
    on: On = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure.release(desk, pupils_from(pupils), errand=asked, check=limits_of_release(desk, asked))
    finish(report, changes.change)


@app.command("refuse", help=pick("转出学校不同意转出，须写 --because", "the school of origin declines, with --because"))
def refuse(
    pupils: Pupils,
    because: Because = "",
    on: On = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        report = procedure.refuse(desk, pupils_from(pupils), errand=asked)
    finish(report, changes.change)


@app.command("list", help=pick("在办的学籍转接", "handovers under way"))
def list_() -> None:
    with open_desk() as desk:
        report = procedure.list_(desk)
    finish(report, handover.listed)


@app.command("show", help=pick("一名学生的学籍转接办到哪一步", "where one pupil's handover stands"))
def show(pupil: Pupil) -> None:
    with open_desk() as desk:
        report = procedure.show(desk, pupils_from([pupil])[0])
    finish(report, handover.shown)


@app.command(
    "notice", help=pick("每学期书面告知县级部门转入转出（第十八条）", "the term's notice to the county (Article 18)")
)
def notice(semester: str, out: Folder, yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = letters.notice(desk, semester, out, dry_run=dry_run)
    finish(report, handover.letter)


@app.command("remind", help=pick("向逾期的一方写催办函", "a letter to the party that is late"))
def remind(pupil: Pupil, out: Folder, yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = letters.remind(desk, pupils_from([pupil])[0], out, dry_run=dry_run)
    finish(report, handover.letter)
