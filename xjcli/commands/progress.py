"""`xj progress`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.grades import Whom
from xjcli.procedures.progress import progress_inside as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import leaving
from xjcli.ui.options import Because, DryRun, Evidence, On, Paper, SomePupils, Yes, errand, pupils_from

app = verbs()


@app.command("inside", help=pick("本校升入下一学段", "go on to the next stage of this school"))
def inside(
    pupils: SomePupils = [],  # noqa: B006 - the library copies it
    grade: Annotated[str, typer.Option(help=pick("整个年级，如 六年级", "a whole grade, as 六年级"))] = "",
    class_no: Annotated[str, typer.Option("--class", help=pick("只办年级中的一个班", "one class of the grade"))] = "",
    to_class: Annotated[
        str,
        typer.Option(
            "--to-class", help=pick("新学段的班级；不写则班号不变", "the class in the new stage; else its number stays")
        ),
    ] = "",
    on: On = "",
    because: Because = "",
    evidence: Evidence = [],  # noqa: B006 - the library copies it
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes)
        whom = Whom(pupils_from(pupils or []), grade, class_no)
        report = procedure(desk, whom, to_class=to_class, errand=asked)
    finish(report, leaving.grade)
