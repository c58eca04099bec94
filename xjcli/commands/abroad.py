"""`xj abroad`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.abroad import abroad as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, on_date, pupils_from


def command(
    pupils: Pupils,
    country: Annotated[
        str, typer.Option(help=pick("国家或地区，名称或代码，如 美国、840", "country or region, name or code, as 840"))
    ],
    school: Annotated[str, typer.Option(help=pick("境外学校", "the school there"))] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help=pick("预计返回日期", "the day of return, if known"))] = "",
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        back = on_date(until, desk.today) if until else None
        report = procedure(desk, pupils_from(pupils), country=country, school=school, until=back, errand=asked)
    finish(report, changes.change)
