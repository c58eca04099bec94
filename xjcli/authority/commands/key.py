"""`xj-authority key`: the card; passphrase and recovery key of the private keys."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import DryRun, Yes, office, require_yes
from xjcli.report import Session, finish, locks
from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.report.program import verbs

app = verbs()
NewPassphrase = Annotated[
    str,
    typer.Option(
        "--new-passphrase-fd",
        metavar="N",
        help=pick("从描述符 N 读新口令", "read the new passphrase from descriptor N"),
    ),
]


@app.callback()
def _group() -> None:
    """Keeps `key` a group, however many commands it has."""


@app.command("show", help=pick("本部门的名片和指纹", "our card and its fingerprint"))
def show() -> None:
    from xjcli.authority.viewing import key

    finish(key(office()), screens.key)


@app.command("passphrase", help=pick("设置或更改私钥的口令", "set or change the passphrase of the private keys"))
def passphrase(new: NewPassphrase = "", yes: Yes = False, dry_run: DryRun = False) -> None:
    from xjcli.authority import locking
    from xjcli.report.asking import new_passphrase

    opened = office()
    locking.require_lock(opened.opened)
    words = "" if dry_run else new_passphrase(new)
    finish(locking.passphrase(opened.home, opened.opened, words, dry_run=dry_run), locks.done)


@app.command("recovery", help=pick("新的恢复密钥，只显示一次", "a new recovery key, shown once"))
def recovery(yes: Yes = False, dry_run: DryRun = False) -> None:
    from xjcli.authority import locking

    opened = office()
    locking.require_lock(opened.opened)
    require_yes(phrase("lock.sure-recovery"), yes=yes or dry_run)
    finish(locking.recovery(opened.home, opened.opened, dry_run=dry_run), locks.done)


@app.command(
    "reset", help=pick("忘了口令：用恢复密钥重设", "the passphrase is forgotten: set it anew by the recovery key")
)
def reset(
    recovery: Annotated[
        str, typer.Option("--recovery-fd", metavar="N", help=pick("从描述符 N 读恢复密钥", "read it from descriptor N"))
    ] = "",
    new: NewPassphrase = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    from xjcli.authority import locking
    from xjcli.authority.office import home_folder
    from xjcli.report.asking import new_passphrase, recovery_key
    from xjcli.vault.protection import opened_by_recovery

    home = home_folder(Session.home)
    opened = opened_by_recovery(home, recovery_key(recovery))
    words = "" if dry_run else new_passphrase(new)
    finish(locking.passphrase(home, opened, words, dry_run=dry_run, done="reset"), locks.done)
