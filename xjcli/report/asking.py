"""What is typed unseen: passphrases and recovery keys; and how a home is to be closed, asked or taken from the options.

A secret is read from the terminal itself, so that it stands neither on the screen nor in the shell's history.
"""

from __future__ import annotations

import sys
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.report import Session, has_terminal, require_terminal
from xjcli.report.phrases import phrase
from xjcli.vault.protection import UNPROTECTED, Protection
from xjcli.vault.unlock import PASSPHRASE_OPTION, read_key, read_line
from xjcli.vault.wrapping import SHORTEST_PASSPHRASE

NEW_PASSPHRASE, RECOVERY_KEY = "--new-passphrase-fd", "--recovery-fd"


def ask_passphrase(again: bool) -> str:
    """The passphrase of the home, from the person at the terminal."""
    return _unseen(phrase("lock.ask-again" if again else "lock.ask"))


def new_passphrase(descriptor: str, *, option: str = NEW_PASSPHRASE) -> str:
    """A new passphrase: from the descriptor, else typed twice. Refuses `lock.passphrase-short`, `-s-differ`."""
    if descriptor:
        return _require_long(read_line(descriptor, option))
    require_terminal(option)
    words = _require_long(_unseen(phrase("lock.ask-new", shortest=SHORTEST_PASSPHRASE)))
    if _unseen(phrase("lock.ask-repeat")) != words:
        raise Refusal(Problem("lock.passphrases-differ"))
    return words


def present_passphrase() -> str:
    """The passphrase once more, before everything is closed anew: from its descriptor, else typed."""
    if Session.passphrase_fd:
        return read_line(Session.passphrase_fd, PASSPHRASE_OPTION)
    require_terminal(PASSPHRASE_OPTION)
    return ask_passphrase(again=False)


def recovery_key(descriptor: str) -> str:
    """The recovery key: from the descriptor, else typed."""
    if descriptor:
        return read_line(descriptor, RECOVERY_KEY)
    require_terminal(RECOVERY_KEY)
    return _unseen(phrase("lock.ask-recovery"))


def chosen_protection(
    *, plain: bool, keyring: bool, key_file: Path | None, yes: bool, passphrase_fd: str, option: str = PASSPHRASE_OPTION
) -> Protection:
    """As the options say; else a person is asked; else the key lies in a file outside the home."""
    if plain:
        for given, other in ((keyring, "--keyring"), (key_file, "--key-file"), (passphrase_fd, option)):
            if given:
                raise Refusal(Problem("usage.together", params={"option": "--plain", "other": other}))
        return UNPROTECTED
    on_disk = key_file is not None
    where = key_file.expanduser().absolute() if key_file is not None else None
    if passphrase_fd:
        words = new_passphrase(passphrase_fd, option=option)
        return Protection(passphrase=words, keyring=keyring, on_disk=on_disk, key_file=where)
    if Session.key_fd and option == PASSPHRASE_OPTION:
        return Protection(key=read_key(Session.key_fd), keyring=keyring, on_disk=on_disk, key_file=where)
    if keyring or on_disk:
        return Protection(keyring=keyring, on_disk=on_disk, key_file=where)
    if yes or not has_terminal():
        return Protection(on_disk=True)
    return _asked()


def _asked() -> Protection:
    """A passphrase, a recovery key, and the keyring where the system has one; what may happen is said before."""
    import questionary

    from xjcli.vault.places import keyring_works

    sys.stdout.write(phrase("lock.explain") + "\n")
    words = new_passphrase("")
    keyring = keyring_works() and bool(questionary.confirm(phrase("lock.ask-keyring"), default=True).unsafe_ask())
    return Protection(passphrase=words, keyring=keyring, recovery=True)


def _require_long(words: str) -> str:
    if len(words) < SHORTEST_PASSPHRASE:
        raise Refusal(Problem("lock.passphrase-short", params={"shortest": SHORTEST_PASSPHRASE}))
    return words


def _unseen(question: str) -> str:
    import getpass

    return getpass.getpass(question)
