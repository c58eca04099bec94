"""`xj place`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import place as procedures
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import changes
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Paper, Pupils, Yes, errand, pupils_from


def command(
    pupils: Pupils,
    at: Annotated[str, typer.Option(help=pick("就读学校的标识码", "the code of the other school"))] = "",
    ground: Annotated[
        str,
        typer.Option(
            help=pick("inclusive 随班就读、special 特教学校、specialised 专门学校", "inclusive, special or specialised")
        ),
    ] = "",
    back: Annotated[bool, typer.Option("--back", help=pick("返回本校就读", "the pupil is taught here again"))] = False,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        chosen = pupils_from(pupils)
        if back == bool(at):
            raise Refusal(Problem("place.what"))
        if back:
            report = procedures.place_back(desk, chosen, errand=asked)
        else:
            report = procedures.place(desk, chosen, at=at, ground=ground, errand=asked)
    finish(report, changes.change)
