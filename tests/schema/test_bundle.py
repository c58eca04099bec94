"""The statement of a bundle and its acts: read strictly, spelled in one way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.bundle.offices import acts, answer_draft, changes_draft, refused
from xjcli.schema import shapes
from xjcli.schema.act import genesis
from xjcli.schema.bundle import Part, Statement, acts_from_bytes, acts_to_bytes, require_chain
from xjcli.schema.canonical import canonical

ACTS = Part("parts/acts", "acts", 10, "a" * 64)
EVIDENCE = Part("parts/evidence/" + "e" * 64, "evidence", 20, "b" * 64)
STATEMENT = Statement.of(changes_draft(acts()), [ACTS, EVIDENCE])
RECEIPT = Statement.of(answer_draft("receipt", "c" * 64), [Part("parts/results", "results", 1, "a" * 64)])
LINE: dict[str, Any] = json.loads(acts_to_bytes(acts(1)))


def altered(statement: Statement, **fields: Any) -> bytes:
    return canonical({**json.loads(statement.to_bytes()), **fields})


def part(**fields: Any) -> dict[str, Any]:
    return {"name": ACTS.name, "kind": "acts", "size": 10, "sha256": "a" * 64, **fields}


def test_a_statement_comes_back_as_it_was_written() -> None:
    for statement in (STATEMENT, RECEIPT):
        again = Statement.from_bytes(statement.to_bytes())
        assert again == statement
        assert again.id == statement.id


@pytest.mark.parametrize(
    "fields",
    [
        {"more": 1},
        {"suite": 1},
        {"sender": "213200000"},
        {"sender": "320102"},
        {"recipient": "2132000001"},
        {"recipient": "３２０１０２"},
        {"installation": ""},
        {"installation": "../x"},
        {"seq": 0},
        {"seq": True},
        {"seq": "1"},
        {"seq": -1},
        {"seq": 2},
        {"prev": "1" * 64},
        {"prev": "A" * 64},
        {"first_act": 0},
        {"first_act": 0, "last_act": 0},
        {"first_act": 3, "last_act": 2},
        {"last_act": None},
        {"head_before": ""},
        {"head_after": "a" * 63},
        {"peer_seq": 1},
        {"peer_id": "1" * 64},
        {"peer_head": "x"},
        {"about": {"bundle": "c" * 64, "outcome": "accepted"}},
        {"about": {"x": "y"}},
        {"about": []},
        {"created_at": "2026-09-01T00:00:00+00:00"},
        {"created_at": "2026-02-30T00:00:00Z"},
        {"created_at": "2026-09-01T24:00:00Z"},
        {"parts": []},
        {"parts": {}},
        {"parts": [1]},
        {"parts": [part(), part()]},
        {"parts": [part(name="parts/results")]},
        {"parts": [part(kind="results")]},
        {"parts": [part(size=-1)]},
        {"parts": [part(size=2**40)]},
        {"parts": [part(sha256="")]},
        {"parts": [part(more=1)]},
        {"parts": [part(), part(name="parts/evidence/../../x", kind="evidence")]},
        {"parts": [part(), part(name="e" * 64, kind="evidence")]},
        {"parts": [part(), part(name=EVIDENCE.name)]},
        {"parts": [part(name=EVIDENCE.name, kind="evidence"), part()]},
    ],
)
def test_a_wrong_statement_is_refused(fields: dict[str, Any]) -> None:
    assert refused(Statement.from_bytes, altered(STATEMENT, **fields)).code == "bundle.statement"


@pytest.mark.parametrize("name", sorted(json.loads(STATEMENT.to_bytes())))
def test_a_statement_without_any_of_its_fields_is_refused(name: str) -> None:
    fields = json.loads(STATEMENT.to_bytes())
    del fields[name]
    code = refused(Statement.from_bytes, canonical(fields)).code
    assert code == ("bundle.version" if name in ("schema", "type") else "bundle.statement")


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "changes"},
        {"type": "decisions"},
        {"about": {}},
        {"about": {"bundle": "c" * 64, "outcome": "lost"}},
        {"about": {"bundle": "c" * 64, "outcome": ["accepted"]}},
        {"about": {"bundle": "c" * 64, "outcome": "accepted", "more": "1"}},
        {"about": {"bundle": "c", "outcome": "accepted"}},
        {"sender": "2132000001", "recipient": "320102"},
        {
            "parts": [
                {"name": "parts/results", "kind": "results", "size": 1, "sha256": "a" * 64},
                {"name": EVIDENCE.name, "kind": "evidence", "size": 1, "sha256": "a" * 64},
            ]
        },
    ],
)
def test_one_type_is_never_taken_for_another(fields: dict[str, Any]) -> None:
    assert refused(Statement.from_bytes, altered(RECEIPT, **fields)).code == "bundle.statement"


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{} ", b'{"a":1.5}', b"[" * 100_000])
def test_other_bytes_are_no_statement(data: bytes) -> None:
    assert refused(Statement.from_bytes, data).code == "bundle.statement"


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": 0},
        {"seq": True},
        {"kind": 1},
        {"version": 0},
        {"version": "1"},
        {"record_id": ""},
        {"record_id": "a b"},
        {"occurred_on": "2026-02-30"},
        {"occurred_on": "20260901"},
        {"recorded_at": "2026-09-01T08:00:00"},
        {"recorded_by": "x" * 201},
        {"recorded_by": "\u202e"},
        {"operation": None},
        {"basis": None},
        {"body": []},
        {"body": None},
        {"salt": None},
        {"salt": "00"},
        {"body_digest": ""},
        {"prev": 1},
        {"hash": "H" * 64},
        {"more": 1},
    ],
)
def test_a_wrong_act_is_refused_and_its_line_is_named(fields: dict[str, Any]) -> None:
    assert refused(acts_from_bytes, canonical({**LINE, **fields})).code == "bundle.acts"


def test_an_act_of_a_newer_program_asks_for_an_update() -> None:
    for fields in ({"kind": "not-invented-yet"}, {"version": 2}):
        assert refused(acts_from_bytes, canonical({**LINE, **fields})).code == "bundle.version"


def test_acts_are_lines_without_one_at_the_end() -> None:
    data = acts_to_bytes(acts(3))
    assert data.count(b"\n") == 2
    assert acts_from_bytes(data) == acts(3)
    for other in (data + b"\n", b"", data.replace(b"\n", b"\r\n"), b"\n" + data):
        assert refused(acts_from_bytes, other).code == "bundle.acts"


def test_the_acts_must_be_the_announced_ones() -> None:
    ledger = acts(3)
    draft = changes_draft(ledger)
    require_chain(draft, ledger)
    for wrong in (ledger[:2], ledger[1:], [ledger[0], ledger[2], ledger[1]], [*ledger, ledger[2]], []):
        assert refused(require_chain, draft, wrong).code == "bundle.chain"
    for fields in (
        {"head_before": "0" * 64},
        {"head_after": "0" * 64},
        {"first_act": 2, "last_act": 4},
        {"head_before": genesis("2132000001", "another-installation")},
    ):
        assert refused(require_chain, replace(draft, **fields), ledger).code == "bundle.chain"


def test_an_act_changed_on_its_way_breaks_the_chain() -> None:
    ledger = acts(3)
    changed = [ledger[0], replace(ledger[1], record_id="r-9999"), ledger[2]]
    assert refused(require_chain, changes_draft(ledger), changed).code == "bundle.chain"


def test_a_slice_from_the_middle_of_the_ledger_chains_too() -> None:
    ledger = acts(4)
    draft = replace(changes_draft(ledger), first_act=3, last_act=4, head_before=ledger[1].hash)
    require_chain(draft, ledger[2:])


def test_a_moment_has_one_spelling() -> None:
    east = timezone(timedelta(hours=8))
    assert shapes.instant(datetime(2026, 9, 1, 8, 0, 0, 999, tzinfo=east)) == "2026-09-01T00:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        shapes.instant(datetime(2026, 9, 1))  # noqa: DTZ001  the very thing that is refused
