"""Doctor finds what was changed behind the program's back, even with the triggers gone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.authority.school_double import (
    approve_clean,
    authority,
    person,
    reopened,
    school,
    send,
    whole,
)
from tests.authority.stored import tamper
from xjcli.authority.doctor import doctor
from xjcli.authority.location import open_store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    one.enroll("r-2", person(2))
    send(office, one.bundle())
    approve_clean(office)
    one.write("assigned", "r-1", {"class": "02"})
    send(office, one.bundle())
    assert whole(office)
    return tmp_path / "a"


def _failed(home: Path) -> list[str]:
    report = doctor(reopened(home))
    failed = [check["name"] for check in report.result["checks"] if not check["ok"]]
    assert report.status == (1 if failed else 0)
    return failed


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("update ledger set recorded_by = 'x' where seq = 2", "ledger"),
        ("update ledger set body = replace(body, 'E-000001', 'E-000009') where seq = 2", "ledger"),
        ("delete from ledger where seq = (select max(seq) from ledger)", "ledger"),
        ("update school_acts set body = replace(body, '\"01\"', '\"07\"') where seq = 1", "mirror"),
        ("delete from school_acts where seq = 3", "mirror"),
        ("update bundles set bytes = x'00' where seq = 1 and direction = 'out'", "bundles"),
        ("delete from bundles where seq = 2 and direction = 'in'", "bundles"),
        ("update records set class_no = '09' where record_id = 'r-2'", "records"),
        ("update records set standing = 'pending' where record_id = 'r-2'", "records"),
        ("delete from records where record_id = 'r-2'", "records"),
        ("delete from numbers", "numbers"),
        ("delete from ledger where kind = 'enrolment-approved' and seq = 3", "heads"),
        ("delete from ledger where kind = 'heads'", "heads"),
        ("update ledger set body = replace(body, '3', '2') where kind = 'heads'", "heads"),
        ("update heads set seq = seq - 1", "heads"),
        ("delete from heads", "heads"),
    ],
)
def test_a_changed_row_is_found(home: Path, statement: str, check: str) -> None:
    tamper(home, statement)
    assert check in _failed(home)


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger set recorded_by = 'x'",
        "delete from ledger",
        "update school_acts set body = ''",
        "delete from school_acts where seq = 1",
        "update bundles set bytes = x'00'",
        "insert or replace into ledger select * from ledger where seq = 1",
        "insert into ledger select school, seq + 10, kind, record_id, recorded_at, recorded_by, body, salt,"
        " body_digest, prev, hash from ledger where seq = 1",
    ],
)
def test_ledgers_are_append_only_and_dense(home: Path, statement: str) -> None:
    store = open_store(home, rehearse=False)
    if store.engine.dialect.name == "postgresql":
        statement = statement.replace("x'00'", r"'\x00'").replace("insert or replace", "insert")
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.exec_driver_sql(statement)


@pytest.mark.skipif(sys.platform == "win32", reason="no file modes there")
@pytest.mark.parametrize("name", ["authority.db", "keys/sign.pem", "keys/seal.age", "keys/token.key", "keys"])
def test_a_private_file_that_others_can_read_is_found(home: Path, name: str) -> None:
    if not (home / name).exists():
        name = "store.json"
    (home / name).chmod(0o755 if name == "keys" else 0o644)
    assert _failed(home) == ["permissions"]


def test_what_init_writes_is_private(home: Path) -> None:
    assert "permissions" not in _failed(home)


def test_a_missing_key_is_found(home: Path) -> None:
    (home / "keys" / "seal.age").unlink()
    assert _failed(home) == ["keys"]


def test_a_whole_channel_put_back_to_an_earlier_day_is_found(home: Path) -> None:
    """Every chain would still hold: the newest decision, its record and its number were taken away together."""
    for statement in (
        "delete from ledger where kind = 'enrolment-approved' and record_id = 'r-2'",
        "delete from numbers where record_id = 'r-2'",
        "update records set standing = 'pending', number_state = 'local', case_id = '' where record_id = 'r-2'",
    ):
        tamper(home, statement)
    assert "heads" in _failed(home)
