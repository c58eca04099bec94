"""第三条: a city keeps its store on PostgreSQL; the commands and what they guarantee are the same."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from tests.authority import school_double
from tests.authority.school_double import (
    AUTHORITY,
    ROOT,
    SCHOOL,
    School,
    authority,
    command,
    environment,
    person,
    run_apart,
    school,
)
from tests.postgres import PASSWORD, Server, running
from xjcli.authority.store import Store, channels
from xjcli.bundle.card import read_card
from xjcli.errors import Refusal
from xjcli.errors.catalogue import ENTRIES
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


def _codes(document: dict[str, Any]) -> list[str]:
    assert PASSWORD not in json.dumps(document)
    return [problem["code"] for problem in document["problems"]]


def test_a_password_in_the_address_is_refused_and_never_repeated(postgres: Server, tmp_path: Path) -> None:
    for url in (f"postgresql://xj:{PASSWORD}@127.0.0.1/x", f"postgresql://127.0.0.1/x?password={PASSWORD}"):
        status, document = run_apart(tmp_path / "a", *INIT, "--db", url)
        assert (status, _codes(document)) == (2, ["authority.db-password"])
    for url in (f"mysql://xj:{PASSWORD}@h/x", "sqlite:///x.db", "x", "postgresql://h:port/x", "postgresql://h/x?foo=1"):
        status, document = run_apart(tmp_path / "a", *INIT, "--db", url)
        assert (status, _codes(document)) == (2, ["authority.db-url"])
    assert not (tmp_path / "a").exists()


def test_a_server_that_does_not_answer_or_let_us_in_is_said_plainly(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = replace(postgres, port=1).url("x")
    status, document = run_apart(tmp_path / "a", *INIT, "--db", closed)
    assert (status, _codes(document)) == (70, ["authority.db-unreachable"])
    monkeypatch.setenv("PGPASSWORD", PASSWORD + "?")
    status, document = run_apart(tmp_path / "a", *INIT, "--db", postgres.url("postgres"))
    assert (status, _codes(document)) == (70, ["authority.db-unreachable"])
    assert not (tmp_path / "a").exists()


def test_another_programs_database_is_not_touched(postgres: Server, tmp_path: Path) -> None:
    url = postgres.new_database()
    with psycopg.connect(url) as other:
        other.execute("CREATE TABLE meta (key text, value text)")
    status, document = run_apart(tmp_path / "a", *INIT, "--db", url)
    assert (status, _codes(document)) == (40, ["authority.db-foreign"])
    with psycopg.connect(url) as other:
        found = other.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert found == (1,)


def test_a_database_that_does_not_keep_every_character_is_refused(postgres: Server, tmp_path: Path) -> None:
    status, document = run_apart(tmp_path / "a", *INIT, "--db", postgres.new_database("SQL_ASCII"))
    assert (status, _codes(document)) == (40, ["authority.db-unfit"])


def test_a_database_has_one_authority_and_a_home_its_own_database(postgres: Server, tmp_path: Path) -> None:
    one, two = postgres.new_database(), postgres.new_database()
    assert run_apart(tmp_path / "a", *INIT, "--db", one)[0] == 0
    for home, db in ((tmp_path / "a", two), (tmp_path / "b", one)):
        status, document = run_apart(home, *INIT, "--db", db)
        assert (status, _codes(document)) == (40, ["authority.exists"])
    assert run_apart(tmp_path / "b", *INIT, "--db", two)[0] == 0
    named = (tmp_path / "b" / "store.json").read_text()
    (tmp_path / "b" / "store.json").write_text(named.replace(two, one))
    status, document = run_apart(tmp_path / "b", "pending")
    assert (status, _codes(document)) == (40, ["authority.db-foreign"])
    (tmp_path / "b" / "store.json").write_text("[]")
    status, document = run_apart(tmp_path / "b", "pending")
    assert (status, _codes(document)) == (40, ["authority.store-unusable"])


def test_a_first_try_that_never_came_to_its_end_is_begun_again(postgres: Server, tmp_path: Path) -> None:
    home, url = tmp_path / "a", postgres.new_database()
    assert run_apart(home, *INIT, "--db", url, "--dry-run")[0] == 0
    assert not home.exists()
    home.mkdir()
    (home / "store.json").write_text(json.dumps({"url": url, "installation": "0" * 32}))
    status, document = run_apart(home, "pending")
    assert (status, _codes(document)) == (40, ["authority.missing"])
    assert run_apart(home, *INIT, "--db", url)[0] == 0
    assert run_apart(home, "doctor")[0] == 0


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Refusal) as caught:
        Store("postgresql:///x")
    assert caught.value.problems[0].code == "authority.db-driver"
    assert "postgres" in ENTRIES["authority.db-driver"].hint_en


_OTHERS_WRITING = (
    "select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'"
    " and pid <> pg_backend_pid()"
)


def test_a_connection_that_breaks_while_rows_wait_is_an_unreachable_database(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(school_double, "new_database", postgres.new_database)
    office = authority(tmp_path / "a")
    made = school(office)
    with pytest.raises(Refusal) as caught, office.store.writing(school=made.code) as tx:
        with office.store.reading() as other:
            pid = other.execute(text(_OTHERS_WRITING)).scalar_one()
            other.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        channels.channel(tx, made.code, "in")
    assert caught.value.problems[0].code == "authority.db-unreachable"
    office.store.close()


def test_a_server_killed_in_the_middle_of_an_intake_recovers_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    home, stick = tmp_path / "a", tmp_path / "stick"
    stick.mkdir()
    with running() as server:
        monkeypatch.setattr(school_double, "new_database", server.new_database)
        office = authority(home)
        made = school(office)
        for number in range(12):
            for pupil in range(20):
                made.enroll(f"r-{number}-{pupil}", person(number * 20 + pupil))
            built = made.bundle()
            send(stick, built.statement, built.bytes)
        words = [*command(), "--home", str(home), "intake", str(stick), "--json"]
        worker = subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        taken = 0
        while taken < 2 and time.monotonic() < until:
            with office.store.reading() as tx:
                taken = channels.channel(tx, SCHOOL, "in").seq
        server.kill()
        said, _ = worker.communicate(timeout=120)
        assert (worker.returncode, _codes(json.loads(said))) == (70, ["authority.db-unreachable"])
        server.start()
        with office.store.reading() as tx:  # the same engine finds its way back, as a server of ours does
            assert taken <= channels.channel(tx, SCHOOL, "in").seq < 12
        status, document = run_apart(home, "intake", str(stick))
        outcomes = [item["outcome"] for item in document["result"]["bundles"]]
        assert (status, set(outcomes), len(outcomes)) == (0, {"already", "accepted"}, 12)
        assert run_apart(home, "doctor")[0] == 0
        assert run_apart(home, "pending")[1]["result"]["total"] == 240
        office.store.close()
