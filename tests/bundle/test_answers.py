"""The sealed content of receipts and decisions: one spelling, every field checked."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.bundle.offices import (
    AUTHORITY,
    KEYRING,
    NOW,
    SCHOOL,
    SCHOOL_SEAL,
    changes,
    decisions,
    receipt,
    refused,
)
from xjcli.bundle import answers, pack
from xjcli.schema.canonical import canonical

RESULTS = answers.Results("a" * 64, "b" * 64, (answers.ActResult(1, "pending", "c-1"),))
DECISION = answers.Decision(1, "c-1", "r-1", 1, "approved", "N", "", "测试科员", "2026-09-01")


def test_a_receipt_comes_back_as_it_was_written() -> None:
    about = changes().id
    built = receipt(about)
    verified = pack.verify(built.bytes, KEYRING, at=NOW, recipient=SCHOOL, sender=AUTHORITY, kind="receipt")
    assert verified.statement.about == {"bundle": about, "outcome": "accepted"}
    results = answers.results_from_bytes(verified.unseal(SCHOOL_SEAL)[answers.RESULTS])
    assert results.bundle == about
    assert results.acts[1] == answers.ActResult(2, "conflict", "case-7")
    assert answers.results_from_bytes(answers.results_to_bytes(RESULTS)) == RESULTS


def test_decisions_come_back_as_they_were_written() -> None:
    verified = pack.verify(decisions("a" * 64).bytes, KEYRING, at=NOW, kind="decisions")
    (decision,) = answers.decisions_from_bytes(verified.unseal(SCHOOL_SEAL)[answers.DECISIONS])
    assert (decision.outcome, decision.number) == ("approved", "TEST-NUMBER")
    two = [DECISION, replace(DECISION, seq=2, outcome="refused", number="", reason="材料不全")]
    assert answers.decisions_from_bytes(answers.decisions_to_bytes(two)) == two


@pytest.mark.parametrize(
    "fields",
    [
        {"bundle": "a"},
        {"head": None},
        {"acts": {}},
        {"acts": [1]},
        {"acts": [{"seq": 1, "outcome": "pending"}]},
        {"acts": [{"seq": 0, "outcome": "pending", "case": ""}]},
        {"acts": [{"seq": True, "outcome": "pending", "case": ""}]},
        {"acts": [{"seq": 1, "outcome": "done", "case": ""}]},
        {
            "acts": [
                {"seq": 2, "outcome": "recorded", "case": ""},
                {"seq": 1, "outcome": "recorded", "case": ""},
            ]
        },
        {"acts": [{"seq": 1, "outcome": "recorded", "case": ""}] * 2},
        {"more": ""},
    ],
)
def test_a_wrong_receipt_is_refused(fields: dict[str, Any]) -> None:
    data = canonical({**json.loads(answers.results_to_bytes(RESULTS)), **fields})
    assert refused(answers.results_from_bytes, data).code == "bundle.answer"


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": 0},
        {"act": "1"},
        {"case": ""},
        {"outcome": "perhaps"},
        {"outcome": "refused"},
        {"outcome": "refused", "number": ""},
        {"decided_on": "2026-02-30"},
        {"official": "\x07"},
        {"reason": 1},
        {"more": ""},
    ],
)
def test_a_wrong_decision_is_refused(fields: dict[str, Any]) -> None:
    data = canonical({**json.loads(answers.decisions_to_bytes([DECISION])), **fields})
    assert refused(answers.decisions_from_bytes, data).code == "bundle.answer"


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\n", b"{}\n"])
def test_empty_content_is_refused(data: bytes) -> None:
    assert refused(answers.results_from_bytes, data).code == "bundle.answer"
    assert refused(answers.decisions_from_bytes, data).code == "bundle.answer"
    whole = answers.decisions_to_bytes([DECISION])
    assert refused(answers.decisions_from_bytes, whole + b"\n").code == "bundle.answer"
