"""A school's own bundle given back (第三条): nothing of it is believed that the school did not sign itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.bundle.offices import (
    AUTHORITY,
    AUTHORITY_KEY,
    AUTHORITY_SEAL,
    EVIDENCE,
    GOLDEN,
    INSTALLATION,
    NOW,
    SCHOOL,
    SCHOOL_KEY,
    SCHOOL_SEAL,
    STRANGER,
    STRANGER_KEY,
    acts,
    changes,
    refused,
)
from xjcli.bundle import pack, returned
from xjcli.bundle.card import Card
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.schema.bundle import SUITE, acts_to_bytes

FILE = GOLDEN.parent / "returned" / "first.xjr"


def card(kind: str, code: str, key: SigningKey, seal: SealKey) -> Card:
    return Card(kind, code, "样例", "", "", INSTALLATION, key.public, seal.recipient, SUITE, "2026-08-01T00:00:00Z", "")


OURS = card("school", SCHOOL, SCHOOL_KEY, SCHOOL_SEAL)
OFFICE = card("authority", AUTHORITY, AUTHORITY_KEY, AUTHORITY_SEAL)


def clear(data: bytes) -> dict[str, bytes]:
    return pack.unseal_parts(pack.read(data).sealed, AUTHORITY_SEAL)


def given(data: bytes, opened: Mapping[str, bytes] | None = None, key: SigningKey = AUTHORITY_KEY) -> bytes:
    return returned.build(data, opened or clear(data), key, SCHOOL_SEAL.recipient, at="2026-09-02T00:00:00Z")


def judge(data: bytes, ours: Card = OURS) -> returned.Returned:
    return returned.read(data, OFFICE, ours, SCHOOL_SEAL, NOW)


def test_what_was_sent_comes_back_with_its_acts_and_evidence() -> None:
    sent = changes()
    back = judge(given(sent.bytes))
    assert (back.id, back.data, list(back.acts)) == (sent.id, sent.bytes, acts())
    assert back.evidence == {hashlib.sha256(EVIDENCE).hexdigest(): EVIDENCE}
    assert returned.peek(given(sent.bytes)).bundle == sent.id


def test_an_old_package_is_read_for_ever() -> None:
    back = judge(FILE.read_bytes())
    assert [act.hash for act in back.acts] == [act.hash for act in acts()]
    assert returned.peek(FILE.read_bytes()).seq == 1


@pytest.mark.parametrize("tenth", range(10))
def test_altered_bytes_are_refused(tenth: int) -> None:
    data = bytearray(FILE.read_bytes())
    data[len(data) * tenth // 10] ^= 1
    assert refused(judge, bytes(data)).family == 60


def test_acts_that_the_school_did_not_sign_are_refused() -> None:
    sent = changes()
    opened = clear(sent.bytes)
    assert refused(judge, given(sent.bytes, opened | {"parts/acts": acts_to_bytes(acts()[:1])})).code == "bundle.chain"
    forged = [replace(act, body={**(act.body or {}), "place": {"class": "02"}}) for act in acts()]
    assert refused(judge, given(sent.bytes, opened | {"parts/acts": acts_to_bytes(forged)})).code == "bundle.chain"


def test_a_bundle_that_another_signed_is_refused() -> None:
    assert refused(judge, given(changes(STRANGER_KEY).bytes)).code == "bundle.unknown-signer"


def test_a_package_that_the_authority_did_not_sign_is_refused() -> None:
    assert refused(judge, given(changes().bytes, key=STRANGER_KEY)).code == "bundle.unknown-signer"


def test_another_schools_package_is_refused() -> None:
    other = replace(OURS, code=STRANGER)
    assert refused(judge, given(changes().bytes), other).code == "bundle.wrong-recipient"


def test_a_bundle_of_another_installation_is_refused() -> None:
    other = replace(OURS, installation="test-installation-2")
    assert refused(judge, given(changes().bytes), other).code == "bundle.installation"


def test_it_is_not_taken_for_a_bundle_of_the_channel_nor_the_reverse() -> None:
    assert refused(pack.peek, given(changes().bytes)).code == "bundle.wrong-type"
    assert refused(judge, changes().bytes).code in ("bundle.wrong-type", "bundle.unknown-signer")
