"""`lock.json` (第二十五条): how the key of a home is had, never the key itself; versioned, in one spelling.

The key is 32 random bytes, so nobody guesses it; a passphrase only wraps it, and changing the passphrase rewrites a
few lines. `check` tells a right key from a wrong one, `sum` a damaged file from a wrong passphrase. A second copy
lies beside it: without the lock a passphrase opens nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema.canonical import canonical

FILE_NAME, COPY_NAME = "lock.json", "lock.copy.json"
SCHEMA = "xj.lock/1"
KEY_BYTES = 32
#: What stands in `slots[].kind`.
PASSPHRASE, RECOVERY, FILE, KEYRING = "passphrase", "recovery", "file", "keyring"
KINDS = (PASSPHRASE, RECOVERY, FILE, KEYRING)
_CAP = 64 * 1024

Slot = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock. `older` is the key before an unfinished re-key, wrapped by the new one; {} means: it was plain."""

    id: str
    check: str
    slots: tuple[Slot, ...] = ()
    older: Slot | None = None

    def slot(self, kind: str) -> Slot | None:
        """The slot of this kind, if the key can be had that way."""
        return next((slot for slot in self.slots if slot["kind"] == kind), None)

    def having(self, slot: Slot) -> Lock:
        """The same with this slot in the place of the one of its kind."""
        return replace(self, slots=(*self.without(slot["kind"]).slots, slot))

    def without(self, kind: str) -> Lock:
        """The same without the slot of this kind."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot["kind"] != kind))

    @property
    def ways(self) -> list[str]:
        """The kinds there are, in their fixed order."""
        return [kind for kind in KINDS if self.slot(kind) is not None]

    def fits(self, key: bytes) -> bool:
        """True if this is the key of the home."""
        return check_of(key, self.id) == self.check  # both lie in the open


def new_key() -> bytes:
    """A key from the system's random source."""
    return os.urandom(KEY_BYTES)


def new_lock(key: bytes, lock_id: str = "") -> Lock:
    """A lock for this key that nothing opens yet but the key itself."""
    chosen = lock_id or os.urandom(16).hex()
    return Lock(chosen, check_of(key, chosen))


def check_of(key: bytes, lock_id: str) -> str:
    """What can be said of a key in the open: a keyed digest that only the same key gives."""
    return hashlib.blake2b(f"{SCHEMA} check {lock_id}".encode("ascii"), key=key, digest_size=16).hexdigest()


def load(home: Path) -> Lock | None:
    """The lock of this home; None where there is none. Refuses `lock.damaged`, `lock.newer`."""
    try:
        with (home / FILE_NAME).open("rb") as stream:  # every command passes here: nothing is loaded for it
            return read(stream.read(_CAP))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        raise Refusal(Problem("lock.damaged")) from None


def read(data: bytes) -> Lock:
    """A lock from its bytes, every one of which counts."""
    try:
        if json.loads(data).get("schema", SCHEMA) != SCHEMA:
            raise Refusal(Problem("lock.newer"))
        if data != _with_sum(data[:-_SUM_BYTES] + b"}"):
            raise ValueError("altered")
        found = json.loads(data)
        lock = Lock(found["id"], found["check"], tuple(found["slots"]), found.get("older"))
        if any(slot["kind"] not in KINDS for slot in lock.slots):
            raise Refusal(Problem("lock.newer"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(Problem("lock.damaged")) from None
    return lock


def save(home: Path, lock: Lock, *, both: bool = True) -> None:
    """Write the copy, and then the lock itself, with which it counts; each wholly or not at all.

    Not `both` while a key is being changed: until that is done the copy still opens what was there before.
    """
    from xjcli.files import atomic_write

    document: dict[str, Any] = {
        "schema": SCHEMA, "id": lock.id, "check": lock.check, "slots": [dict(slot) for slot in lock.slots],
    }  # fmt: skip
    if lock.older is not None:
        document["older"] = dict(lock.older)
    data = spell(document)
    for name in (COPY_NAME, FILE_NAME) if both else (FILE_NAME,):
        atomic_write(home / name, data, private=True, force=True)


def mend_copy(home: Path) -> None:
    """Give the copy what the lock says, where an errand was killed between the two; not while a key is changed."""
    data = (home / FILE_NAME).read_bytes()
    copy = home / COPY_NAME
    if not copy.is_file() or copy.read_bytes() != data:
        from xjcli.files import atomic_write

        atomic_write(copy, data, private=True, force=True)


def spell(document: dict[str, Any]) -> bytes:
    """The bytes of a lock: its canonical spelling, its sum as the last key (as it sorts), one line end."""
    return _with_sum(canonical(document))


def _with_sum(document: bytes) -> bytes:
    return document[:-1] + b',"sum":"%s"}\n' % hashlib.sha256(document).hexdigest().encode("ascii")


_SUM_BYTES = len(_with_sum(b"}"))
