"""第二十五条: another program that knows SQLCipher reads the registry with its key, and no program without."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.registry.ledgers import Book, refusal
from tests.regulation.acts import opened
from xjcli.desk import open_registry
from xjcli.registry.connect import PAGE_BYTES, looks_encrypted
from xjcli.registry.ledger import Registry
from xjcli.registry.rewriting import FRESH, OLD, drop_old, held
from xjcli.vault import Opened

KEY, NEW = bytes(range(32)), bytes(range(7, 39))


@pytest.fixture
def full(book: Book) -> Book:
    book.add(*(opened(f"r-{number}", name="林小满") for number in range(50)))
    return book


def foreign(path: Path, key: bytes) -> list[tuple[object, ...]]:
    """The settings, read by SQLite3 Multiple Ciphers, which has nothing in common with SQLCipher but the format."""
    import apsw

    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        for line in (
            "cipher = 'sqlcipher'",
            "legacy = 4",
            f"legacy_page_size = {PAGE_BYTES}",
            f"key = \"x'{key.hex()}'\"",
        ):
            connection.execute(f"pragma {line}")
        return list(connection.execute("select key, value from settings order by key"))
    finally:
        connection.close()


def exchanged(path: Path, before: bytes | None, after: bytes) -> None:
    with held(path, before) as registry:
        registry.exchange(after)
    drop_old(path)


def test_another_program_reads_it_with_the_key(full: Book) -> None:
    expected = sorted(full.open("read").settings().items())
    full.close()
    exchanged(full.path, full.key, NEW)
    assert foreign(full.path, NEW) == expected
    import apsw

    with pytest.raises(apsw.NotADBError):
        foreign(full.path, KEY)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(full.path).execute("select * from settings")


def test_under_the_new_key_everything_is_there_and_the_old_one_opens_nothing(full: Book) -> None:
    acts, head = list(full.open("read").acts()), full.open("read").head()
    full.close()
    exchanged(full.path, full.key, NEW)
    with Registry(full.path, "write", key=NEW) as registry:
        assert (list(registry.acts()), registry.head()) == (acts, head)
    assert refusal(Registry, full.path, "read", key=full.key) == "registry.not-a-registry"
    assert sorted(path.name for path in full.path.parent.iterdir()) == ["registry.db"]
    assert os.name == "nt" or full.path.stat().st_mode & 0o077 == 0


def test_what_was_deleted_does_not_come_along(full: Book) -> None:
    """Free pages of a plain file may hold what was there; a file that is written anew has none."""
    with full.open() as registry:
        registry.connection.execute("create table gone (text text)")
        registry.connection.executemany("insert into gone values (?)", [("x" * 4000,)] * 200)
        registry.connection.execute("drop table gone")
    full.close()
    before = full.path.stat().st_size
    exchanged(full.path, full.key, NEW)
    assert full.path.stat().st_size < before / 2


def test_a_wrong_key_holds_nothing(full: Book) -> None:
    full.close()
    before = full.snapshot()
    with pytest.raises(Exception, match=r"registry\.not-a-registry"), held(full.path, NEW):
        raise AssertionError("it was held")
    assert full.snapshot() == before


def test_while_it_is_held_another_program_neither_reads_nor_writes(full: Book) -> None:
    full.close()
    with held(full.path, full.key):
        other = full.other_program("pass")
        assert other.stdout is not None
        other.communicate(timeout=60)
        assert other.returncode != 0


def test_an_exchange_that_fails_leaves_the_file_as_it_was(full: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from xjcli.registry import rewriting

    full.close()
    before = full.snapshot()
    monkeypatch.setattr(rewriting, "_proof_of", lambda path, key: [])
    with pytest.raises(Exception, match=r"registry\.damaged"), held(full.path, full.key) as registry:
        registry.exchange(NEW)
    assert full.snapshot() == before
    (full.path.parent / OLD).write_bytes(b"left")
    drop_old(full.path)
    assert not [path for path in full.path.parent.iterdir() if path.name in (OLD, FRESH)]


def test_who_opened_it_before_it_was_exchanged_writes_nothing_into_the_old_file(full: Book) -> None:
    """What was stored there would be lost: the transaction is refused when it begins."""
    program = full.other_program(
        "print('open', flush=True); sys.stdin.readline()\n"
        "from xjcli.errors import Refusal\n"
        "try:\n with registry.transaction(): run('delete from trusted')\n"
        "except Refusal as refused: print(refused.problems[0].code)"
    )
    assert program.stdout is not None
    assert program.stdin is not None
    assert program.stdout.readline() == "open\n"
    full.close()
    exchanged(full.path, full.key, NEW)
    answer, _ = program.communicate("go\n", timeout=60)
    assert answer.strip() in ("registry.locked", "registry.not-a-registry")


def test_a_desk_opens_a_registry_under_either_key_while_a_rekey_is_unfinished(full: Book) -> None:
    full.close()
    for opened_by in (
        Opened(NEW, None, (full.key,)),
        Opened(KEY if full.key is None else full.key, None, (NEW, full.key)),
    ):
        with open_registry(full.path.parent, "read", opened_by) as registry:
            assert registry.head().seq == 50


def test_an_encrypted_file_is_told_from_a_plain_one_and_from_rubbish(full: Book, tmp_path: Path) -> None:
    full.close()
    assert looks_encrypted(full.path) is (full.key is not None)
    rubbish = tmp_path / "rubbish"
    for content, expected in ((b"", False), (b"x" * 100, False), (b"x" * PAGE_BYTES, True)):
        rubbish.write_bytes(content)
        assert looks_encrypted(rubbish) is expected
