"""One store, two engines: whatever the ledger promises on SQLite it promises on PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Executable, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.authority.school_double import (
    ROOT,
    SCHOOL,
    command,
    environment,
    person,
    run_apart,
    school,
    whole,
)
from tests.authority.test_reviewing import file as file_review
from tests.reviews import leader
from xjcli.authority import answers, decide, intake
from xjcli.authority.office import Office
from xjcli.authority.reviewing import review
from xjcli.authority.store import Tx, channels, ledger, records
from xjcli.authority.store.tables import APPEND_ONLY, DENSE, metadata
from xjcli.transport.folder import send

_AT_ONCE, _EACH = 2, 60
_APPEND = """
import sys
from pathlib import Path
from xjcli.authority.office import open_office
from xjcli.authority.store import channels, ledger
office = open_office(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    with office.store.writing() as tx:
        channels.channel(tx, sys.argv[2], "out")
        pen = ledger.Pen(tx, sys.argv[2], office.beginning(sys.argv[2]), now=office.now, by=sys.argv[4])
        pen.write("number-accepted", {"number": number})
"""


def _heads(tx: Tx) -> list[tuple[int, str]]:
    return [(entry.seq, entry.prev) for entry in ledger.entries(tx, SCHOOL)]


def test_a_bundle_is_taken_in_exactly_once(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    built = made.bundle()
    first, again = intake.take_in(office, built.bytes), intake.take_in(office, built.bytes)
    assert (first.outcome, again.outcome, again.receipt) == ("accepted", "already", first.receipt)
    with office.store.reading() as tx:
        assert len(list(ledger.mirrored(tx, SCHOOL))) == built.statement.last_act
        assert [seq for seq, _ in _heads(tx)] == [1]
    decide.approve(office, all_clean=True)
    assert whole(office)


def test_a_signed_review_is_found_again(office: Office) -> None:
    made = school(office, leaders=(leader(),))
    made.enroll("r-1", person(1))
    file_review(made)
    assert intake.take_in(office, made.bundle().bytes).outcome == "accepted"
    (item,) = review(office, "2026-autumn").result["items"]
    assert (item["state"], item["act"]) == ("received", 2)


def test_a_failure_in_the_middle_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    data = made.bundle().bytes

    def failing(*_given: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(answers, "receipt", failing)
        with pytest.raises(RuntimeError):
            intake.take_in(office, data)
    with office.store.reading() as tx:
        assert (list(records.every(tx)), list(ledger.mirrored(tx, SCHOOL))) == ([], [])
    assert intake.take_in(office, data).outcome == "accepted"
    assert whole(office)


def test_nothing_of_a_rehearsal_is_kept(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    data = made.bundle().bytes
    with office.store.rehearsal():
        assert intake.take_in(office, data).outcome == "accepted"
        assert intake.take_in(office, data).outcome == "already"
    with office.store.reading() as tx:
        assert list(records.every(tx)) == []


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_no_row_of_a_ledger_is_changed_or_taken_away(office: Office, name: str) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    intake.take_in(office, made.bundle().bytes)
    table = metadata.tables[name]
    statements: list[Executable] = [update(table).values(school="2132000009"), delete(table)]
    if office.store.engine.dialect.name == "postgresql":
        statements.append(text(f"TRUNCATE {name}"))
    for statement in statements:
        with pytest.raises(IntegrityError), office.store.writing() as tx:
            tx.execute(statement)
    assert whole(office)


@pytest.mark.parametrize("name", DENSE)
def test_a_ledger_has_no_gap_and_no_second_row_in_one_place(office: Office, name: str) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    intake.take_in(office, made.bundle().bytes)
    table = metadata.tables[name]
    with office.store.reading() as tx:
        last = tx.execute(select(table).order_by(table.c.seq.desc())).first()
    assert last is not None
    for seq in (last.seq, last.seq + 2, 0):
        with pytest.raises(IntegrityError), office.store.writing() as tx:
            tx.execute(insert(table), [{**last._mapping, "seq": seq}])
    assert whole(office)


def test_two_processes_append_to_one_channel_and_lose_nothing(office: Office) -> None:
    school(office)
    with office.store.reading() as tx:
        before = len(_heads(tx))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _APPEND, str(office.home), SCHOOL, str(_EACH), f"w{number}"],
            cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True,
        )
        for number in range(_AT_ONCE)
    ]  # fmt: skip
    for worker in workers:
        _, said = worker.communicate(timeout=120)
        assert worker.returncode == 0, said
    with office.store.reading() as tx:
        entries = list(ledger.entries(tx, SCHOOL))
    assert [entry.seq for entry in entries] == list(range(1, before + _AT_ONCE * _EACH + 1))
    head = office.beginning(SCHOOL)
    for entry in entries:
        assert ledger.entry_holds(entry, head)
        head = entry.hash
    written = [(entry.recorded_by, entry.body["number"]) for entry in entries[before:]]
    assert sorted(written) == sorted((f"w{one}", number) for one in range(_AT_ONCE) for number in range(_EACH))


def test_two_processes_take_in_one_folder_and_each_bundle_once(office: Office, tmp_path: Path) -> None:
    made, stick = school(office), tmp_path / "stick"
    stick.mkdir()
    for number in range(6):
        made.enroll(f"r-{number}", person(number))
        built = made.bundle()
        send(stick, built.statement, built.bytes)
    words = [*command(), "--home", str(office.home), "intake", str(stick), "--json"]
    workers = [
        subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) for _ in range(_AT_ONCE)
    ]
    said = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * _AT_ONCE, said
    outcomes = [item["outcome"] for document in said for item in json.loads(document)["result"]["bundles"]]
    assert (outcomes.count("accepted"), outcomes.count("already"), len(outcomes)) == (6, 6, 12)
    with office.store.reading() as tx:
        assert channels.channel(tx, SCHOOL, "in").seq == 6
    assert run_apart(office.home, "doctor")[0] == 0
