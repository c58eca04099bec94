"""`xj key`: our keys, the leader's, and whom we trust; passphrase, recovery key and key of an encrypted home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import key as procedure
from xjcli.procedures import leader as leading
from xjcli.procedures import locking, rekey
from xjcli.report import Session, finish
from xjcli.report import locks as screen
from xjcli.report.asking import (
    NEW_PASSPHRASE,
    RECOVERY_KEY,
    chosen_protection,
    new_passphrase,
    present_passphrase,
    recovery_key,
)
from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.report.program import verbs
from xjcli.settings import home_folder
from xjcli.ui import review as review_screens
from xjcli.ui import screens
from xjcli.ui.options import LEADER_FD, Because, DryRun, LeaderPassphraseFd, Yes
from xjcli.ui.prompts import ask_fingerprint, confirm, passphrase_from
from xjcli.vault.protection import opened_by_recovery

app = verbs()
NewPassphrase = Annotated[
    str,
    typer.Option(
        NEW_PASSPHRASE, metavar="N", help=pick("从描述符 N 读新口令", "read the new passphrase from descriptor N")
    ),
]


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
    leader_passphrase_fd: LeaderPassphraseFd = None,
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
            words = passphrase_from(leader_passphrase_fd, LEADER_FD, twice=True)
            report = leading.name_leader(desk, name, to, passphrase=words, because=because, dry_run=dry_run)
    finish(report, review_screens.leader)


@app.command("passphrase", help=pick("设置或更改口令", "set or change the passphrase"))
def passphrase(new: NewPassphrase = "", yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        locking.require_lock(desk)
        report = locking.passphrase(desk, "" if dry_run else new_passphrase(new), dry_run=dry_run)
    finish(report, screen.done)


@app.command(
    "recovery", help=pick("新的恢复密钥，只显示一次；原来的作废", "a new recovery key, shown once; the old one is void")
)
def recovery(yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        locking.require_lock(desk)
        _require_agreement("lock.sure-recovery", yes=yes or dry_run)
        report = locking.recovery(desk, dry_run=dry_run)
    finish(report, screen.done)


@app.command(
    "reset", help=pick("忘了口令：用恢复密钥重设", "the passphrase is forgotten: set it anew by the recovery key")
)
def reset(
    recovery: Annotated[
        str,
        typer.Option(
            RECOVERY_KEY, metavar="N", help=pick("从描述符 N 读恢复密钥", "read the recovery key from descriptor N")
        ),
    ] = "",
    new: NewPassphrase = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    home = home_folder(Session.home)
    opened = opened_by_recovery(home, recovery_key(recovery))
    report = locking.reset(home, opened, "" if dry_run else new_passphrase(new), dry_run=dry_run)
    finish(report, screen.done)


@app.command(
    "keyring", help=pick("把密钥存进系统钥匙串；--off 取出", "keep the key in the system's keyring; --off takes it out")
)
def keyring(
    off: Annotated[bool, typer.Option("--off", help=pick("取出", "take it out"))] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = locking.keyring(desk, off=off, dry_run=dry_run)
    finish(report, screen.done)


@app.command("rekey", help=pick("换一个密钥，全部重新加密", "a new key; everything is encrypted anew"))
def rekey_(yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk() as desk:
        locking.require_lock(desk)
        _require_agreement("lock.sure-rekey", yes=yes or dry_run)
        report = rekey.rekey(desk, present_passphrase, dry_run=dry_run)
    finish(report, screen.done)


@app.command("encrypt", help=pick("给没有加密的登记库加密", "encrypt a registry that is not"))
def encrypt(
    new: NewPassphrase = "",
    keyring: Annotated[
        bool, typer.Option("--keyring", help=pick("密钥存进系统钥匙串", "key in the system's keyring"))
    ] = False,
    key_file: Annotated[
        Path | None, typer.Option(help=pick("密钥文件，放在文件夹之外", "key file, outside the home"))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk() as desk:
        _require_agreement("lock.sure-encrypt", yes=yes or dry_run)
        wanted = chosen_protection(
            plain=False,
            keyring=keyring,
            key_file=key_file,
            yes=yes or dry_run,
            passphrase_fd=new,
            option=NEW_PASSPHRASE,
        )
        report = rekey.encrypt(desk, wanted, dry_run=dry_run)
    finish(report, screen.done)


def _require_agreement(question: str, *, yes: bool) -> None:
    """A person is asked; a script has to say `--yes`."""
    if not confirm(phrase(question), yes=yes):
        raise Refusal(Problem("usage.cancelled"))
