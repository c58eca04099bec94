"""`xj number show`, `explain` and `confirm`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock, open_desk
from xjcli.procedures import number as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import screens
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Pupil, Reveal, Yes, on_date, pupils_from
from xjcli.ui.progress import progress

app = verbs()


@app.command("show", help=pick("一名学生的学籍号和依据", "a pupil's number and the rule behind it"))
def show(pupil: Pupil, reveal: Reveal = False, because: Because = "") -> None:
    with open_desk("write" if reveal else "read") as desk:
        report = procedure.show(desk, pupils_from([pupil])[0], reveal=reveal, because=because)
    finish(report, screens.number)


@app.command("explain", help=pick("解释一个学籍号各位的含义", "what each part of a number says"))
def explain(number: str) -> None:
    finish(procedure.explain(pupils_from([number])[0], today=clock().date()), screens.number)


@app.command("confirm", help=pick("按官方名单确认学籍号", "confirm numbers from an official list"))
def confirm(
    file: Annotated[
        Path,
        typer.Option(
            help=pick("含身份证件号和学籍号（或学生状态）的表", "document numbers with registry numbers or states")
        ),
    ],
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with progress() as tell, open_desk("read" if dry_run else "write") as desk:
        day = on_date(on, desk.today)
        report = procedure.confirm(
            desk, file, on=day, because=because, evidence_files=evidence, dry_run=dry_run, tell=tell
        )
    finish(report, screens.numbers)
