"""Who saw what unmasked stays written down (第二十五条)."""

from __future__ import annotations

import pytest

from tests.registry.ledgers import AT, WHO, Book, refusal
from xjcli.registry.access import access_log_holds, record_access
from xjcli.registry.ledger import Registry


def look(registry: Registry, *record_ids: str, why: str = "家长来电核对") -> None:
    record_access(registry, at=AT, who=WHO, why=why, command="show", record_ids=record_ids or ("r-1",))


def test_every_look_is_an_entry_behind_the_last(book: Book) -> None:
    with book.open() as registry:
        assert access_log_holds(registry)
        look(registry, "r-1", "r-2")
        look(registry)
        rows = registry.rows("select seq, who, why, command, records, prev, hash from access_log order by seq")
        assert [row["seq"] for row in rows] == [1, 2]
        assert rows[0]["records"] == '["r-1","r-2"]'
        assert rows[1]["prev"] == rows[0]["hash"]
        assert access_log_holds(registry)


def test_a_look_is_stored_although_no_errand_is_open_and_with_the_errand_that_is(book: Book) -> None:
    with book.open() as registry:
        look(registry)
        assert not registry.connection.in_transaction
        with pytest.raises(ZeroDivisionError), registry.transaction():
            look(registry)
            assert registry.connection.in_transaction
            raise ZeroDivisionError
        assert registry.rows("select count(*) from access_log")[0][0] == 1
        assert access_log_holds(registry)


def test_nobody_looks_unrecorded_through_a_reading_connection(book: Book) -> None:
    with book.open("read") as registry:
        assert refusal(look, registry) == "registry.read-only"


@pytest.mark.parametrize(
    "statement",
    [
        "update access_log set why = '别的理由'",
        "delete from access_log",
        "insert or replace into access_log select 1, at, who, 'x', command, records, prev, hash from access_log",
        "insert into access_log select 7, at, who, why, command, records, prev, hash from access_log",
    ],
)
def test_an_entry_is_never_altered(book: Book, statement: str) -> None:
    with book.open() as registry:
        look(registry)
        assert refusal(registry.rows, statement) == "registry.append-only"


@pytest.mark.parametrize("column", ["at", "who", "why", "command", "records", "prev", "hash"])
def test_an_altered_entry_is_seen(book: Book, column: str) -> None:
    with book.open() as registry:
        look(registry)
        look(registry)
    book.tamper(f"update access_log set {column} = {column} || 'x' where seq = 1")  # noqa: S608  a column of the list above
    with book.open("read") as registry:
        assert not access_log_holds(registry)


def test_a_missing_entry_is_seen(book: Book) -> None:
    with book.open() as registry:
        for _ in range(3):
            look(registry)
    book.tamper("delete from access_log where seq = 2", "update access_log set seq = 2 where seq = 3")
    with book.open("read") as registry:
        assert not access_log_holds(registry)
