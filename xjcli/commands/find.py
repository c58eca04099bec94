"""`xj find`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures.find import find as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import Because, Reveal


def command(
    query: Annotated[
        str,
        typer.Argument(
            help=pick("姓名、拼音首字母、号码后四位、记录号", "name, initials, last four digits, record id")
        ),
    ] = "",
    class_no: Annotated[str, typer.Option("--class", help=pick("班级", "class"))] = "",
    grade: Annotated[str, typer.Option(help=pick("年级，如 三年级、初一", "grade"))] = "",
    status: Annotated[str, typer.Option(help="enrolled …")] = "",
    standing: Annotated[str, typer.Option(help="pending | approved | refused")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help=pick("一页多少人", "how many on a page"))] = 50,
    offset: Annotated[int, typer.Option(min=0, help=pick("从第几人起", "start behind this many"))] = 0,
    reveal: Reveal = False,
    because: Because = "",
) -> None:
    with open_desk("write" if reveal else "read") as desk:
        report = procedure(
            desk, query=query, class_no=class_no, grade=grade, status=status, standing=standing,
            limit=limit, offset=offset, reveal=reveal, because=because,
        )  # fmt: skip
    finish(report, screens.find)
