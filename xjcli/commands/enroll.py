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
from xjcli.ui.options import Because, DryRun, Evidence, On, Yes, on_date, pairs
from xjcli.ui.prompts import fill_form


def command(
    basis: Annotated[
        str,
        typer.Option(help="first | transfer | inclusive | special | specialised | home-taught | take-on"),
    ] = "first",
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help=pick("字段=值，可多次，如 name=张三", "field=value, repeated, as name=…")),
    ] = None,
    file: Annotated[Path | None, typer.Option(help=pick("JSON 表单", "a form as JSON"))] = None,
    evidence: Evidence = [],  # noqa: B006 - the library copies it
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    answers = {**(load_form(file) if file else {}), **pairs(values or [])}
    with open_desk("read" if dry_run else "write") as desk:
        day = on_date(on, desk.today)
        answers = answers or fill_form(desk, on=day)
        report = procedure(
            desk, answers, basis=basis, on=day, because=because, evidence_files=evidence, dry_run=dry_run
        )
    finish(report, screens.enroll)
