"""A registry under another key (第二十五条): written anew beside its place, proved, and exchanged while nobody writes.

Written anew rather than page by page: the old file stays whole until the new one is proved, and what was deleted in
the old one (free pages) does not come along. While it is held, nothing may open and close the file another way in
this process: that would let the lock of POSIX go.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import replace_file, wipe
from xjcli.registry.connect import Connection, attach_with_key, engine_errors, open_encrypting

FRESH, OLD = ".registry.db.rekeyed", ".registry.db.old"
_CARRIED = ("application_id", "user_version")


class Held:
    """A registry file that nobody else reads or writes until it is let go."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path, self._connection = path, connection

    def exchange(self, key: bytes) -> None:
        """Put the same registry under `key` in the place of this file, which is let go.

        The old file stays as `OLD` for `drop_old`, where the disk knows links. Refuses registry.* and file.*; then
        this file stands as it was.
        """
        fresh = self.path.with_name(FRESH)
        for stale in (fresh, self.path.with_name(f"{FRESH}-journal")):
            stale.unlink(missing_ok=True)
        with engine_errors():
            self._write(fresh, key)
            if _proof(self._connection) != _proof_of(fresh, key):
                raise Refusal(Problem("registry.damaged"))
        with contextlib.suppress(OSError):
            os.link(self.path, self.path.with_name(OLD))
        if sys.platform == "win32":  # an open file keeps its name there
            self._connection.close()
        replace_file(fresh, self.path)
        self._connection.close()

    def _write(self, fresh: Path, key: bytes) -> None:
        run = self._connection.execute
        fresh.touch(mode=0o600)
        attach_with_key(self._connection, fresh, key, "fresh")
        run("begin exclusive")
        run("select sqlcipher_export('fresh')").fetchall()
        for name in _CARRIED:
            run(f"pragma fresh.{name} = {run(f'pragma main.{name}').fetchone()[0]}")
        run("commit")
        run("detach database fresh")


@contextlib.contextmanager
def held(path: Path, key: bytes | None) -> Iterator[Held]:
    """The file under this key (None: plain), shut to everyone else. Refuses registry.*: locked, not-a-registry."""
    with engine_errors(), closing(open_encrypting(path, key)) as connection:
        connection.execute("pragma locking_mode = exclusive")
        connection.execute("begin exclusive")
        connection.execute("select count(*) from sqlite_master").fetchone()
        connection.execute("commit")  # the lock stays until the connection is closed
        yield Held(path, connection)


def drop_old(path: Path) -> None:
    """Overwrite and remove the file that was exchanged, and what an interrupted exchange left."""
    wipe(path.with_name(OLD))
    for stale in (path.with_name(FRESH), path.with_name(f"{FRESH}-journal")):
        stale.unlink(missing_ok=True)


def _proof_of(path: Path, key: bytes) -> list[tuple[object, ...]]:
    with closing(open_encrypting(path, key)) as connection:
        if connection.execute("pragma cipher_integrity_check").fetchall():
            raise Refusal(Problem("registry.damaged"))
        if connection.execute("pragma integrity_check(1)").fetchone()[0] != "ok":
            raise Refusal(Problem("registry.damaged"))
        return _proof(connection)


def _proof(connection: Connection) -> list[tuple[object, ...]]:
    """What has to be the same in both: every definition, how many rows each table has, and the ledger's head."""
    run = connection.execute
    found = [tuple(row) for row in run("select type, name, sql from sqlite_master order by type, name")]
    tables = [str(name) for kind, name, _ in found if kind == "table"]
    found += [tuple(run(f'select count(*) from "{name}"').fetchone()) for name in tables]  # noqa: S608  our names
    found += [tuple(row) for row in run("select seq, hash from acts order by seq desc limit 1")]
    return found
