"""`xj-authority school add | list | revoke`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import DryRun, Yes, ask_fingerprint, office, require_yes
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.report.program import verbs

app = verbs()


@app.command("add", help=pick("核对指纹后添加学校的名片", "add a school's card by its fingerprint"))
def add(
    card: Annotated[Path, typer.Argument(help=pick("名片文件 .xjcard", "the card file"))],
    fingerprint: Annotated[
        str, typer.Option(help=pick("电话或书面核对过的指纹", "the fingerprint, compared by telephone or letter"))
    ] = "",
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority import enrolling

    report = enrolling.add(
        office(rehearse=dry_run, writes=not dry_run),
        card,
        confirm=lambda found: fingerprint or ask_fingerprint(found.fingerprint),
    )
    finish(report, screens.school_added)


@app.command("list", help=pick("所有学校", "every school"))
def list_() -> None:
    from xjcli.authority import enrolling

    finish(enrolling.listing(office()), screens.schools)


@app.command("revoke", help=pick("停用一所学校的密钥", "revoke a school's key"))
def revoke(
    code: Annotated[str, typer.Argument(help=pick("学校标识码", "the school's code"))],
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority import enrolling

    if not dry_run:
        require_yes(phrase("authority.ask-revoke", code=code), yes=yes)
    finish(enrolling.revoke(office(rehearse=dry_run, writes=not dry_run), code), screens.school_revoked)
