"""`xj graduate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.grades import Whom
from xjcli.procedures.graduate import graduate as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import leaving
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
    pupils_from,
)


def command(
    pupils: SomePupils = NO_PUPILS,
    grade: Annotated[str, typer.Option(help=pick("整个年级，如 六年级", "a whole grade, as 六年级"))] = "",
    class_no: Annotated[str, typer.Option("--class", help=pick("只办年级中的一个班", "one class of the grade"))] = "",
    outcome: Annotated[
        str,
        typer.Option(help=pick("graduated 毕业、completed 结业、left-early 肄业", "graduated, completed, left-early")),
    ] = "",
    ground: Annotated[str, typer.Option(help=pick("原因", "the ground"))] = "",
    certificate_list: Annotated[
        Path | None,
        typer.Option(
            "--certificate-list",
            metavar="FILE",
            help=pick(
                "证书名册：学籍号或身份证件号、证书编号",
                "a list of registry or document numbers and certificate numbers",
            ),
        ),
    ] = None,
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
        report = procedure(desk, whom, outcome=outcome, ground=ground, certificate_list=certificate_list, errand=asked)
    finish(report, leaving.grade)
