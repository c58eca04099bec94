"""Doctor is believed because it fails: every check against the very thing it watches, altered (第二十四条)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.registry.ledgers import AT, WHO, Book
from tests.registry.test_exchange import ANSWER, FIRST, SECOND
from tests.regulation.acts import approved, assigned, confirmed, opened, refused, resubmitted, taken_on
from xjcli.registry import exchange
from xjcli.registry.access import record_access
from xjcli.registry.connect import PAGE_BYTES
from xjcli.registry.doctor import CHECKS, examine

NAMES = [name for name, _ in CHECKS]


@pytest.fixture
def lived(book: Book) -> Book:
    """A registry in use: acts of every kind in several errands, bundles both ways, a look at the numbers."""
    acts = book.add(opened("r-1"), opened("r-2"), taken_on("r-3"))
    acts += book.add(assigned("r-1"), refused("r-2"))
    acts += book.add(resubmitted("r-2"), approved("r-1"), confirmed("r-2"))
    with book.open() as registry, registry.transaction():
        exchange.store(registry, replace(FIRST, last_act=3, head_after=acts[2].hash))
        exchange.store(registry, replace(SECOND, first_act=4, last_act=6, head_after=acts[5].hash))
        exchange.store(registry, ANSWER)
        for _ in range(2):
            record_access(registry, at=AT, who=WHO, why="核对", command="show", record_ids=["r-1"])
    return book


def failed(book: Book) -> dict[str, str]:
    with book.open("read") as registry:
        checks = examine(registry)
    assert [check.name for check in checks] == NAMES
    return {check.name: check.detail for check in checks if not check.ok}


def test_a_registry_in_use_passes_every_check(lived: Book) -> None:
    assert failed(lived) == {}


def test_a_fresh_registry_passes_every_check(book: Book) -> None:
    assert failed(book) == {}


TAMPERED = [
    ("chain", "update acts set body = replace(body, '林小满', '林大满') where seq = 1"),
    ("chain", "update acts set body = '{broken' where seq = 2"),
    ("chain", "update acts set body = '{\"class\":1e400}' where seq = 4"),
    ("chain", "update acts set body = null where seq = 4"),
    ("chain", "update acts set salt = null where seq = 4"),
    ("chain", "update acts set salt = zeroblob(16) where seq = 4"),
    ("chain", "update acts set hash = 'x' || substr(hash, 2) where seq = 8"),
    ("chain", "update acts set prev = 'x' || substr(prev, 2) where seq = 5"),
    ("chain", "update acts set body_digest = 'x' || substr(body_digest, 2) where seq = 5"),
    ("chain", "update acts set recorded_by = '别人' where seq = 3"),
    ("chain", "update acts set recorded_at = '2026-08-31T00:00:00Z' where seq = 3"),
    ("chain", "update acts set occurred_on = '2026-08-31' where seq = 8"),
    ("chain", "update acts set kind = 'enrolment-approved' where seq = 5"),
    ("chain", "update acts set version = 2 where seq = 5"),
    ("chain", "update acts set basis = replace(basis, '4', '5') where seq = 5"),
    ("chain", "update acts set basis = '[' where seq = 5"),
    ("chain", "delete from acts where seq = 4"),
    ("chain", "delete from acts where seq = 1"),
    ("chain", "update settings set value = 'i-other' where key = 'installation'"),
    ("chain", "update settings set value = '2132000457' where key = 'school_code'"),
    ("projection", "update acts set record_id = 'r-9' where seq = 4"),
    ("projection", "update acts set kind = 'not-invented-yet' where seq = 4"),
    ("projection", "delete from acts where seq = 8"),
    ("projection", "update records set standing = 'approved' where record_id = 'r-2'"),
    ("projection", "update records set registry_number = 'G-mine' where record_id = 'r-1'"),
    ("projection", "update records set person = replace(person, '2019-09-02', '2018-09-02') where record_id = 'r-1'"),
    ("projection", "update records set person = 'no json' where record_id = 'r-1'"),
    ("projection", "update records set last_seq = 1 where record_id = 'r-1'"),
    ("projection", "update records set status = 'graduated' where record_id = 'r-3'"),
    ("projection", "update records set situation = '{\"since\":\"2026-09-01\"}' where record_id = 'r-3'"),
    ("projection", "update records set open_case = '{\"seq\":1}' where record_id = 'r-3'"),
    ("projection", "update records set handover = 'no json' where record_id = 'r-3'"),
    ("projection", "update records set dossier = '' where record_id = 'r-3'"),
    ("projection", "update records set promoted_year = 2027 where record_id = 'r-3'"),
    ("projection", "delete from records where record_id = 'r-3'"),
    ("projection", "update records set record_id = 'r-4' where record_id = 'r-3'"),
    (
        "projection",
        "insert into records select 'r-9', status, standing, 'G-9', number_state, basis, stage, cohort, class_no,"
        " entry_month, name, name_key, sex, birth_date, document_type, '', person, opened_on, changed_on, opened_seq,"
        " last_seq, case_id, reason, situation, open_case, handover, dossier, promoted_year from records"
        " where record_id = 'r-1'",
    ),
    ("operations", "delete from operations where first_act = 4"),
    ("operations", "update operations set last_act = 7 where first_act = 6"),
    ("operations", "update operations set last_act = 9 where first_act = 6"),
    ("operations", "update acts set operation = 'o-other' where seq = 8"),
    ("operations", "delete from acts where seq = 8"),
    ("access-log", "update access_log set why = '别的' where seq = 1"),
    ("access-log", "update access_log set records = '[]' where seq = 2"),
    ("access-log", "delete from access_log where seq = 1"),
    ("exchange", "update bundles set head_after = 'x' || substr(head_after, 2) where direction = 'up' and seq = 1"),
    ("exchange", "update bundles set last_act = 7 where direction = 'up' and seq = 2"),
    ("exchange", "update bundles set last_act = 99 where direction = 'up' and seq = 2"),
    ("exchange", "update bundles set first_act = 5 where direction = 'up' and seq = 2"),
    ("exchange", "update bundles set prev = 'x' || substr(prev, 2) where direction = 'up' and seq = 2"),
    ("exchange", "update bundles set id = 'x' || substr(id, 2) where direction = 'up' and seq = 1"),
    ("exchange", "delete from bundles where direction = 'up' and seq = 1"),
    ("exchange", "update bundles set seq = 2 where direction = 'down'"),
    ("exchange", "update bundles set prev = 'x' || substr(prev, 2) where direction = 'down'"),
]


@pytest.mark.parametrize(("check", "statement"), TAMPERED)
def test_what_was_altered_is_found_by_the_check_that_watches_it(lived: Book, check: str, statement: str) -> None:
    lived.tamper(statement)
    assert failed(lived)[check]


def test_acts_that_were_cut_off_after_being_sent_are_missed(lived: Book) -> None:
    """Someone cuts off the end of the ledger and tidies up projection and operations after it."""
    lived.tamper(
        "delete from acts where seq >= 6",
        "update records set standing = 'refused', reason = '材料不全' where record_id = 'r-2'",
        "delete from operations where first_act = 6",
    )
    assert failed(lived)["exchange"] == "up 2 head"


GUARDS = [
    "acts_are_dense", "acts_never_change", "acts_never_go",
    "access_is_dense", "access_never_changes", "access_never_goes",
]  # fmt: skip


@pytest.mark.parametrize("guard", GUARDS)
def test_a_missing_guard_is_named(lived: Book, guard: str) -> None:
    with lived.open() as registry:
        registry.connection.execute(f"drop trigger {guard}")
    assert failed(lived) == {"guards": guard}


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_that_only_bears_the_name_is_named(lived: Book, guard: str) -> None:
    table = "acts" if guard.startswith("acts") else "access_log"
    with lived.open() as registry:
        registry.connection.execute(f"drop trigger {guard}")
        registry.connection.execute(f"create trigger {guard} before insert on {table} when 0 begin select 1; end")
    assert failed(lived) == {"guards": guard}


def test_a_missing_rule_of_one_number_one_pupil_is_named(lived: Book) -> None:
    with lived.open() as registry:
        registry.connection.execute("drop index one_document_one_record")
    assert failed(lived) == {"guards": "one_document_one_record"}


def test_a_table_that_is_gone_fails_its_checks_and_stops_no_other(lived: Book) -> None:
    with lived.open() as registry:
        registry.connection.execute("drop table bundles")
    assert failed(lived) == {"guards": "bundles", "exchange": "registry.engine"}


def test_damage_inside_the_file_is_found(lived: Book) -> None:
    lived.add(*(opened(f"r-big-{number}", name="甲" * 40) for number in range(200)))
    content = bytearray(lived.snapshot())
    for start in range(3 * PAGE_BYTES, len(content), 2 * PAGE_BYTES):
        content[start : start + 64] = b"\xa5" * 64
    lived.path.write_bytes(content)
    assert failed(lived)


def test_what_doctor_says_names_no_pupil(lived: Book) -> None:
    lived.tamper(
        "update acts set body = '{\"林小满\":' where seq = 1",
        "update records set name = '林小满320106201909020024' where record_id = 'r-1'",
    )
    said = " ".join(failed(lived).values())
    assert said
    assert "林" not in said
    assert "3201" not in said


def test_doctor_repairs_nothing(lived: Book) -> None:
    lived.tamper("update acts set recorded_by = '别人' where seq = 3")
    before = lived.snapshot()
    failed(lived)
    assert lived.snapshot() == before
