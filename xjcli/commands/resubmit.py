"""`xj resubmit`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.resubmit import resubmit as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import NO_FILES, Because, DryRun, Evidence, On, Pupil, Yes, on_date, pairs, pupils_from


def command(
    pupil: Pupil,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help=pick("补正：字段=值，可多次", "a correction: field=value")),
    ] = None,
    evidence: Evidence = NO_FILES,
    because: Because = "",
    on: On = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure(
            desk, pupils_from([pupil])[0], pairs(values or []), evidence,
            on=on_date(on, desk.today), because=because, dry_run=dry_run,
        )  # fmt: skip
    finish(report, screens.resubmit)
