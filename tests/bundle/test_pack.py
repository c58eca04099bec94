"""Judging a bundle: who signed it, for whom, when, and as what."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.bundle import offices
from tests.bundle.offices import (
    AUTHORITY,
    AUTHORITY_KEY,
    AUTHORITY_SEAL,
    LEADER_KEY,
    NOW,
    SCHOOL,
    SCHOOL_KEY,
    STRANGER_KEY,
    fields_of,
    judge,
    parts_of,
    refused,
    resigned,
)
from xjcli.bundle import pack
from xjcli.bundle.container import ENVELOPE_NAME, Entry, read_container, write_container
from xjcli.bundle.envelope import pae
from xjcli.bundle.keys import Keyring, Trusted
from xjcli.errors import Problem, Refusal, entry
from xjcli.schema.bundle import Statement, acts_from_bytes, require_chain
from xjcli.schema.canonical import canonical


def test_what_was_built_is_what_the_recipient_reads() -> None:
    built = offices.changes()
    verified = judge(built.bytes)
    assert verified.id == built.id == hashlib.sha256(built.statement.to_bytes()).hexdigest()
    assert verified.statement == built.statement
    assert [signer.public for signer in verified.signers] == [SCHOOL_KEY.public]
    opened = verified.unseal(AUTHORITY_SEAL)
    ledger = acts_from_bytes(opened["parts/acts"])
    require_chain(verified.statement, ledger)
    assert ledger == offices.acts()
    assert offices.EVIDENCE in opened.values()


def test_a_bundle_for_another_office_is_refused() -> None:
    data = offices.changes().bytes
    assert refused(judge, data, recipient="320104").code == "bundle.wrong-recipient"


def test_a_key_that_nobody_trusted_is_refused() -> None:
    alone = Keyring((Trusted(AUTHORITY, AUTHORITY_KEY.public),))
    assert refused(judge, offices.changes().bytes, keyring=alone).code == "bundle.unknown-signer"
    assert refused(judge, offices.changes().bytes, keyring=Keyring()).code == "bundle.unknown-signer"


def test_a_trusted_key_cannot_sign_for_another_school() -> None:
    assert refused(judge, offices.changes(STRANGER_KEY).bytes).code == "bundle.wrong-sender"
    both = offices.changes(SCHOOL_KEY, STRANGER_KEY).bytes
    assert refused(judge, both).code == "bundle.wrong-sender"


def test_another_sender_than_expected_is_refused() -> None:
    assert refused(judge, offices.changes().bytes, sender="2132000009").code == "bundle.wrong-sender"
    assert judge(offices.changes().bytes, sender=SCHOOL).statement.sender == SCHOOL


def test_a_receipt_is_never_taken_for_changes_nor_the_reverse() -> None:
    answer = offices.receipt("a" * 64).bytes
    assert refused(judge, answer, recipient=SCHOOL).code == "bundle.wrong-type"
    kinds = ("receipt", "decisions")
    assert refused(judge, offices.changes().bytes, kind=kinds).code == "bundle.wrong-type"
    assert judge(answer, recipient=SCHOOL, kind=kinds, sender=AUTHORITY).statement.type == "receipt"
    assert judge(offices.decisions("a" * 64).bytes, recipient=SCHOOL, kind=kinds).statement.seq == 2


def test_two_people_reach_a_threshold_of_two_and_one_does_not() -> None:
    both = judge(offices.changes(SCHOOL_KEY, LEADER_KEY).bytes, threshold=2)
    assert {signer.roles for signer in both.signers} == {("registrar",), ("leader",)}
    assert refused(judge, offices.changes().bytes, threshold=2).code == "bundle.threshold"


def test_one_key_signing_twice_counts_once() -> None:
    built = offices.changes()
    envelope = json.loads(read_container(built.bytes)[0].data)
    envelope["signatures"] *= 2
    data = write_container([Entry(ENVELOPE_NAME, canonical(envelope)), *parts_of(built.bytes)])
    assert refused(judge, data, threshold=2).code == "bundle.threshold"
    assert refused(judge, data).code == "bundle.altered"


def test_signatures_in_another_order_are_another_file() -> None:
    built = offices.changes(SCHOOL_KEY, LEADER_KEY)
    envelope = json.loads(read_container(built.bytes)[0].data)
    envelope["signatures"].reverse()
    data = write_container([Entry(ENVELOPE_NAME, canonical(envelope)), *parts_of(built.bytes)])
    assert refused(judge, data).code == "bundle.altered"


def test_a_key_is_judged_at_the_time_given() -> None:
    data = offices.changes().bytes
    hour = timedelta(hours=1)
    own = Trusted(SCHOOL, SCHOOL_KEY.public)
    cases = [
        (replace(own, revoked_at=NOW), "key.revoked"),
        (replace(own, valid_until=NOW), "key.expired"),
        (replace(own, valid_from=NOW + hour), "key.not-yet"),
    ]
    for limited, code in cases:
        assert refused(judge, data, keyring=Keyring((limited,))).code == code
        assert judge(data, keyring=Keyring((limited, own))).id, "a second entry of the key counts"
    revoked = Keyring((cases[0][0],))
    assert judge(data, keyring=revoked, at=NOW - hour).id, "an old bundle is judged at the time of its receipt"


def test_an_unknown_suite_or_seal_is_refused_although_signed() -> None:
    data = offices.changes().bytes
    for field in ("suite", "seal"):
        payload = canonical({**fields_of(data), field: "none"})
        assert refused(judge, resigned(payload, parts_of(data))).code == "bundle.suite"


def test_the_suite_of_the_trusted_key_decides_so_that_no_downgrade_works() -> None:
    strong = Keyring((Trusted(SCHOOL, SCHOOL_KEY.public, suite="sm2-sm3"),))
    assert refused(judge, offices.changes().bytes, keyring=strong).code == "bundle.suite"


def test_a_newer_schema_or_type_asks_for_an_update() -> None:
    data = offices.changes().bytes
    for field, value in (("schema", "xj.bundle/2"), ("type", "handover"), ("type", ["changes"])):
        payload = canonical({**fields_of(data), field: value})
        assert refused(judge, resigned(payload, parts_of(data))).code == "bundle.version"


def test_duplicate_keys_in_statement_or_envelope_are_refused() -> None:
    data = offices.changes().bytes
    payload = pack.peek(data).to_bytes()
    doubled = payload.replace(b'"seq":1', b'"seq":9,"seq":1')
    assert doubled != payload
    assert refused(judge, resigned(doubled, parts_of(data))).code == "bundle.statement"
    envelope = read_container(data)[0].data.replace(b'{"payload":', b'{"payload":"","payload":', 1)
    again = write_container([Entry(ENVELOPE_NAME, envelope), *parts_of(data)])
    assert refused(judge, again).code == "bundle.altered"


def test_the_signature_is_judged_before_the_statement_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = offices.changes().bytes
    broken = resigned(b"not json at all", parts_of(data), STRANGER_KEY)
    envelope = json.loads(read_container(broken)[0].data)
    envelope["signatures"][0]["sig"] = offices.base64_of(bytes(64))
    forged = write_container([Entry(ENVELOPE_NAME, canonical(envelope)), *parts_of(data)])

    def never(payload: bytes) -> Statement:
        raise AssertionError("parsed before it was verified")

    monkeypatch.setattr(Statement, "from_bytes", never)
    assert refused(judge, forged).code == "bundle.signature"


def test_a_signature_for_another_payload_type_does_not_count() -> None:
    built = offices.changes()
    envelope = json.loads(read_container(built.bytes)[0].data)
    payload = built.statement.to_bytes()
    other = SCHOOL_KEY.sign(pae("application/vnd.xj.pull+json", payload))
    envelope["signatures"][0]["sig"] = offices.base64_of(other)
    data = write_container([Entry(ENVELOPE_NAME, canonical(envelope)), *parts_of(built.bytes)])
    assert refused(judge, data).code == "bundle.signature"
    envelope["payloadType"] = "application/vnd.xj.pull+json"
    data = write_container([Entry(ENVELOPE_NAME, canonical(envelope)), *parts_of(built.bytes)])
    assert refused(judge, data).code == "bundle.wrong-type"


def test_every_code_of_bundles_and_keys_ends_a_program_with_60() -> None:
    from xjcli.errors.catalogue.bundle import ENTRIES

    for code, line in ENTRIES.items():
        assert code.startswith(("bundle.", "key."))
        assert line.family == 60
        assert all(line[2:6]), code
    assert str(Refusal(Problem("bundle.altered"))) == "bundle.altered"
    assert entry("bundle.altered").zh
