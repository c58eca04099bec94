"""`xj rules`, `xj rules show` and `xj rules diff`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import clock, find_desk
from xjcli.procedures import rules as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import law

app = verbs(alone=True)


@app.callback()
def every(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is not None:
        return
    desk = find_desk()
    if desk is None:
        finish(procedure.list_packs(None, today=clock().date()), law.packs)
    with desk:
        report = procedure.list_packs(desk, today=desk.today)
    finish(report, law.packs)


@app.command("show", help=pick("一个规则包的全部数值，或其中一项", "all values of a pack, or one of them"))
def show(pack: str, key: Annotated[str, typer.Argument(metavar="[KEY]")] = "") -> None:
    finish(procedure.show(pack, key, today=clock().date()), law.pack)


@app.command("diff", help=pick("比较两个规则包", "compare two packs"))
def diff(first: str, second: str) -> None:
    finish(procedure.diff(first, second), law.difference)
