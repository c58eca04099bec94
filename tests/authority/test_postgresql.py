"""第三条: a city keeps its store on PostgreSQL; the commands and what they guarantee are the same."""

from __future__ import annotations

from pathlib import Path

from tests.authority.school_double import AUTHORITY, SCHOOL, School, person, run_apart
from tests.postgres import PASSWORD, Server
from xjcli.bundle.card import read_card
from xjcli.transport.folder import send

INIT = ("init", "--code", AUTHORITY, "--name", "测试市教育局", "--level", "county", "--official", "测试科员", "--yes")


def _school(home: Path) -> School:
    made = School(read_card((home / f"{AUTHORITY}.xjcard").read_bytes()), SCHOOL)
    path = home.parent / f"{SCHOOL}.xjcard"
    path.write_bytes(made.card)
    words = ("school", "add", str(path), "--fingerprint", read_card(made.card).fingerprint)
    assert run_apart(home, *words)[0] == 0
    return made


def test_the_whole_job_on_postgresql_each_command_a_process(postgres: Server, tmp_path: Path) -> None:
    home, stick, url = tmp_path / "a", tmp_path / "stick", postgres.new_database()
    stick.mkdir()
    status, document = run_apart(home, *INIT, "--db", url)
    assert (status, document["result"]["db"]) == (0, url)
    assert not (home / "authority.db").exists()
    assert (home / "store.json").stat().st_mode & 0o077 == 0
    made = _school(home)
    made.enroll("r-1", person(1))
    made.enroll("r-2", person(2))
    built = made.bundle()
    send(stick, built.statement, built.bytes)
    for outcome in ("accepted", "already"):
        status, document = run_apart(home, "intake", str(stick))
        assert (status, [item["outcome"] for item in document["result"]["bundles"]]) == (0, [outcome])
    assert run_apart(home, "pending")[1]["result"]["total"] == 2
    status, document = run_apart(home, "approve", "--all-clean", "--yes")
    assert (status, document["result"]["approved"], document["result"]["issued"]) == (0, 2, 2)
    status, document = run_apart(home, "outbox", str(stick))
    assert sorted(bundle["type"] for bundle in document["result"]["bundles"]) == ["decisions", "receipt"]
    status, document = run_apart(home, "roster")
    assert (status, document["result"]["total"]) == (0, 2)
    status, document = run_apart(home, "doctor")
    assert (status, [check for check in document["result"]["checks"] if not check["ok"]]) == (0, [])
    assert all(PASSWORD.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())
