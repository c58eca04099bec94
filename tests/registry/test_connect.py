"""Opening the registry file: what it is, who may read it, who has it now, and what a crash left in it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from tests.registry.ledgers import Book, append, refusal
from tests.regulation.acts import assigned, opened
from xjcli.registry import connect as opening
from xjcli.registry.connect import connect, engine_errors, uri
from xjcli.registry.ledger import Registry

HOLD = "run('begin exclusive'); print('ready', flush=True); sys.stdin.read()"
#: An errand larger than the page cache: its pages and its journal are on the disk when it is killed.
KILLED = """
run('pragma cache_size = 5'); run('begin immediate')
registry.connection.executemany('insert into settings values (?,?)', [(f'k{i}', 'v' * 500) for i in range(2000)])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_MILLISECONDS", 50)


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_registry_that_is_not_there_is_missing_and_is_not_made(
    tmp_path: Path, key: bytes | None, mode: opening.Mode
) -> None:
    assert refusal(connect, tmp_path / "registry.db", mode, key=key) == "registry.missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"a text that somebody named registry.db\n" * 100, b"SQLite format 3\0"])
@pytest.mark.parametrize("mode", ["read", "write"])
def test_another_file_is_not_a_registry(tmp_path: Path, key: bytes | None, mode: opening.Mode, content: bytes) -> None:
    path = tmp_path / "registry.db"
    path.write_bytes(content)
    assert refusal(Registry, path, mode, key=key) == "registry.not-a-registry"
    assert path.read_bytes() == content


@pytest.mark.parametrize("mode", ["read", "write", "create"])
def test_another_programs_database_is_left_alone(tmp_path: Path, mode: opening.Mode) -> None:
    path = tmp_path / "registry.db"
    other = sqlite3.connect(path)
    other.execute("create table lunch (day text)")
    other.commit()
    other.close()
    before = path.read_bytes()
    assert refusal(Registry, path, mode) == "registry.not-a-registry"
    assert path.read_bytes() == before


def test_another_key_or_none_opens_nothing_and_says_nothing_more(book: Book) -> None:
    before = book.snapshot()
    for wrong in (bytes(32), None if book.key else b"\xff" * 32):
        for mode in ("read", "write"):
            assert refusal(Registry, book.path, mode, key=wrong) == "registry.not-a-registry"
    assert book.snapshot() == before


def test_the_encrypted_file_shows_nothing_of_a_pupil(book: Book) -> None:
    book.add(opened("r-1", name="林小满"))
    assert ("林小满".encode() in book.snapshot()) == (book.key is None)


def test_a_registry_that_another_program_holds_is_locked(book: Book, impatient: None) -> None:
    with book.open() as registry, book.other_program(HOLD) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        assert refusal(book.open, "read") == "registry.locked"
        assert refusal(append, registry, opened("r-1")) == "registry.locked"
        other.communicate("")
        append(registry, opened("r-1"))


def test_readers_work_beside_an_errand_that_has_not_ended(book: Book, impatient: None) -> None:
    with book.open() as registry, registry.transaction():
        registry.append([opened("r-1")], command="test", recorded_at="", recorded_by="")
        with book.open("read") as reader:
            assert reader.head().seq == 0
    with book.open("read") as reader:
        assert reader.head().seq == 1


def test_a_commit_that_a_reader_holds_up_stores_nothing_and_can_be_tried_again(book: Book, impatient: None) -> None:
    with book.open() as writer, book.open("read") as reader:
        reader.connection.execute("begin")
        reader.head()
        assert refusal(append, writer, opened("r-1")) == "registry.locked"
        assert not writer.connection.in_transaction
        reader.connection.execute("commit")
        assert writer.head().seq == 0
        append(writer, opened("r-1"))
        assert reader.head().seq == 1


def test_a_reading_connection_writes_nothing(book: Book) -> None:
    before = book.snapshot()
    with book.open("read") as registry:
        assert refusal(append, registry, opened("r-1")) == "registry.read-only"
        with pytest.raises(Exception, match="readonly"):
            registry.connection.execute("insert into settings values ('a', 'b')")
    assert book.snapshot() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_file_without_the_right_to_write_is_read_only(book: Book) -> None:
    book.path.chmod(0o400)
    with book.open("read") as registry:
        assert registry.head().seq == 0
    with book.open("write") as registry:
        assert refusal(append, registry, opened("r-1")) == "registry.read-only"


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_registry_of_a_newer_program_is_not_opened(book: Book, mode: opening.Mode) -> None:
    book.tamper("pragma user_version = 99")
    assert refusal(book.open, mode) == "registry.newer"


def test_an_older_registry_is_not_read_but_brought_up_by_a_writing_command(book: Book) -> None:
    book.tamper("pragma user_version = 0")
    assert refusal(book.open, "read") == "registry.older"
    book.open("write").close()
    book.open("read").close()


@pytest.mark.parametrize("mode", ["read", "write"])
def test_an_errand_killed_in_its_commit_is_undone_by_whoever_opens_next(book: Book, mode: opening.Mode) -> None:
    book.add(opened("r-1"))
    with book.other_program(KILLED) as other:
        other.communicate()
    journal = book.path.with_name("registry.db-journal")
    assert journal.stat().st_size > 0
    with book.open(mode) as registry:
        assert registry.rows("select count(*) from settings")[0][0] == 2
        assert registry.head().seq == 1
    assert not journal.exists()


def test_a_killed_errand_and_the_wrong_key_change_nothing(book: Book) -> None:
    with book.other_program(KILLED) as other:
        other.communicate()
    assert refusal(Registry, book.path, "read", key=bytes(32)) == "registry.not-a-registry"
    with book.open("read") as registry:
        assert registry.rows("select count(*) from settings")[0][0] == 2


@pytest.mark.parametrize("name", ["学校 一", "a#b", "a?mode=ro", "100%25", "a&b", "it's"])
def test_any_folder_name_will_do(tmp_path: Path, key: bytes | None, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    Book(folder / "registry.db", key).add(opened("r-1"), assigned("r-1"))
    assert [path.name for path in folder.iterdir()] == ["registry.db"]


def test_a_path_with_two_slashes_in_front_is_a_path(book: Book) -> None:
    with Registry(Path(f"/{book.path}"), "read", key=book.key) as registry:
        assert registry.head().seq == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PurePosixPath("/home/x/registry.db"), "file:///home/x/registry.db"),
        (PureWindowsPath(r"C:\学籍\registry.db"), "file:///C%3A/%E5%AD%A6%E7%B1%8D/registry.db"),
        (PureWindowsPath(r"\\server\share\registry.db"), "file:////server/share/registry.db"),
    ],
)
def test_drives_and_shares_are_paths_and_never_hosts(path: PurePosixPath, expected: str) -> None:
    assert uri(path) == expected


def test_only_an_engines_error_becomes_a_refusal() -> None:
    with pytest.raises(ZeroDivisionError), engine_errors():
        _ = 1 // 0


def test_the_journal_is_rolled_back_and_every_commit_is_synced(book: Book) -> None:
    with book.open() as registry:
        assert registry.rows("pragma journal_mode")[0][0] == "delete"
        assert registry.rows("pragma synchronous")[0][0] == 2
        assert registry.rows("pragma trusted_schema")[0][0] == 0
