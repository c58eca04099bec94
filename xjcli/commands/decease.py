"""`xj decease`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.decease import decease as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import leaving, prompts
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupil, Yes, errand, on_date, pupils_from


def command(
    pupil: Pupil,
    died_on: Annotated[str, typer.Option(metavar="DATE", help=pick("死亡日期", "the day of death"))],
    certificate: Annotated[str, typer.Option(help=pick("死亡证明编号", "the number of the certificate of death"))],
    cause: Annotated[str, typer.Option(help=pick("死亡原因", "the cause"))] = "",
    confirm_name: Annotated[
        str,
        typer.Option(
            "--confirm-name",
            help=pick(
                "学生姓名，用于确认；在终端会请您输入", "the pupil's name, to confirm; on a terminal it is asked for"
            ),
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
        if not dry_run:
            prompts.require_name(confirm_name)
        report = procedure(
            desk, pupils_from([pupil])[0], died_on=on_date(died_on, desk.today), certificate=certificate, cause=cause,
            name=lambda plan: prompts.confirm_name(plan, confirm_name), errand=replace(asked, confirm=lambda _: True),
        )  # fmt: skip
    finish(report, leaving.decease)
