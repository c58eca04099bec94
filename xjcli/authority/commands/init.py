"""`xj-authority init`."""

from __future__ import annotations

from pathlib import Path
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
    plain: Annotated[
        bool, typer.Option("--plain", help=pick("私钥不加密", "the private keys are not encrypted"))
    ] = False,
    key_file: Annotated[
        Path | None, typer.Option(help=pick("密钥文件，放在文件夹之外", "key file, outside the home"))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority.office import clock, home_folder
    from xjcli.authority.setup import Authority, init
    from xjcli.report.asking import chosen_protection

    home = home_folder(Session.home)
    asked = Authority(code, name, level, official, region, db)
    if not (yes or dry_run):
        init(home, asked, now=clock(), dry_run=True)
        require_yes(phrase("authority.ask-init", home=home), yes=False)
    protection = chosen_protection(
        plain=plain, keyring=False, key_file=key_file, yes=yes or dry_run, passphrase_fd=Session.passphrase_fd
    )
    finish(init(home, asked, now=clock(), protection=protection, dry_run=dry_run), screens.init)
