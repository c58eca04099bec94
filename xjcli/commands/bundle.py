"""`xj bundle build`, `show` and `verify`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock, open_desk
from xjcli.procedures import bundle as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import screens
from xjcli.ui.options import DryRun, Yes

app = verbs()


@app.command("build", help=pick("签名加密但先不送", "sign and seal, send later"))
def build(
    out: Annotated[Path | None, typer.Option(help=pick("另存一份到文件", "also write it to this file"))] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.build(desk, out=out, dry_run=dry_run)
    finish(report, screens.bundles)


@app.command("show", help=pick("数据包自称的内容（文件或编号）", "what a bundle claims (file or id)"))
def show(bundle: str) -> None:
    if os.path.lexists(bundle):
        finish(procedure.show_file(Path(bundle)), screens.bundle)
    with open_desk() as desk:
        report = procedure.show_stored(desk, bundle)
    finish(report, screens.bundle)


@app.command("verify", help=pick("只凭文件和名片验证，不需要登记库", "check with only the file and the cards"))
def verify(
    file: Path,
    card: Annotated[list[Path], typer.Option(help=pick("签名方的名片，可多次", "the signer's card; may be repeated"))],
) -> None:
    finish(procedure.verify_file(file, card, at=clock()), screens.bundle)
