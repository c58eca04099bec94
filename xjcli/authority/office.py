"""What the authority works with: its home, its keys, its database and the clock; built in one place.

Time is an argument everywhere else; only this module reads the clock. Everything that decides gets the moment
of its errand from `Office.now`.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from xjcli.authority.location import open_store
from xjcli.authority.store import Store, about, default_official
from xjcli.authority.store.ledger import genesis
from xjcli.authority.upgrading import require_current
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey, read_key_file, write_key_file
from xjcli.errors import Problem, Refusal
from xjcli.report import Session
from xjcli.schema.shapes import instant
from xjcli.schema.values.time import CHINA
from xjcli.vault import PLAIN, Means, Opened, unlock
from xjcli.vault.sealed import Vault

KEYS = "keys"
SIGN_KEY, SEAL_KEY, TOKEN_KEY = "sign.pem", "seal.age", "token.key"
_TOKEN_BYTES = 32


def clock() -> datetime:
    """Now, in UTC. The only reading of the clock on the authority's side."""
    return datetime.now(UTC)


def home_folder(given: str | None) -> Path:
    """The authority's home: `--home`, then XJ_AUTHORITY_HOME, then the platform's folder for user data."""
    named = given or os.environ.get("XJ_AUTHORITY_HOME", "")
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "xj-authority"


@dataclass(frozen=True)
class Office:
    """One authority at work. `moment` gives the time of an errand; a server asks it anew for every request."""

    home: Path
    store: Store
    code: str
    name: str
    level: str
    region: str
    installation: str
    official: str
    moment: Callable[[], datetime] = field(default=clock, repr=False)
    opened: Opened = PLAIN

    @property
    def now(self) -> str:
        """The moment as it is stored and signed: UTC, to the second."""
        return instant(self.moment())

    @property
    def today(self) -> date:
        """The day in China."""
        return self.moment().astimezone(CHINA).date()

    @staticmethod
    def day_of(moment: str) -> date:
        """The day in China of a stored moment."""
        return datetime.fromisoformat(moment).astimezone(CHINA).date()

    @property
    def card(self) -> Path:
        """Our card: the public keys that schools trust."""
        return self.home / f"{self.code}.xjcard"

    @property
    def vault(self) -> Vault:
        """Where the private keys lie, and how they are closed (第二十五条); the store itself is in clear."""
        return self.opened.vault(self.home)

    @cached_property
    def sign_key(self) -> SigningKey:
        """The key that signs receipts and decisions, from its private file."""
        return SigningKey.load(self.home / KEYS / SIGN_KEY, self.vault)

    @cached_property
    def seal_key(self) -> SealKey:
        """The key that opens what was sealed to us."""
        return SealKey.load(self.home / KEYS / SEAL_KEY, self.vault)

    @cached_property
    def _secret(self) -> bytes:
        return load_secret(self.home / KEYS / TOKEN_KEY, self.vault)

    def token(self, purpose: str, *parts: str) -> str:
        """A keyed digest (hex HMAC-SHA256) of `parts`; without our key nobody can search it for a number."""
        text = "\x1f".join((purpose, *parts)).encode("utf-8")
        return hmac.digest(self._secret, text, "sha256").hex()

    def beginning(self, school: str) -> str:
        """The genesis of our ledger for this school."""
        return genesis(self.code, self.installation, school)


def make_secret(path: Path, vault: Vault | None = None) -> None:
    """A new random key for identity tokens, for its owner only; it is never replaced."""
    write_key_file(path, secrets.token_hex(_TOKEN_BYTES).encode("ascii") + b"\n", vault)


def load_secret(path: Path, vault: Vault | None = None) -> bytes:
    """Read the token key. Raises Refusal: `key.missing`, `key.format`, `lock.altered`."""
    try:
        secret = bytes.fromhex(read_key_file(path, vault).decode("ascii").strip())
    except ValueError:
        raise Refusal(Problem("key.format", where=path.name)) from None
    if len(secret) != _TOKEN_BYTES:
        raise Refusal(Problem("key.format", where=path.name))
    return secret


def open_office(
    home: Path,
    *,
    rehearse: bool = False,
    moment: Callable[[], datetime] | None = None,
    live: bool = False,
    writes: bool = False,
) -> Office:
    """Open the authority in this folder. `rehearse` stores nothing; `live` reads the clock for every errand.

    Raises Refusal `authority.missing` where `xj-authority init` was never run, `authority.newer` for a file that a
    later program wrote, `authority.older` for an older one unless it `writes`: then it is upgraded; and lock.* where
    the private keys are closed and their key cannot be had.
    """
    store = open_store(home, rehearse=rehearse)
    opened = unlock(home, Means(Session.key_fd, Session.passphrase_fd, Session.ask))
    with store.reading() as tx:
        stored, official = about(tx), default_official(tx)
    if not stored.get("code"):
        raise Refusal(Problem("authority.missing"))
    require_current(store, int(stored["schema"]), writes=writes)
    now = clock()
    return Office(
        home, store, stored["code"], stored["name"], stored["level"], stored["region"], stored["installation"],
        official, moment or (clock if live else lambda: now), opened,
    )  # fmt: skip
