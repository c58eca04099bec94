"""`xj enroll`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.enroll import enroll as procedure
from xjcli.procedures.form import load_form
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.enrolling import complete_form
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Yes, on_date, pairs, pupils_from


def command(
    name: Annotated[str, typer.Option(help=pick("姓名", "name"))] = "",
    sex: Annotated[str, typer.Option(help=pick("性别", "sex"))] = "",
    birth_date: Annotated[str, typer.Option(help=pick("出生日期", "birth date"))] = "",
    document_type: Annotated[str, typer.Option(help=pick("身份证件类型", "document type"))] = "",
    document_number: Annotated[
        str, typer.Option(help=pick("身份证件号；- 从标准输入读", "document number; - reads it from stdin"))
    ] = "",
    grade: Annotated[str, typer.Option(help=pick("年级", "grade"))] = "",
    class_no: Annotated[str, typer.Option("--class", help=pick("班级", "class"))] = "",
    entry_month: Annotated[str, typer.Option(help=pick("入学年月", "entry month"))] = "",
    basis: Annotated[
        str,
        typer.Option(help="first | transfer | inclusive | special | specialised | home-taught | take-on"),
    ] = "first",
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help=pick("其他字段：字段=值，可多次", "any other field: field=value, repeated")),
    ] = None,
    file: Annotated[Path | None, typer.Option(help=pick("JSON 表单", "a form as JSON"))] = None,
    evidence: Evidence = NO_FILES,
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    typed = {
        "name": name, "sex": sex, "birth_date": birth_date, "document_type": document_type, "grade": grade,
        "document_number": pupils_from([document_number])[0], "class_no": class_no, "entry_month": entry_month,
    }  # fmt: skip
    given = {field: value for field, value in typed.items() if value}
    answers = {**(load_form(file) if file else {}), **pairs(values or []), **given}
    with open_desk("read" if dry_run else "write") as desk:
        day = on_date(on, desk.today)
        answers = complete_form(answers, on=day, yes=yes)
        report = procedure(
            desk, answers, basis=basis, on=day, because=because, evidence_files=evidence, dry_run=dry_run
        )
    finish(report, screens.enroll)
