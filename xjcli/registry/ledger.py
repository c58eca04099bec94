"""The ledger of acts and the registry around it: append, read back, one transaction per errand.

Everything the school knows about pupils is appended here and projected in the same transaction (第十三条); nothing
edits or deletes an act. Bulk writes are `executemany` on one connection; what was not changed is not written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.registry import migrations, projections
from xjcli.registry.connect import Connection, Mode, Row, connect, copy, engine_errors, transaction
from xjcli.report.progress import Tell, silent
from xjcli.schema.act import SALT_BYTES, Act, Draft, genesis, seal_act
from xjcli.schema.canonical import canonical
from xjcli.schema.texts import find_text_problems, judge

FILE_NAME = "registry.db"
#: So many acts are spelled and folded at a time: more would only fill the memory of a large import.
_PORTION = 5_000

_INSERT = (
    "insert into acts (seq, kind, version, record_id, occurred_on, recorded_at, recorded_by, operation, basis,"
    " body, salt, body_digest, prev, hash) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_COLUMNS = (
    "seq, kind, version, record_id, occurred_on, recorded_at, recorded_by, operation, basis, body, salt,"
    " body_digest, prev, hash"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the ledger stands: the last act's number (0 = none yet) and its hash."""

    seq: int
    hash: str


class Registry:
    """One school's registry file. Use as a context manager; `mode` is read, write or create."""

    def __init__(self, path: Path, mode: Mode, *, key: bytes | None = None, patience: int | None = None) -> None:
        self.path, self._key = path, key
        self._stands = None if mode == "create" else _identity(path)
        self.connection: Connection = connect(path, mode, key=key, patience=patience)
        try:
            self._prepare(mode)
        except BaseException:
            self.close()
            raise

    def _prepare(self, mode: Mode) -> None:
        version = migrations.require_not_newer(self.connection)
        if version == migrations.VERSION:
            return
        if mode == "read":
            raise Refusal(Problem("registry.older", params={"found": version}))
        if version:
            from xjcli.registry.backups import keep_before_upgrade

            keep_before_upgrade(self)
        migrations.migrate(self.connection)

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def copy_to(self, path: Path) -> None:
        """A consistent copy into the empty file `path`, also while another program writes; not yet synced."""
        copy(self.connection, path, key=self._key)

    @contextmanager
    def still(self) -> Iterator[Path]:
        """The file itself, in which nobody commits anything while the block lasts: it may be read byte for byte.

        Once at a time and by one connection: closing a file gives up this process's locks on it.
        """
        with engine_errors():
            self.connection.execute("begin")
            try:
                self.connection.execute("select count(*) from sqlite_master").fetchone()
                yield self.path
            finally:
                self.connection.execute("rollback")

    def transaction(self) -> AbstractContextManager[None]:
        """One errand's transaction; what is raised inside it leaves the registry as it was.

        Refuses registry.locked where another file has taken its place since it was opened (a re-key, a restore): what
        is written into the old one would be lost.
        """
        return transaction(self.connection, self._require_same_file)

    def _require_same_file(self) -> None:
        if self._stands is not None and _identity(self.path) != self._stands:
            raise Refusal(Problem("registry.locked"))

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query; engine errors come as registry.* refusals."""
        with engine_errors():
            return self.connection.execute(sql, parameters).fetchall()

    def head(self) -> Head:
        """The ledger's head; before the first act it is the genesis of this school and installation."""
        rows = self.rows("select seq, hash from acts order by seq desc limit 1")
        if rows:
            return Head(rows[0]["seq"], rows[0]["hash"])
        return Head(0, self.genesis())

    def genesis(self) -> str:
        """What the first act names as its `prev`."""
        stored = self.settings()
        return genesis(stored.get("school_code", ""), stored.get("installation", ""))

    def settings(self) -> dict[str, str]:
        """Everything `xj init` and `xj settings` stored, as it stands in the table."""
        return {row["key"]: row["value"] for row in self.rows("select key, value from settings")}

    def append(
        self, drafts: Sequence[Draft], *, command: str, recorded_at: str, recorded_by: str, tell: Tell = silent
    ) -> str:
        """Chain, store and project these acts; inside the caller's transaction. Gives the operation's id.

        Raises Refusal registry.taken where a number is on another record already (一人一号), and text.* where a text
        could not be sent (a bundle is taken in whole or not at all).
        """
        operation = new_ids("o", 1)[0]
        head = first = self.head()
        faults: list[Problem] = judge(None, "recorded_by", recorded_by, short=True)
        for start in range(0, len(drafts), _PORTION):
            tell("store", start, len(drafts))
            portion = drafts[start : start + _PORTION]
            head = self._append_portion(portion, head, (recorded_at, recorded_by, operation), faults)
        if faults:
            raise Refusal(*faults)
        with engine_errors():
            self.connection.execute(
                "insert into operations values (?,?,?,?,?,?)",
                (operation, command, recorded_at, recorded_by, first.seq + 1, head.seq),
            )
        tell("store", len(drafts), len(drafts))
        return operation

    def replay(self, acts: Sequence[Act], *, command: str) -> None:
        """Store acts of this ledger as they were, behind its head, and project them; inside the caller's transaction.

        The caller has verified that they follow. Of an operation only its acts are known: it is noted as `command`.
        """
        whole = {operation: list(each) for operation, each in groupby(acts, key=attrgetter("operation"))}
        with engine_errors():
            for start in range(0, len(acts), _PORTION):
                portion = acts[start : start + _PORTION]
                rows = [_row(act, None if act.body is None else canonical(act.body).decode()) for act in portion]
                self.connection.executemany(_INSERT, rows)
                projections.project(self.connection, portion)
            self.connection.executemany(
                "insert into operations values (?,?,?,?,?,?)",
                [
                    (operation, command, of[0].recorded_at, of[0].recorded_by, of[0].seq, of[-1].seq)
                    for operation, of in whole.items()
                ],
            )

    def _append_portion(
        self, drafts: Sequence[Draft], head: Head, said: tuple[str, str, str], faults: list[Problem]
    ) -> Head:
        """Some acts behind `head`, stored unless a text of an act so far has a fault. Gives the new head."""
        recorded_at, recorded_by, operation = said
        salts = os.urandom(SALT_BYTES * len(drafts))
        acts: list[Act] = []
        rows: list[tuple[Any, ...]] = []
        prev = head.hash
        for index, draft in enumerate(drafts):
            act, body = seal_act(
                draft, seq=head.seq + 1 + index, prev=prev, salt=salts[index * SALT_BYTES : (index + 1) * SALT_BYTES],
                recorded_at=recorded_at, recorded_by=recorded_by, operation=operation,
            )  # fmt: skip
            prev = act.hash
            acts.append(act)
            spelled = body.decode()
            faults += find_text_problems(draft.record_id, draft.body, spelled)
            rows.append(_row(act, spelled))
        if not faults:
            with engine_errors():
                self.connection.executemany(_INSERT, rows)
                projections.project(self.connection, acts)
        return Head(head.seq + len(drafts), prev)

    def acts(
        self,
        first: int = 1,
        last: int | None = None,
        *,
        record_id: str | None = None,
        record_ids: Sequence[str] = (),
    ) -> Iterator[Act]:
        """Acts in their order, streamed; of one record, or of some (a few hundred), where they are named."""
        read = json.loads if record_id is not None else _quick_reader()  # one pupil's acts are few
        sql = f"select {_COLUMNS} from acts where seq >= ? and seq <= ?"  # noqa: S608  constants only
        parameters: list[Any] = [first, last if last is not None else 2**62]
        if record_id is not None:
            sql += " and record_id = ?"
            parameters.append(record_id)
        if record_ids:
            sql += f" and record_id in ({','.join('?' * len(record_ids))})"
            parameters += record_ids
        with engine_errors():
            for row in self.connection.execute(sql + " order by seq", parameters):
                yield act_from_row(row, read)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


_LETTERS = bytes(b"0123456789abcdefghjkmnpqrstvwxyz"[byte & 31] for byte in range(256))


def new_ids(prefix: str, count: int) -> list[str]:
    """Opaque ids: a letter and 15 characters that no one reads wrongly (75 random bits)."""
    letters = os.urandom(15 * count).translate(_LETTERS).decode("ascii")
    return [prefix + letters[i : i + 15] for i in range(0, len(letters), 15)]


def _row(act: Act, body: str | None) -> tuple[Any, ...]:
    return (
        act.seq, act.kind, act.version, act.record_id, act.occurred_on, act.recorded_at, act.recorded_by,
        act.operation, canonical(act.basis).decode(), body, act.salt, act.body_digest, act.prev, act.hash,
    )  # fmt: skip


def _quick_reader() -> Callable[[str], Any]:
    """For many acts at once: takes a few milliseconds to come and then a third of the time."""
    import orjson

    return orjson.loads


def act_from_row(row: Row, read: Callable[[str], Any] = json.loads) -> Act:
    """An act as it was stored."""
    body = row["body"]
    return Act(
        row["seq"], row["kind"], row["version"], row["record_id"], row["occurred_on"], row["recorded_at"],
        row["recorded_by"], row["operation"], read(row["basis"]), read(body) if body is not None else None,
        row["salt"], row["body_digest"], row["prev"], row["hash"],
    )  # fmt: skip
