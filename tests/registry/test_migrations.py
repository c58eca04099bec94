"""The shape of the file is a promise: kept as a golden text, brought up once, all of a step or nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.registry.ledgers import Book, append, refusal
from tests.regulation.acts import opened
from xjcli.registry import migrations
from xjcli.registry.connect import connect
from xjcli.registry.ledger import Registry

GOLDEN = Path(__file__).parent.parent / "golden" / "registry-schema.sql"


def shape(registry: Registry) -> str:
    """Every definition in the file as the engine keeps it, but those of the migrations' own table."""
    rows = registry.rows(
        "select sql from sqlite_master where sql is not null and tbl_name not like '\\_sqlite%' escape '\\'"
        " order by type, name"
    )
    return "".join(f"{row['sql']};\n" for row in rows)


def test_the_shape_of_the_file_is_the_golden_one(book: Book) -> None:
    with book.open("read") as registry:
        assert shape(registry) == GOLDEN.read_text(encoding="utf-8")


def test_every_table_is_strict() -> None:
    for table in re.findall(r"CREATE TABLE.*?;\n", GOLDEN.read_text(encoding="utf-8"), re.DOTALL):
        assert " strict" in table.rpartition(")")[2]


def test_bringing_up_a_file_again_changes_nothing(book: Book) -> None:
    book.add(opened("r-1"))
    with book.open() as registry:
        before = shape(registry)
        migrations.migrate(registry.connection)
        migrations.migrate(registry.connection)
        assert shape(registry) == before
        assert registry.rows("select count(*) from _sqlite_migrations")[0][0] == migrations.VERSION
        assert registry.head().seq == 1


def test_opening_a_file_that_is_up_to_date_writes_nothing(book: Book) -> None:
    before = book.snapshot()
    book.open("write").close()
    book.open("create").close()
    assert book.snapshot() == before


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_SCRIPTS", ("create table half (a text) strict;\nnot sql;\n",))
    connection = connect(tmp_path / "registry.db", "create", key=key)
    assert refusal(migrations.migrate, connection) == "registry.engine"
    assert connection.execute("select count(*) from sqlite_master where name = 'half'").fetchone()[0] == 0
    assert connection.execute("pragma user_version").fetchone()[0] == 0
    connection.close()


def test_a_fresh_file_lacks_nothing_that_a_program_of_this_version_made(book: Book) -> None:
    with book.open() as registry:
        assert migrations.altered(registry.connection) == []
        registry.connection.execute("drop index one_document_one_record")
        assert migrations.altered(registry.connection) == ["one_document_one_record"]
        assert refusal(registry.rows, "select * from nowhere") == "registry.engine"
        append(registry, opened("r-1"))
