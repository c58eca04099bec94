"""`xj reconcile`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.against_authority import AUTHORITY
from xjcli.procedures.reconcile import Paper, Roster
from xjcli.procedures.reconcile import reconcile as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.settings import user_path
from xjcli.ui import reconcile as screens
from xjcli.ui.options import Force


def command(
    semester: Annotated[
        str,
        typer.Argument(
            metavar="[SEMESTER]",
            help=pick("学期，如 2026-autumn 或 2026秋；默认本学期", "as 2026-autumn; this one by default"),
        ),
    ] = "",
    class_no: Annotated[
        str, typer.Option("--class", metavar="CLASS", help=pick("只看一个班，如 3.2", "one class, as 3.2"))
    ] = "",
    drill: Annotated[
        str, typer.Option(metavar="CODE", help=pick("列出一个数后面的办理，如 27", "the acts behind a number, as 27"))
    ] = "",
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help=pick("写成报告 .html、.xlsx 或 .md", "a report as .html, .xlsx or .md")
        ),
    ] = None,
    publish: Annotated[
        bool,
        typer.Option("--publish", help=pick("供公布：小于5的数遮去", "to be published: small numbers are withheld")),
    ] = False,
    force: Force = False,
    against: Annotated[
        str,
        typer.Option(
            metavar="FILE|authority",
            help=pick(
                "与国家系统导出的名册比较；authority：与主管部门签名的名册比较",
                "compare with the roster of the system above, or with the one that the authority has signed",
            ),
        ),
    ] = "",
    plan: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=pick("把导入能解决的差异写成方案", "a plan of the differences an import settles")
        ),
    ] = None,
    accept_valid: Annotated[
        bool,
        typer.Option(
            "--accept-valid",
            help=pick("方案里不写会改回较新内容的行", "leave the rows out of the plan that would undo what is newer"),
        ),
    ] = False,
) -> None:
    if accept_valid and not plan:
        raise Refusal(Problem("usage.missing", params={"option": "--plan"}))
    if plan and not against:
        raise Refusal(Problem("usage.missing", params={"option": "--against"}))
    if plan and against == AUTHORITY:
        raise Refusal(Problem("usage.together", params={"option": "--against authority", "other": "--plan"}))
    if (publish or force) and not report:
        raise Refusal(Problem("usage.missing", params={"option": "--report"}))
    roster = Roster(None if against == AUTHORITY else user_path(against), plan, accept_valid) if against else None
    paper = Paper(report, publish, force) if report else None
    with open_desk() as desk:
        found = procedure(desk, semester, class_no=class_no, drill=drill, paper=paper, against=roster)
    finish(found, screens.reconcile)
