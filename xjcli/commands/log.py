"""`xj log access` and `xj log operations`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import Desk, open_desk
from xjcli.procedures import log as procedure
from xjcli.procedures.log import Asked
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import logs
from xjcli.ui.options import on_date, pupils_from

app = verbs()
Since = Annotated[str, typer.Option("--since", metavar="DATE", help=pick("从哪一天起", "since which day"))]
By = Annotated[str, typer.Option("--by", metavar="NAME", help=pick("谁", "who"))]
Limit = Annotated[int, typer.Option("--limit", min=1, help=pick("最多几条", "at most so many"))]


@app.command("access", help=pick("谁在何时为何查看了完整号码（链条先核验）", "who saw what unmasked, when and why"))
def access(
    since: Since = "",
    by: By = "",
    pupil: Annotated[str, typer.Option("--pupil", help=pick("只要这名学生；- 从标准输入读", "only this pupil"))] = "",
    limit: Limit = 50,
) -> None:
    with open_desk() as desk:
        report = procedure.seen(desk, _asked(desk, since, by, limit), pupils_from([pupil])[0])
    finish(report, logs.seen)


@app.command("operations", help=pick("谁在何时办理了什么", "who recorded what, and when"))
def operations(since: Since = "", by: By = "", limit: Limit = 50) -> None:
    with open_desk() as desk:
        report = procedure.done(desk, _asked(desk, since, by, limit))
    finish(report, logs.done)


def _asked(desk: Desk, since: str, by: str, limit: int) -> Asked:
    return Asked(on_date(since, desk.today) if since else None, by, limit)
