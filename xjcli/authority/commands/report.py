"""`xj-authority report`, and `report verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.authority import supervision_screens as screens
from xjcli.authority.commands.options import School, office
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs

app = verbs(alone=True)


@app.callback()
def command(
    ctx: typer.Context,
    semester: Annotated[
        str, typer.Option(help=pick("学期，默认本学期", "the semester, by default the running one"))
    ] = "",
    school: School = "",
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=pick(
                "写到文件：.xjreport 签名上报；.xlsx、.csv、.md、.json",
                "into a file: .xjreport signed for the authority above; .xlsx, .csv, .md, .json",
            ),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=pick("可以覆盖已有文件", "an existing file may be replaced"))
    ] = False,
) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from xjcli.authority.supervision_files import report

    finish(report(office(), semester=semester, school=school, to=to, force=force), screens.report)


@app.command("verify", help=pick("上级核验一份签名的报告", "the authority above verifies a signed report"))
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=pick("报告 .xjreport", "the report, .xjreport"))],
    card: Annotated[
        Path,
        typer.Option(help=pick("下级主管部门的名片（指纹须核对过）", "its authority's card, fingerprint compared")),
    ],
) -> None:
    from xjcli.authority.office import clock
    from xjcli.authority.supervision_files import verify as verified

    finish(verified(file, card, clock()), screens.verified)
