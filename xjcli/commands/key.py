"""`xj key show` and `xj key trust`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import key as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import screens
from xjcli.ui.options import DryRun, Yes
from xjcli.ui.prompts import ask_fingerprint

app = verbs()


@app.command("show", help=pick("本校名片、指纹和信任的主管部门", "our card, its fingerprint, whom we trust"))
def show() -> None:
    with open_desk() as desk:
        report = procedure.show(desk)
    finish(report, screens.key)


@app.command("trust", help=pick("核对指纹后信任主管部门的名片", "trust the authority's card by its fingerprint"))
def trust(
    card: Annotated[Path, typer.Argument(help=pick("名片文件 .xjcard", "the card file"))],
    fingerprint: Annotated[
        str,
        typer.Option(help=pick("电话或书面核对过的指纹", "the fingerprint, compared by telephone or letter")),
    ] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.trust(
            desk,
            card,
            confirm=lambda found: fingerprint or ask_fingerprint(found.fingerprint),
            dry_run=dry_run,
        )
    finish(report, screens.trust)
