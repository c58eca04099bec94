"""`xj-authority review`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import School, office
from xjcli.report import finish
from xjcli.report.language import pick


def command(
    semester: Annotated[str, typer.Argument(metavar="SEMESTER", help=pick("学期，如 2026-autumn", "as 2026-autumn"))],
    school: School = "",
) -> None:
    from xjcli.authority.reviewing import review

    finish(review(office(), semester, school=school), screens.review)
