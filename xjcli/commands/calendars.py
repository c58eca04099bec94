"""`xj calendar show`, `import`, `add` and `remove`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import find_desk, open_desk
from xjcli.procedures import calendars as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import law
from xjcli.ui.options import DryRun, Yes, on_date

app = verbs()
_Days = Annotated[list[str], typer.Argument(metavar="DATE…", help=pick("日期，可多个", "dates"))]


@app.command("show", help=pick("已知的节假日和调休；加年份看全部", "known holidays; with a year, all of its days"))
def show(year: Annotated[str, typer.Argument(metavar="[YEAR]")] = "") -> None:
    desk = find_desk()
    if desk is None:
        finish(procedure.show(None, year), law.calendar)
    with desk:
        report = procedure.show(desk, year)
    finish(report, law.calendar)


@app.command("import", help=pick("导入新一年的节假日安排", "import the holidays of a new year"))
def import_(
    file: Annotated[Path, typer.Argument(help=pick("toml、xlsx 或 csv（日期、类型）", "toml, xlsx or csv"))],
    notice: Annotated[str, typer.Option(help=pick("通知文号", "number of the notice"))] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.import_(desk, file, notice=notice, dry_run=dry_run)
    finish(report, law.calendar_imported)


@app.command("add", help=pick("登记本校停课日", "add days on which the school is closed"))
def add(
    days: _Days,
    because: Annotated[str, typer.Option("--because", "--reason", help=pick("原因", "the reason"))] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.add(desk, [on_date(day, desk.today) for day in days], because, dry_run=dry_run)
    finish(report, law.closures)


@app.command("remove", help=pick("取消登错的停课日", "take back closures entered by mistake"))
def remove(days: _Days, yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.remove(desk, [on_date(day, desk.today) for day in days], dry_run=dry_run)
    finish(report, law.closures)
