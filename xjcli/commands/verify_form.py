"""`xj verify-form`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.verify_form import verify_form as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import forms as screens


def command(
    file: Annotated[Path, typer.Argument(help=pick("表单 .docx、.xlsx、.md", "the form: .docx, .xlsx, .md"))],
) -> None:
    with open_desk() as desk:
        report = procedure(desk, file)
    finish(report, screens.verified)
