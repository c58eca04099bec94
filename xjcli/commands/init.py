"""`xj init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock
from xjcli.procedures.init import School, require_free, require_fresh
from xjcli.procedures.init import init as procedure
from xjcli.report import Session, finish, has_terminal
from xjcli.report.asking import chosen_protection
from xjcli.report.language import pick
from xjcli.settings import home_folder
from xjcli.ui import screens
from xjcli.ui.options import DryRun, Yes
from xjcli.ui.setting_up import complete, wants_rehearsal


def command(
    school_code: Annotated[str, typer.Option(help=pick("学校标识码，10 位", "school code, 10 digits"))] = "",
    name: Annotated[str, typer.Option(help=pick("学校名称", "name of the school"))] = "",
    region: Annotated[str, typer.Option(help=pick("所在地区划，6 位", "division code, 6 digits"))] = "",
    stage: Annotated[str, typer.Option(help=pick("学段：primary,junior,senior", "primary,junior,senior"))] = "",
    authority: Annotated[str, typer.Option(help=pick("主管部门代码，6 位", "the authority's code, 6 digits"))] = "",
    system: Annotated[str, typer.Option(help=pick("学制 6-3（默认）或 5-4", "6-3 (the default) or 5-4"))] = "",
    kind: Annotated[str, typer.Option(help="regular | special | specialised")] = "",
    founder: Annotated[str, typer.Option(help=pick("举办者", "founder"))] = "",
    registrar: Annotated[str, typer.Option(help=pick("学籍管理员姓名", "the registrar's name"))] = "",
    rules: Annotated[str, typer.Option(help=pick("规则包", "rule packs"))] = "national-2013",
    plain: Annotated[
        bool,
        typer.Option("--plain", help=pick("不加密：谁拿到文件都能读", "not encrypted: whoever has it can read it")),
    ] = False,
    keyring: Annotated[
        bool, typer.Option("--keyring", help=pick("密钥存进系统钥匙串", "keep the key in the system's keyring"))
    ] = False,
    key_file: Annotated[
        Path | None,
        typer.Option(help=pick("密钥文件，放在文件夹之外，如 U 盘", "key file outside the home, on a stick say")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    home, now = home_folder(Session.home), clock()
    school = School(school_code, name, region, stage, system, authority, kind, founder, registrar, rules)
    if has_terminal() and not yes:
        require_fresh(home)
        if not any((school_code, name, region, stage, authority)) and wants_rehearsal():
            rehearse()
    school = complete(school, yes=yes)
    if not dry_run:
        require_free(home, school)
    protection = chosen_protection(
        plain=plain, keyring=keyring, key_file=key_file, yes=yes or dry_run, passphrase_fd=Session.passphrase_fd
    )
    report = procedure(home, school, now=now, protection=protection, dry_run=dry_run)
    finish(report, screens.init)


def rehearse() -> None:
    """`xj demo`, as who has no registry yet is offered it."""
    from xjcli.commands.demo import command as demo

    Session.command = "demo"
    demo()
