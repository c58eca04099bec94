"""Bundles that were sent stay readable for ever: these files were made once and are never made again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.bundle.offices import (
    AUTHORITY_SEAL,
    EVIDENCE,
    GOLDEN,
    KEYRING,
    NOTICES,
    NOW,
    ROSTER_HEAD,
    ROSTER_LINES,
    SCHOOL_SEAL,
    acts,
    changes_draft,
)
from tests.reviews import SIGNED, signed, statement
from xjcli.bundle import answers, pack
from xjcli.bundle.keys import Keyring, read_card
from xjcli.bundle.review import read_both
from xjcli.schema import roster
from xjcli.schema.bundle import FIRST_PART, Statement, acts_from_bytes, acts_to_bytes, require_chain

EXPECTED: dict[str, Any] = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))
BUNDLES: dict[str, dict[str, Any]] = EXPECTED["bundles"]


def golden(name: str) -> pack.Verified:
    return pack.verify((GOLDEN / name).read_bytes(), KEYRING, at=NOW)


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_an_old_bundle_verifies_and_opens_for_ever(name: str) -> None:
    verified, expected = golden(name), BUNDLES[name]
    assert verified.id == expected["id"]
    assert verified.statement.to_bytes().decode("ascii") == expected["statement"]
    key = AUTHORITY_SEAL if verified.statement.type == "changes" else SCHOOL_SEAL
    parts = {part: hashlib.sha256(data).hexdigest() for part, data in verified.unseal(key).items()}
    assert parts == expected["parts"]


def test_every_golden_file_is_expected_and_every_type_has_one() -> None:
    assert {path.name for path in GOLDEN.glob("*.xjb")} == set(BUNDLES)
    assert {golden(name).statement.type for name in BUNDLES} == set(FIRST_PART)


def test_the_old_acts_still_chain_and_are_still_written_the_same_way() -> None:
    verified = golden("changes.xjb")
    opened = verified.unseal(AUTHORITY_SEAL)
    ledger = acts_from_bytes(opened["parts/acts"])
    require_chain(verified.statement, ledger)
    assert ledger == acts()
    assert acts_to_bytes(acts()) == opened["parts/acts"]
    assert EVIDENCE in opened.values()


def test_a_statement_made_today_is_spelled_as_the_old_one() -> None:
    old = golden("changes.xjb").statement
    assert Statement.of(changes_draft(acts()), old.parts).to_bytes() == old.to_bytes()


def test_the_old_answers_are_read_as_they_were_meant() -> None:
    about = BUNDLES["changes.xjb"]["id"]
    results = answers.results_from_bytes(golden("receipt.xjb").unseal(SCHOOL_SEAL)[answers.RESULTS])
    assert results.bundle == about
    assert [act.outcome for act in results.acts] == ["recorded", "conflict"]
    opened = golden("decisions.xjb").unseal(SCHOOL_SEAL)
    (decision,) = answers.decisions_from_bytes(opened[answers.DECISIONS])
    assert (decision.case, decision.number) == ("case-1", "TEST-NUMBER")
    opened = golden("notices.xjb").unseal(SCHOOL_SEAL)
    assert answers.notices_from_bytes(opened[answers.NOTICES]) == NOTICES
    assert answers.notices_to_bytes(NOTICES) == opened[answers.NOTICES]
    data = golden("roster.xjb").unseal(SCHOOL_SEAL)[roster.PART]
    assert roster.from_bytes(data) == roster.Roster(ROSTER_HEAD, tuple(ROSTER_LINES))
    assert roster.to_bytes(ROSTER_HEAD, ROSTER_LINES) == data


def test_an_old_card_keeps_its_fingerprint_and_judges_the_old_bundle() -> None:
    card = read_card((GOLDEN / "school.xjcard").read_bytes(), kind="school")
    assert card.fingerprint == EXPECTED["fingerprint"]
    data = Path(GOLDEN / "changes.xjb").read_bytes()
    assert pack.verify(data, Keyring.of(card), at=NOW).id == BUNDLES["changes.xjb"]["id"]


def test_an_old_card_with_leaders_is_read_for_ever_and_an_old_review_verifies_with_it() -> None:
    card = read_card((GOLDEN / "school-with-leaders.xjcard").read_bytes())
    assert card.fingerprint == "44A5-71FF-DB01-1691-3E65-EF63-CAF6-1CA9-50A5-7B97"
    assert [(each.name, each.revoked_at) for each in card.leaders] == [
        ("前任校长", "2026-12-01T00:00:00Z"), ("测试校长", ""),
    ]  # fmt: skip
    data = (GOLDEN / "semester.xjreview").read_bytes()
    assert read_both(data, card, SIGNED) == statement()
    assert signed() == data
