"""A dossier's package: whatever was altered, swapped, added or meant for another is refused before it is read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.bundle import offices, packages
from tests.bundle.offices import (
    AUTHORITY_SEAL,
    LEADER_KEY,
    NOW,
    SCHOOL_SEAL,
    STRANGER_KEY,
    parts_of,
    refused,
)
from tests.bundle.packages import GOLDEN, RECIPIENT, SENDER, judge, package
from xjcli.bundle import dossier, pack
from xjcli.bundle.container import ENVELOPE_NAME, Entry, read_container, write_container
from xjcli.bundle.envelope import sign_envelope
from xjcli.bundle.keys import Keyring, Trusted
from xjcli.errors import Refusal, entry
from xjcli.schema.bundle import acts_from_bytes
from xjcli.schema.canonical import canonical
from xjcli.schema.dossier import ACTS, LIST, PAYLOAD_TYPE, Contents, Statement

EXPECTED: dict[str, Any] = json.loads((GOLDEN / "expected.json").read_text("utf-8"))


def test_what_was_built_is_what_the_receiving_school_reads() -> None:
    built = package()
    verified = judge(built.bytes)
    assert verified.id == built.id == hashlib.sha256(built.statement.to_bytes()).hexdigest()
    opened = verified.unseal(SCHOOL_SEAL)
    assert Contents.from_bytes(opened[LIST]) == packages.contents()
    assert acts_from_bytes(opened[ACTS]) == packages.acts()
    assert offices.EVIDENCE in opened.values()


def test_nothing_of_the_pupil_stands_in_clear() -> None:
    data = package().bytes
    for secret in ("林小满", packages.NUMBER, packages.NUMBER[1:], "户口簿", "柜3-2"):
        assert secret.encode() not in data


def test_every_flipped_bit_is_noticed() -> None:
    data = package().bytes
    for place in range(0, len(data), 7):
        altered = bytearray(data)
        altered[place] ^= 1 << (place % 8)
        with pytest.raises(Refusal) as caught:
            judge(bytes(altered)).unseal(SCHOOL_SEAL)
        assert int(entry(caught.value.problems[0].code).family) == 60, place


def test_a_truncated_or_longer_file_is_refused() -> None:
    data = package().bytes
    for end in (*range(0, len(data), 97), len(data) - 1):
        assert refused(judge, data[:end]).family == 60
    assert refused(judge, data + b"\n").code == "bundle.altered"


def test_an_entry_that_the_statement_does_not_name_is_refused() -> None:
    entries = read_container(package().bytes)
    assert refused(judge, write_container([*entries, Entry("parts/more", b"x")])).code == "bundle.extra-entry"
    assert refused(judge, write_container(entries[:-1])).code == "bundle.altered"
    swapped = [entries[0], entries[2], entries[1], *entries[3:]]
    assert refused(judge, write_container(swapped)).code == "bundle.altered"


def test_the_parts_of_another_pupils_package_do_not_fit() -> None:
    mine, other = read_container(package().bytes), read_container(package(record="r-0002").bytes)
    assert refused(judge, write_container([mine[0], *other[1:]])).code == "bundle.altered"


def test_a_package_for_another_school_is_refused_and_cannot_be_opened() -> None:
    assert refused(judge, package(recipient="2132000009").bytes).code == "bundle.wrong-recipient"
    sealed_elsewhere = package(seal=AUTHORITY_SEAL.recipient)
    assert refused(judge(sealed_elsewhere.bytes).unseal, SCHOOL_SEAL).code == "bundle.sealed-to-another"


def test_only_the_sending_schools_own_key_counts() -> None:
    assert refused(judge, package(key=LEADER_KEY).bytes).code == "bundle.unknown-signer"
    assert refused(judge, package(key=offices.SCHOOL_KEY).bytes).code == "bundle.wrong-sender"
    late = Keyring((Trusted(SENDER, STRANGER_KEY.public, revoked_at=NOW),))
    assert refused(judge, package().bytes, keyring=late).code == "key.revoked"


def test_a_bundle_is_no_dossier_and_a_dossier_no_bundle() -> None:
    bundle = offices.changes().bytes
    assert refused(judge, bundle).code in ("bundle.wrong-type", "bundle.unknown-signer")
    assert refused(pack.verify, package().bytes, packages.KEYRING, at=NOW).code == "bundle.wrong-type"


def resigned(changed: dict[str, Any]) -> bytes:
    """A statement that the sender signed although our builder would not make it."""
    built = package()
    fields = {**json.loads(built.statement.to_bytes()), **changed}
    envelope = sign_envelope(canonical(fields), PAYLOAD_TYPE, [STRANGER_KEY])
    return write_container([Entry(ENVELOPE_NAME, envelope), *parts_of(built.bytes)])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"schema": "xj.dossier/2"}, "bundle.version"),
        ({"suite": "none"}, "bundle.suite"),
        ({"seal": "none"}, "bundle.suite"),
        ({"sender": "21"}, "dossier.statement"),
        ({"record": "../x"}, "dossier.statement"),
        ({"created_at": "2026-09-02"}, "dossier.statement"),
        ({"parts": []}, "dossier.statement"),
        ({"more": "x"}, "dossier.statement"),
    ],
)
def test_a_signed_statement_of_another_shape_is_refused(changed: dict[str, Any], code: str) -> None:
    assert refused(judge, resigned(changed)).code == code


def test_evidence_is_what_its_name_says() -> None:
    wrong = [*packages.parts()[:2], ("parts/evidence/" + "0" * 64, "evidence", b"%PDF-1.7")]
    with pytest.raises(Refusal) as caught:
        dossier.build(packages.draft(), wrong, [STRANGER_KEY], SCHOOL_SEAL.recipient)
    assert caught.value.problems[0].code == "bundle.part"


def test_an_old_package_verifies_and_opens_for_ever() -> None:
    verified = judge((GOLDEN / "package.xjd").read_bytes())
    assert verified.id == EXPECTED["id"]
    assert verified.statement.to_bytes().decode("utf-8") == EXPECTED["statement"]
    opened = verified.unseal(SCHOOL_SEAL)
    assert {name: hashlib.sha256(data).hexdigest() for name, data in opened.items()} == EXPECTED["parts"]
    assert Contents.from_bytes(opened[LIST]) == packages.contents()
    assert acts_from_bytes(opened[ACTS]) == packages.acts()


def test_a_statement_and_a_list_made_today_are_spelled_as_the_old_ones() -> None:
    old = judge((GOLDEN / "package.xjd").read_bytes()).statement
    assert Statement.of(packages.draft(), old.parts).to_bytes() == old.to_bytes()
    assert hashlib.sha256(packages.contents().to_bytes()).hexdigest() == EXPECTED["parts"][LIST]
    assert old.recipient == RECIPIENT
