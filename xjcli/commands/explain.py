"""`xj explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import find_desk
from xjcli.procedures.explain import explain as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import law


def command(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE|ARTICLE|ACT",
            help=pick("条（22、第22条）、错误代码或办理", "an article (22, Art. 22), a code or an act"),
        ),
    ],
) -> None:
    word = " ".join(words)
    desk = find_desk()
    if desk is None:
        finish(procedure(word), law.explain)
    with desk:
        report = procedure(word, desk)
    finish(report, law.explain)
