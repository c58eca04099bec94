"""`xj-authority init`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import DryRun, Yes, require_yes
from xjcli.report import Session, finish
from xjcli.report.language import pick
from xjcli.report.phrases import phrase


def command(
    code: Annotated[str, typer.Option(help=pick("行政区划代码，6 位", "division code, 6 digits"))],
    name: Annotated[str, typer.Option(help=pick("主管部门名称", "name of the authority"))],
    level: Annotated[str, typer.Option(help="county | prefecture | province")],
    official: Annotated[str, typer.Option(help=pick("作出决定的人", "who decides"))],
    region: Annotated[str, typer.Option(help=pick("所在地区划，默认同代码", "division, the code by default"))] = "",
    db: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help=pick(
                "PostgreSQL 数据库 postgresql://用户@主机/库，不写密码；默认为文件夹里的 SQLite 文件",
                "a PostgreSQL database, postgresql://user@host/name, no password; by default a SQLite file in the home",
            ),
        ),
    ] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority.office import clock, home_folder
    from xjcli.authority.setup import Authority, init

    home = home_folder(Session.home)
    asked = Authority(code, name, level, official, region, db)
    if not (yes or dry_run):
        init(home, asked, now=clock(), dry_run=True)
        require_yes(phrase("authority.ask-init", home=home), yes=False)
    finish(init(home, asked, now=clock(), dry_run=dry_run), screens.init)
