"""`xj-authority approve`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import Because, DryRun, Official, Yes, office, require_yes
from xjcli.errors import Problem, Refusal
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.phrases import phrase


def command(
    case: Annotated[list[str] | None, typer.Argument(metavar="CASE…", help=pick("事项编号", "case numbers"))] = None,
    all_clean: Annotated[
        bool, typer.Option("--all-clean", help=pick("所有没有疑问的事项", "every case without a problem"))
    ] = False,
    official: Official = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority.decide import approve

    if bool(case) == all_clean:
        raise Refusal(Problem("usage.missing", params={"option": "CASE… | --all-clean"}))
    if all_clean and not dry_run:
        require_yes(phrase("authority.ask-approve"), yes=yes)
    there = office(rehearse=dry_run, writes=not dry_run)
    screen = screens.would_approve if dry_run else screens.approve
    finish(approve(there, case or [], all_clean=all_clean, official=official, because=because), screen)
