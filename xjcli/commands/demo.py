"""`xj demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock
from xjcli.procedures.demo import FEWEST, MOST
from xjcli.procedures.demo import demo as procedure
from xjcli.report import Session, finish
from xjcli.report.language import pick
from xjcli.settings import home_folder
from xjcli.ui import rehearsal


def command(
    folder: Annotated[
        Path | None,
        typer.Option(
            "--dir", metavar="D", help=pick("新的或空的文件夹；默认在临时文件夹里新建", "a new or empty folder")
        ),
    ] = None,
    pupils: Annotated[int, typer.Option(min=FEWEST, max=MOST, help=pick("虚构学生人数", "invented pupils"))] = 200,
) -> None:
    with rehearsal.progress() as tell:
        report = procedure(folder, pupils, own_home=home_folder(Session.home), now=clock(), tell=tell)
    finish(report, rehearsal.screen)
