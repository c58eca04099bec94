"""`xj form list`, `write` and `template`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import forms as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import forms as screens
from xjcli.ui.options import Because, DryRun, Force, Grade, Purpose, Yes, pupils_from

app = verbs()


def _said(option: str, zh: str, en: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(option, help=pick(zh, en))
    return found


@app.command("list", help=pick("有哪些表单", "which forms there are"))
def list_() -> None:
    finish(procedure.list_(), screens.listed)


@app.command("write", help=pick("写一份表单，供打印、签字、归档", "write a form to print, sign and file"))
def write(
    kind: Annotated[str, typer.Argument(help=pick("表单，见 xj form list", "the form, see xj form list"))],
    out: Annotated[Path, typer.Option("--out", help="FILE.docx | .xlsx | .md")],
    pupils: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PUPIL]", help=pick("学生，可多个；全班用 --grade", "pupils; a class with --grade")),
    ] = None,
    grade: Grade = "",
    blank: Annotated[bool, typer.Option("--blank", help=pick("空白表", "a blank form"))] = False,
    full: Annotated[bool, _said("--full", "名册写完整号码，须写 --because", "full numbers in a list")] = False,
    purpose: Purpose = "",
    until: Annotated[str, _said("--until", "有效期、截止日期", "valid until, or the last day")] = "",
    since: Annotated[str, _said("--since", "起始日期", "the first day")] = "",
    ground: Annotated[str, _said("--ground", "写在表上的理由", "the reason that stands on the form")] = "",
    to: Annotated[str, _said("--to", "拟转入学校、接收单位", "the other school or office")] = "",
    of: Annotated[str, _said("--of", "信息提供审批单：查阅登记的序号", "a slip: the number in the access log")] = "",
    because: Because = "",
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    said = {"purpose": purpose, "until": until, "since": since, "reason": ground, "other_school": to}
    wanted = procedure.Wanted(pupils_from(pupils or []), grade, blank, full, because, said, force, of)
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.write(desk, kind, out, wanted, dry_run=dry_run)
    finish(report, screens.written)


@app.command("template", help=pick("写出模板，改成本校的样子", "the template, to make it the school's own"))
def template(
    kind: Annotated[str, typer.Argument(help=pick("表单，见 xj form list", "the form, see xj form list"))],
    out: Annotated[Path, typer.Option("--out", help="FILE.docx | .md")],
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk() as desk:
        report = procedure.template(desk, kind, out, force=force, dry_run=dry_run)
    finish(report, screens.template)
