"""The shape of the file is a promise: kept as a golden text, brought up once, all of a step or nothing."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from tests.registry.ledgers import Book, append, refusal
from tests.regulation.acts import changed, opened
from xjcli.errors import Refusal
from xjcli.registry import backups, migrations
from xjcli.registry.connect import Connection, connect
from xjcli.registry.doctor import examine
from xjcli.registry.ledger import Registry
from xjcli.registry.projections import load
from xjcli.regulation.fold import fold
from xjcli.schema.record import APPROVED, ENROLLED, ON_LEAVE

_FOLDER = Path(__file__).parent.parent / "golden"
GOLDEN = _FOLDER / "registry-schema.sql"
#: What the released programs of an earlier version left behind, as dumps: their own acts, bundles, cases, log.
EARLIER = {version: _FOLDER / f"registry-v{version}.sql" for version in (1, 2, 3)}
#: The tables of which a later step changes no row.
_KEPT = ("acts", "operations", "bundles", "cases", "access_log", "trusted", "settings", "initials")
_RECORDS_1 = (
    "select record_id, status, standing, registry_number, number_state, basis, stage, cohort, class_no, entry_month,"
    " name, name_key, sex, birth_date, document_type, document_number, person, opened_on, changed_on, opened_seq,"
    " last_seq, case_id, reason from records"
)


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


def test_a_step_that_fails_leaves_a_new_file_without_anything_of_it(
    tmp_path: Path, key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_ACTS", "create table half (a text) strict;\nnot sql;\n")
    connection = connect(tmp_path / "registry.db", "create", key=key)
    assert refusal(migrations.migrate, connection) == "registry.engine"
    assert connection.execute("select count(*) from sqlite_master where name = 'half'").fetchone()[0] == 0
    assert connection.execute("pragma user_version").fetchone()[0] == 0
    connection.close()


def released(path: Path, version: int, key: bytes | None) -> Path:
    """The file of a program of this version, as it lay on the registrar's disk."""
    connection = connect(path, "create", key=key)
    connection.executescript(EARLIER[version].read_text(encoding="utf-8"))
    connection.close()
    return path


def contents(connection: Connection, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of these tables, sorted."""
    return {table: rows_of(connection, f"select * from {table}") for table in tables}  # noqa: S608  names of tables


def rows_of(connection: Connection, query: str) -> list[tuple[object, ...]]:
    """What the query finds, sorted."""
    return sorted(tuple(row) for row in connection.execute(query))


def everything(connection: Connection) -> list[tuple[object, ...]]:
    """All definitions and all rows of the file."""
    names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table' order by name")]
    definitions = [tuple(row) for row in connection.execute("select name, sql from sqlite_master order by name")]
    rows = contents(connection, *names)
    return [*definitions, *(row for name in names for row in rows[name])]


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert sorted(EARLIER) == list(range(1, migrations.VERSION))


@pytest.mark.parametrize("version", EARLIER)
def test_a_registry_of_an_earlier_program_is_brought_up_and_proves_itself(
    tmp_path: Path, key: bytes | None, version: int
) -> None:
    """第九、十三条: what was recorded years ago is read by today's program; the fold says the same of every pupil."""
    path = released(tmp_path / "registry.db", version, key)
    with closing(connect(path, "write", key=key)) as connection:
        before = contents(connection, *_KEPT)
        records = rows_of(connection, _RECORDS_1)
    with Registry(path, "write", key=key) as registry:
        assert [check for check in examine(registry) if not check.ok] == []
        assert shape(registry) == GOLDEN.read_text(encoding="utf-8")
        assert contents(registry.connection, *_KEPT) == before
        assert rows_of(registry.connection, _RECORDS_1) == records
        folded = fold(registry.acts())
        assert load(registry.connection, folded) == folded
        assert len(folded) == len(records) > 0
        (version_now,) = registry.rows("pragma user_version")
        assert version_now[0] == migrations.VERSION


@pytest.mark.parametrize("version", EARLIER)
def test_work_goes_on_in_a_registry_that_was_brought_up(tmp_path: Path, key: bytes | None, version: int) -> None:
    path = released(tmp_path / "registry.db", version, key)
    assert refusal(Registry, path, "read", key=key) == "registry.older"
    with Registry(path, "write", key=key) as registry:
        folded = fold(registry.acts()).values()
        approved = [each for each in folded if each.standing == APPROVED and each.status == ENROLLED]
        on_leave = [changed("leave-granted", each.record_id, on="2026-12-01") for each in approved]
        append(registry, *on_leave, opened("r-new", on="2026-12-01"))
    with Registry(path, "read", key=key) as registry:
        assert [check for check in examine(registry) if not check.ok] == []
        assert {each.status for each in load(registry.connection, [each.record_id for each in approved]).values()} == {
            ON_LEAVE
        }


def test_the_first_version_knew_no_dossier_and_its_evidence_says_who_has_one(tmp_path: Path, key: bytes | None) -> None:
    """第七条: opened with a proof or taken on is established; the rest is still asked for."""
    with Registry(released(tmp_path / "registry.db", 1, key), "write", key=key) as registry:
        found = {row["name"]: row["dossier"] for row in registry.rows("select name, dossier from records")}
    assert found == {"样小例": "established", "样大齐": "established", "样晓满": "", "样小曼": "", "样小晚": ""}


@pytest.mark.parametrize("script", ["_SET_ASIDE", "_RECORDS_2", "_BRING_OVER"])
def test_a_step_that_fails_leaves_an_earlier_file_as_it_was(
    tmp_path: Path, key: bytes | None, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    path = released(tmp_path / "registry.db", 1, key)
    with closing(connect(path, "write", key=key)) as connection:
        before = everything(connection)
    whole = getattr(migrations, script)
    monkeypatch.setattr(migrations, script, f"{whole}\nnot sql;\n")
    assert refusal(Registry, path, "write", key=key) == "registry.engine"
    monkeypatch.undo()
    with closing(connect(path, "write", key=key)) as connection:
        assert everything(connection) == before
        assert connection.execute("pragma user_version").fetchone()[0] == 1
    with Registry(path, "write", key=key) as registry:
        assert [check for check in examine(registry) if not check.ok] == []


def test_a_fresh_file_lacks_nothing_that_a_program_of_this_version_made(book: Book) -> None:
    with book.open() as registry:
        assert migrations.altered(registry.connection) == []
        registry.connection.execute("drop index one_document_one_record")
        assert migrations.altered(registry.connection) == ["one_document_one_record"]
        assert refusal(registry.rows, "select * from nowhere") == "registry.engine"
        append(registry, opened("r-1"))


@pytest.mark.parametrize("version", EARLIER)
def test_before_a_file_is_brought_up_a_copy_of_it_is_kept(tmp_path: Path, key: bytes | None, version: int) -> None:
    """The copy is the earlier program's own file: that program could open it again."""
    path = released(tmp_path / "registry.db", version, key)
    with closing(connect(path, "read", key=key)) as connection:
        before = everything(connection)
    Registry(path, "write", key=key).close()
    (copy,) = backups.made(tmp_path)
    assert copy.reason == "upgrade"
    with closing(connect(copy.path, "read", key=key)) as connection:
        assert everything(connection) == before
        assert connection.execute("pragma user_version").fetchone()[0] == version
    Registry(path, "write", key=key).close()
    assert backups.made(tmp_path) == [copy]


def test_without_room_for_the_copy_nothing_is_brought_up(tmp_path: Path, key: bytes | None) -> None:
    path = released(tmp_path / "registry.db", 1, key)
    (tmp_path / "backups").write_bytes(b"no folder can stand here")
    with pytest.raises(Refusal, match=r"file\.unwritable"):
        Registry(path, "write", key=key)
    with closing(connect(path, "read", key=key)) as connection:
        assert connection.execute("pragma user_version").fetchone()[0] == 1
