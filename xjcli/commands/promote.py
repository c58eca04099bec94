"""`xj promote`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.promote import Wish
from xjcli.procedures.promote import promote as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import promotion
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Yes, errand, pairs, pupils_from
from xjcli.ui.progress import progress


def command(
    grade: Annotated[
        str, typer.Option(help=pick("只升这个年级（升级前），如 三年级", "only this grade, as it was before: 三年级"))
    ] = "",
    year: Annotated[int, typer.Option(help=pick("升入哪个学年，如 2026", "the school year, as 2026"))] = 0,
    exceptions: Annotated[
        list[str] | None, typer.Option("--except", metavar="PUPIL", help=pick("不升级的学生，可多次", "who stays out"))
    ] = None,
    classes: Annotated[
        list[str] | None, typer.Option("--classes", metavar="OLD=NEW", help=pick("旧班=新班，可多次", "old class=new"))
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help=pick("保持原班（默认）", "keep the classes (default)"))] = False,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    if keep and classes:
        raise Refusal(Problem("promote.classes"))
    with progress() as tell, open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes, show=promotion.plan)
        asked = replace(asked, tell=tell)
        out = pupils_from(exceptions or [])
        report = procedure(desk, Wish(grade, year, out, pairs(classes or [], "--classes")), asked)
    finish(report, promotion.promoted)
