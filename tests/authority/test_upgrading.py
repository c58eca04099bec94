"""An older database of an authority is upgraded by the first command that writes; nothing registered is lost."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect

from tests.authority import school_double
from tests.authority.school_double import (
    NOW,
    School,
    approve_clean,
    authority,
    fetch,
    person,
    record_at,
    run,
    school,
    send,
    waiting,
    whole,
)
from tests.authority.stored import rows
from tests.postgres import Server
from xjcli.authority import location
from xjcli.authority.location import DATABASE
from xjcli.authority.office import open_office
from xjcli.authority.store import SCHEMA_VERSION, Store, Tx
from xjcli.authority.store import upgrading as store_upgrading
from xjcli.authority.store.tables import metadata
from xjcli.errors import Refusal

GOLDEN = Path(__file__).parents[1] / "golden"
_TRIGGERS = """
SELECT relname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""
_FUNCTIONS = """
SELECT 'functions', regexp_replace(prosrc, '\\s+', '', 'g') FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace
"""
#: Every version that was released before this one.
VERSIONS = range(1, int(SCHEMA_VERSION))


def filled(home: Path) -> School:
    """An authority with an approved pupil, one that waits with evidence, and one taken on."""
    office = authority(home)
    made = school(office)
    made.enroll("r-1", person(1))
    send(office, made.bundle())
    approve_clean(office)
    fetch(office, made)
    made.enroll("r-2", person(2), evidence=[b"a household register"])
    made.enroll("r-3", person(3), kind="taken-on", number="G" + person(3)["document_number"])
    send(office, made.bundle(evidence=[b"a household register"]))
    office.store.close()
    return made


@pytest.fixture(params=VERSIONS)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, School]:
    """The authority in a file of an older version."""
    made = filled(tmp_path / "a")
    make_older(tmp_path / "a", request.param)
    return tmp_path / "a", made


def make_older(home: Path, version: int) -> None:
    """Write the same rows into the tables as they were released then."""
    path = home / "older.db"
    with closing(sqlite3.connect(path)) as older:
        older.executescript((GOLDEN / f"authority-v{version}-sqlite.sql").read_text("utf-8"))
        older.execute("attach ? as now", (str(home / DATABASE),))
        for (table,) in older.execute("select name from main.sqlite_master where type = 'table'").fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in older.execute(f"pragma main.table_info({table})"))
            known = " where kind <> 'heads'" if table == "ledger" else ""
            older.execute(f"insert into main.{table} ({columns}) select {columns} from now.{table}{known}")  # noqa: S608  ours
        older.execute("update main.meta set value = ? where key = 'schema'", (str(version),))
        older.commit()
    path.chmod(0o600)
    path.replace(home / DATABASE)


def columns(store: Store) -> dict[str, set[tuple[str, str]]]:
    """Every table with its columns and their types, and what guards it."""
    with store.reading() as tx:
        there = inspect(tx)
        found = {
            table: {
                (column["name"], re.sub(r"VARCHAR(\(\d+\))?", "TEXT", str(column["type"])))
                for column in there.get_columns(table)
            }
            | {("index", str(index["name"])) for index in there.get_indexes(table)}
            for table in there.get_table_names()
        }
        if tx.dialect.name == "postgresql":
            for table, text in [*tx.exec_driver_sql(_TRIGGERS), *tx.exec_driver_sql(_FUNCTIONS)]:
                found.setdefault(table, set()).add(("guard", re.sub(r"xj\d+\.", "", text)))
    return found


def tables(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / DATABASE)) as file:
        return [row[0] for row in file.execute("select sql from sqlite_master order by name")]


def test_reading_an_older_file_says_so_and_changes_nothing(older: tuple[Path, School]) -> None:
    home, _ = older
    before = (home / DATABASE).read_bytes()
    for words in (["pending"], ["roster"], ["doctor"], ["transfers"], ["approve", "--all-clean", "--dry-run"]):
        status, document = run(home, *words)
        assert (status, document["problems"][0]["code"]) == (40, "authority.older")
    assert (home / DATABASE).read_bytes() == before


def test_the_first_command_that_writes_upgrades_and_everything_is_whole(older: tuple[Path, School]) -> None:
    home, made = older
    assert run(home, "approve", "--all-clean", "--yes")[1]["result"]["approved"] == 1
    office = open_office(home, moment=lambda: NOW)
    assert whole(office)
    assert [record_at(office, made, f"r-{number}").dossier for number in (1, 2, 3)] == [
        "",
        "established",
        "established",
    ]
    made.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": ""})
    assert send(office, made.bundle()).outcome == "accepted"
    assert record_at(office, made, "r-1").situation["until"] == "2027-08-31"
    assert whole(office)


def test_an_upgrade_that_breaks_off_leaves_the_older_file(
    older: tuple[Path, School], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = older
    before = tables(home)
    migrate = store_upgrading.migrate

    def fail(tx: Tx) -> None:
        migrate(tx)
        raise RuntimeError("the power failed here")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(store_upgrading, "migrate", fail)
        open_office(home, writes=True)
    assert tables(home) == before
    open_office(home, writes=True)
    assert whole(open_office(home))


def test_twice_is_once(older: tuple[Path, School]) -> None:
    home, _ = older
    open_office(home, writes=True)
    shutil.copy(home / DATABASE, home / "once.db")
    open_office(home, writes=True)
    assert (home / DATABASE).read_bytes() == (home / "once.db").read_bytes()


def test_a_file_of_a_later_program_is_left_alone(tmp_path: Path) -> None:
    authority(tmp_path / "a").store.close()
    with closing(sqlite3.connect(tmp_path / "a" / DATABASE)) as file:
        file.execute("update meta set value = '99' where key = 'schema'")
        file.commit()
    with pytest.raises(Refusal) as caught:
        open_office(tmp_path / "a", writes=True)
    assert caught.value.problems[0].code == "authority.newer"


def test_an_upgraded_file_has_the_tables_of_a_new_one(older: tuple[Path, School], tmp_path: Path) -> None:
    home, _ = older
    new = authority(tmp_path / "new")
    assert columns(open_office(home, writes=True).store) == columns(new.store)


def test_an_older_database_on_a_server_is_upgraded_and_cases_are_counted_on(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(school_double, "new_database", postgres.new_schema)
    made = filled(tmp_path / "a")
    new = open_office(tmp_path / "a", moment=lambda: NOW)
    expected, kept = columns(new.store), rows(new.store)
    new.store.close()
    url = postgres.new_schema()
    store = Store(url)
    with store.writing() as tx:
        for statement in (GOLDEN / "authority-v2-postgresql.sql").read_text("utf-8").splitlines():
            tx.exec_driver_sql(statement.replace("%", "%%"))
        for name in inspect(tx).get_table_names():
            table = metadata.tables[name]
            found = [dict(zip(table.columns.keys(), row, strict=True)) for row in kept[name]]
            for row in found:
                if row.get("kind") != "heads":
                    tx.execute(insert(table), row)
        tx.execute(insert(metadata.tables["sequences"]), [{"name": "case-E", "value": 2}])
        tx.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema'")
    store.close()
    server = location.named(tmp_path / "a")
    assert server is not None
    location.name(tmp_path / "a", replace(server, url=url))
    assert run(tmp_path / "a", "pending")[1]["problems"][0]["code"] == "authority.older"
    office = open_office(tmp_path / "a", moment=lambda: NOW, writes=True)
    assert columns(office.store) == expected
    made.enroll("r-4", person(4))
    assert send(office, made.bundle()).outcome == "accepted"
    assert [item["case"] for item in waiting(office)] == ["E-000002", "E-000003"]
    assert whole(office)
