"""`xj key show`, `xj key trust` and `xj key leader`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import key as procedure
from xjcli.procedures import leader as leading
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import review as review_screens
from xjcli.ui import screens
from xjcli.ui.options import Because, DryRun, PassphraseFd, Yes
from xjcli.ui.prompts import ask_fingerprint, passphrase_from

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


@app.command("leader", help=pick("负责人的签名密钥：生成、更换、停用", "the leader's key: make, replace, revoke"))
def leader(
    name: Annotated[str, typer.Option(help=pick("负责人姓名", "the leader's name"))] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help=pick("密钥写到哪里，如U盘", "where the key goes"))
    ] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help=pick("停用现在的密钥", "revoke the present key"))] = False,
    passphrase_fd: PassphraseFd = None,
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    if not revoke and (not name or to is None):
        raise Refusal(Problem("usage.missing", params={"option": "--to" if name else "--name"}))
    with open_desk("read" if dry_run else "write") as desk:
        if revoke or to is None:
            report = leading.revoke_leader(desk, because=because, dry_run=dry_run)
        else:
            words = passphrase_from(passphrase_fd, twice=True)
            report = leading.name_leader(desk, name, to, passphrase=words, because=because, dry_run=dry_run)
    finish(report, review_screens.leader)
