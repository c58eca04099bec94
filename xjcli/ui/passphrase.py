"""The passphrase of a backup: typed unseen or read from a descriptor, never a word of the command line."""

from __future__ import annotations

from collections.abc import Callable

from xjcli.errors import Problem, Refusal
from xjcli.report import require_terminal
from xjcli.ui.options import BACKUP_FD
from xjcli.ui.prompts import passphrase_from


def to_seal(descriptor: int | None, *, plain: bool) -> Callable[[], str] | None:
    """How a new passphrase is had: from the descriptor, or typed twice; None with `--plain`."""
    if plain:
        if descriptor is not None:
            raise Refusal(Problem("usage.together", params={"option": "--plain", "other": BACKUP_FD}))
        return None
    if descriptor is None:
        require_terminal(f"{BACKUP_FD} | --plain")
    return passphrase_from(descriptor, BACKUP_FD, twice=True, question="passphrase.new", again="passphrase.again")


def to_open(descriptor: int | None) -> Callable[[], str]:
    """How a known passphrase is had; only called where one is needed."""
    return passphrase_from(descriptor, BACKUP_FD, question="passphrase.ask")
