"""An older database of an authority is upgraded by the first command that writes; nothing registered is lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

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
    whole,
)
from xjcli.authority import upgrading
from xjcli.authority.location import DATABASE
from xjcli.authority.office import open_office
from xjcli.errors import Refusal

#: The tables of version 1, as they were first released.
VERSION_1 = """
CREATE TABLE meta ( "key" VARCHAR(40) NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key") );
CREATE TABLE officials ( name VARCHAR(200) NOT NULL, is_default BOOLEAN NOT NULL, added_at VARCHAR(40) NOT NULL,
    PRIMARY KEY (name) );
CREATE TABLE schools ( code VARCHAR(10) NOT NULL, name TEXT NOT NULL, region VARCHAR(12) NOT NULL, installation
    VARCHAR(64) NOT NULL, fingerprint VARCHAR(64) NOT NULL, sign_key TEXT NOT NULL, suite VARCHAR(20) NOT NULL,
    seal_key TEXT NOT NULL, card BLOB NOT NULL, added_at VARCHAR(40) NOT NULL, revoked_at VARCHAR(40), PRIMARY KEY
    (code) );
CREATE TABLE revoked_keys ( school VARCHAR(10) NOT NULL, public VARCHAR(200) NOT NULL, revoked_at VARCHAR(40) NOT
    NULL, PRIMARY KEY (school, public) );
CREATE TABLE channels ( school VARCHAR(10) NOT NULL, direction VARCHAR(3) NOT NULL, seq INTEGER NOT NULL, last_id
    VARCHAR(64) NOT NULL, head VARCHAR(64) NOT NULL, ledger_seq INTEGER NOT NULL, acknowledged INTEGER NOT NULL,
    PRIMARY KEY (school, direction) );
CREATE TABLE bundles ( id VARCHAR(64) NOT NULL, school VARCHAR(10) NOT NULL, direction VARCHAR(3) NOT NULL, seq
    INTEGER NOT NULL, type VARCHAR(20) NOT NULL, first_entry INTEGER NOT NULL, last_entry INTEGER NOT NULL,
    head_after VARCHAR(64) NOT NULL, about VARCHAR(64) NOT NULL, stored_at VARCHAR(40) NOT NULL, bytes BLOB NOT
    NULL, PRIMARY KEY (id) );
CREATE UNIQUE INDEX bundle_place ON bundles (school, direction, seq);
CREATE INDEX bundle_about ON bundles (about);
CREATE TABLE school_acts ( school VARCHAR(10) NOT NULL, seq INTEGER NOT NULL, kind VARCHAR(40) NOT NULL, version
    INTEGER NOT NULL, record_id VARCHAR(64) NOT NULL, occurred_on VARCHAR(10) NOT NULL, recorded_at VARCHAR(200) NOT
    NULL, recorded_by VARCHAR(200) NOT NULL, operation VARCHAR(200) NOT NULL, basis TEXT NOT NULL, body TEXT, salt
    BLOB, body_digest VARCHAR(64) NOT NULL, prev VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL, outcome
    VARCHAR(10) NOT NULL, case_id VARCHAR(20) NOT NULL, bundle VARCHAR(64) NOT NULL, PRIMARY KEY (school, seq) );
CREATE INDEX act_of_record ON school_acts (school, record_id);
CREATE TABLE records ( school VARCHAR(10) NOT NULL, record_id VARCHAR(64) NOT NULL, status TEXT NOT NULL, standing
    TEXT NOT NULL, registry_number TEXT NOT NULL, number_state TEXT NOT NULL, basis TEXT NOT NULL, stage TEXT NOT
    NULL, cohort INTEGER NOT NULL, class_no TEXT NOT NULL, entry_month TEXT NOT NULL, name TEXT NOT NULL, name_key
    TEXT NOT NULL, sex TEXT NOT NULL, birth_date TEXT NOT NULL, document_type TEXT NOT NULL, document_number TEXT
    NOT NULL, person TEXT NOT NULL, opened_on TEXT NOT NULL, changed_on TEXT NOT NULL, opened_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL, case_id TEXT NOT NULL, reason TEXT NOT NULL, document_token VARCHAR(64) NOT NULL,
    person_token VARCHAR(64) NOT NULL, PRIMARY KEY (school, record_id) );
CREATE INDEX record_person ON records (person_token);
CREATE INDEX record_document ON records (document_token);
CREATE TABLE tokens ( kind VARCHAR(10) NOT NULL, token VARCHAR(64) NOT NULL, school VARCHAR(10) NOT NULL, record_id
    VARCHAR(64) NOT NULL, PRIMARY KEY (kind, token) );
CREATE TABLE cases ( id VARCHAR(20) NOT NULL, school VARCHAR(10) NOT NULL, kind VARCHAR(20) NOT NULL, record_id
    VARCHAR(64) NOT NULL, act_seq INTEGER NOT NULL, state VARCHAR(10) NOT NULL, clean BOOLEAN NOT NULL, problems
    TEXT NOT NULL, opened_at VARCHAR(40) NOT NULL, closed_at VARCHAR(40) NOT NULL, PRIMARY KEY (id) );
CREATE INDEX case_record ON cases (school, record_id);
CREATE INDEX case_state ON cases (state);
CREATE TABLE ledger ( school VARCHAR(10) NOT NULL, seq INTEGER NOT NULL, kind VARCHAR(40) NOT NULL, record_id
    VARCHAR(64) NOT NULL, recorded_at VARCHAR(40) NOT NULL, recorded_by VARCHAR(200) NOT NULL, body TEXT, salt BLOB,
    body_digest VARCHAR(64) NOT NULL, prev VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL, PRIMARY KEY (school,
    seq) );
CREATE INDEX entry_of_record ON ledger (school, record_id);
CREATE TABLE numbers ( registry_number VARCHAR(19) NOT NULL, school VARCHAR(10) NOT NULL, record_id VARCHAR(64) NOT
    NULL, source VARCHAR(20) NOT NULL, since VARCHAR(40) NOT NULL, PRIMARY KEY (registry_number) );
CREATE INDEX number_record ON numbers (school, record_id);
CREATE TABLE sequences ( name VARCHAR(60) NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (name) );
CREATE TABLE evidence ( school VARCHAR(10) NOT NULL, digest VARCHAR(64) NOT NULL, bundle VARCHAR(64) NOT NULL, data
    BLOB NOT NULL, PRIMARY KEY (school, digest) );
CREATE TABLE alarms ( school VARCHAR(10) NOT NULL, bundle VARCHAR(64) NOT NULL, seq INTEGER NOT NULL, code
    VARCHAR(40) NOT NULL, seen_at VARCHAR(40) NOT NULL, PRIMARY KEY (school, bundle) );
CREATE TRIGGER school_acts_no_update BEFORE UPDATE ON school_acts BEGIN SELECT RAISE(ABORT, 'school_acts is
    append-only'); END;
CREATE TRIGGER school_acts_no_delete BEFORE DELETE ON school_acts BEGIN SELECT RAISE(ABORT, 'school_acts is
    append-only'); END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER bundles_no_update BEFORE UPDATE ON bundles BEGIN SELECT RAISE(ABORT, 'bundles is append-only'); END;
CREATE TRIGGER bundles_no_delete BEFORE DELETE ON bundles BEGIN SELECT RAISE(ABORT, 'bundles is append-only'); END;
CREATE TRIGGER school_acts_dense BEFORE INSERT ON school_acts WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) FROM
    school_acts WHERE school = NEW.school) + 1 BEGIN SELECT RAISE(ABORT, 'school_acts must stay dense'); END;
CREATE TRIGGER ledger_dense BEFORE INSERT ON ledger WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) FROM ledger
    WHERE school = NEW.school) + 1 BEGIN SELECT RAISE(ABORT, 'ledger must stay dense'); END;
"""


@pytest.fixture
def older(tmp_path: Path) -> tuple[Path, School]:
    """An authority with an approved pupil, one that waits with evidence, and one taken on; its file is of version 1."""
    office = authority(tmp_path / "a")
    made = school(office)
    made.enroll("r-1", person(1))
    send(office, made.bundle())
    approve_clean(office)
    fetch(office, made)
    made.enroll("r-2", person(2), evidence=[b"a household register"])
    made.enroll("r-3", person(3), kind="taken-on", number="G" + person(3)["document_number"])
    send(office, made.bundle(evidence=[b"a household register"]))
    office.store.close()
    make_older(tmp_path / "a")
    return tmp_path / "a", made


def make_older(home: Path) -> None:
    """Write the same rows into tables of version 1."""
    path = home / "older.db"
    with closing(sqlite3.connect(path)) as older:
        older.executescript(VERSION_1)
        older.execute("attach ? as now", (str(home / DATABASE),))
        for (table,) in older.execute("select name from main.sqlite_master where type = 'table'").fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in older.execute(f"pragma main.table_info({table})"))
            older.execute(f"insert into main.{table} ({columns}) select {columns} from now.{table}")  # noqa: S608 - ours
        older.execute("update main.meta set value = '1' where key = 'schema'")
        older.commit()
    path.chmod(0o600)
    path.replace(home / DATABASE)


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

    def fail(*_: object) -> None:
        raise RuntimeError("the power failed here")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(upgrading, "_fill", fail)
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
        file.execute("update meta set value = '3' where key = 'schema'")
        file.commit()
    with pytest.raises(Refusal) as caught:
        open_office(tmp_path / "a", writes=True)
    assert caught.value.problems[0].code == "authority.newer"
