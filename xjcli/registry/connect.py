"""The only place that opens SQLite, and the only place that knows its errors.

第二十五条: a key chooses SQLCipher (sqlcipher3) in the place of sqlite3, here and nowhere else, and the registry's
tests run over both. Why SQLCipher and not SQLite3 Multiple Ciphers (apsw-sqlite3mc): both are released with every
SQLite and have wheels for Windows, macOS and Linux on x86-64 and arm64; the latter writes faster and opens slower,
but only the former has the interface of sqlite3, and its format is read by other programs (the sqlcipher shell, DB
Browser, SQLite3 Multiple Ciphers itself, which a test opens a registry with). Journals and temporary files are
encrypted or never leave the memory.

Rollback journal and full sync: no commit is lost on a power cut, and the file is safe on a network share; SQLite's
own locks, no lock files of ours. In one process only one of the two engines may have a file open: locks of POSIX
belong to a process, and one engine does not see those of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePath
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.parse import quote

from xjcli.errors import Problem, Refusal
from xjcli.report import Session, uninterrupted

if TYPE_CHECKING:  # an encrypted registry needs only the other engine
    import sqlite3

Connection: TypeAlias = "sqlite3.Connection"
Row: TypeAlias = "sqlite3.Row"
Mode = Literal["read", "write", "create"]

APPLICATION_ID = 0x786A0001  # "xj", so that doctor knows a registry from any other database
#: A pupil takes some 4 KB: on pages of that size half of each stays empty. Settled when the file is made.
PAGE_BYTES = 16_384
_PLAIN = b"SQLite format 3\0"
BUSY_MILLISECONDS = 10_000
_URI_MODE = {"read": "ro", "write": "rw", "create": "rwc"}


def connect(path: Path, mode: Mode, *, key: bytes | None = None, patience: int | None = None) -> Connection:
    """Open the registry file. `key` (32 raw bytes) chooses the encrypted engine.

    `patience` is how many milliseconds others are waited for; 0 also mends nothing that a crash has left.

    Raises Refusal with a registry.* code: missing, not a registry, locked, read-only.
    """
    engine = _engine(key)
    if mode != "create" and not path.is_file():
        raise Refusal(Problem("registry.missing"))
    with engine_errors():
        if mode == "read" and patience != 0:
            _undo_crash(engine, path, key)
        connection = _open(engine, path, mode, key, patience)
        try:
            _settle(connection, mode)
        except BaseException:
            connection.close()
            raise
    return connection


def _open(engine: ModuleType, path: Path, mode: Mode, key: bytes | None, patience: int | None = None) -> Connection:
    connection = cast(
        Connection,
        engine.connect(
            f"{uri(path.absolute())}?mode={_URI_MODE[mode]}",
            uri=True,
            isolation_level=None,
            timeout=(BUSY_MILLISECONDS if patience is None else patience) / 1000,
        ),
    )
    if key is not None:
        _use_key(connection, key)
    connection.row_factory = engine.Row
    return connection


def open_encrypting(path: Path, key: bytes | None) -> Connection:
    """The file through the encrypting engine whether it is encrypted or not, for writing it anew under another key."""
    if not path.is_file():
        raise Refusal(Problem("registry.missing"))
    return _open(_encrypting(), path, "write", key)


def attach_with_key(connection: Connection, path: Path, key: bytes, name: str) -> None:
    """Attach a file that is (or becomes) encrypted under this key."""
    connection.execute(f"attach database ? as {name} key \"x'{key.hex()}'\"", (uri(path.absolute()),))
    _use_key(connection, key, name)


def _use_key(connection: Connection, key: bytes, schema: str = "main") -> None:
    """The raw key, so that opening derives nothing; pages of one size, which the file cannot say of itself."""
    if schema == "main":
        connection.execute("pragma cipher_log_level = none")  # it would write to the screen; errors are raised anyway
        connection.execute(f"pragma key = \"x'{key.hex()}'\"")
    connection.execute(f"pragma {schema}.cipher_page_size = {PAGE_BYTES}")


def uri(path: PurePath) -> str:
    """An absolute path as the engine's URI; the empty host keeps a share (//server/…) from being taken for one."""
    text = path.as_posix()
    return "file://" + quote(text if text.startswith("/") else f"/{text}", errors="surrogateescape")


def looks_encrypted(path: Path) -> bool:
    """True for whole pages that do not begin as a plain database does: only its key could say more."""
    from xjcli.files import read_start

    start = read_start(path, len(_PLAIN))
    return start != _PLAIN and len(start) == len(_PLAIN) and path.stat().st_size % PAGE_BYTES == 0


def _undo_crash(engine: ModuleType, path: Path, key: bytes | None) -> None:
    """An errand killed in its commit left a journal, and a read-only connection may not roll it back: a writing
    one does so first, on its first look. What was committed stays; an errand at work keeps its journal.
    """
    if not path.with_name(f"{path.name}-journal").exists():
        return
    with suppress(Refusal), engine_errors(), closing(_open(engine, path, "write", key)) as connection:
        connection.execute("select count(*) from sqlite_master").fetchone()  # if it fails, the reading one says why


def _engine(key: bytes | None) -> ModuleType:
    if key is None:
        import sqlite3

        return sqlite3
    return _encrypting()


def _encrypting() -> ModuleType:
    from sqlcipher3 import dbapi2

    return cast(ModuleType, dbapi2)


def _settle(connection: Connection, mode: Mode) -> None:
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma trusted_schema = off")
    if mode == "read":
        connection.execute("pragma query_only = on")
    else:
        connection.execute("pragma synchronous = full")
    if mode == "create" and connection.execute("pragma schema_version").fetchone()[0] == 0:
        connection.execute(f"pragma page_size = {PAGE_BYTES}")  # the encrypted engine has its size with the key
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
    elif connection.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
        raise Refusal(Problem("registry.not-a-registry"))


def copy(connection: Connection, path: Path, *, key: bytes | None = None) -> None:
    """Copy the whole registry into the empty file `path`, as it stands between two errands of other programs.

    By the engine's own online backup, in one step: whoever writes meanwhile waits for it, or it for them. The copy is
    encrypted with the same key; it is not synced. Raises Refusal registry.*.
    """
    with engine_errors(), closing(_open(_engine(key), path, "create", key)) as target:
        target.execute("pragma synchronous = off")
        target.execute("pragma journal_mode = off")
        connection.backup(target)


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn an error of the engine, whichever it is, into a registry.* refusal."""
    try:
        yield
    except Exception as error:
        if not _is_database_error(error):
            raise
        raise Refusal(Problem(_code(str(error)), params={"kind": type(error).__name__})) from None


def _is_database_error(error: BaseException) -> bool:
    """Both engines call their root error `Error`; the encrypted one is never imported just to ask."""
    return any(
        kind.__name__ == "Error" and kind.__module__.partition(".")[0] in ("sqlite3", "sqlcipher3")
        for kind in type(error).__mro__
    )


_CODES: tuple[tuple[str, str], ...] = (
    ("locked", "registry.locked"),
    ("busy", "registry.locked"),
    ("readonly", "registry.read-only"),
    ("query_only", "registry.read-only"),
    ("attempt to write", "registry.read-only"),
    ("unable to open", "registry.unopenable"),
    ("not a database", "registry.not-a-registry"),
    ("malformed", "registry.damaged"),
    ("disk I/O", "registry.disk"),
    ("full", "registry.disk"),
    ("append-only", "registry.append-only"),
    ("UNIQUE constraint failed: bundles", "registry.locked"),  # another program has built it in the meantime
    ("UNIQUE", "registry.taken"),
)


def _code(message: str) -> str:
    return next((code for sign, code in _CODES if sign in message), "registry.engine")


@contextmanager
def transaction(connection: Any, require: Callable[[], None] | None = None) -> Iterator[None]:
    """One errand, one transaction: everything in it is stored, or nothing is. `require` is asked with the lock held."""
    with engine_errors():
        connection.execute("begin immediate")
        try:
            if require is not None:
                require()
            yield
            with uninterrupted():
                connection.execute("commit")
                Session.stored = True
        except BaseException:  # also a commit that failed: the engine leaves that transaction open
            if connection.in_transaction:
                connection.execute("rollback")
            raise
