"""The card of an office: its own signature, its fingerprint, and what it may say."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.bundle.offices import (
    AUTHORITY,
    AUTHORITY_KEY,
    AUTHORITY_SEAL,
    LEADER_KEY,
    NOW,
    SCHOOL,
    SCHOOL_KEY,
    SCHOOL_SEAL,
    STRANGER_KEY,
    changes,
    refused,
)
from tests.reviews import leader
from xjcli.bundle import pack
from xjcli.bundle.card import Leader
from xjcli.bundle.envelope import sign_envelope
from xjcli.bundle.keys import CARD_TYPE, Card, Keyring, make_card, read_card, same_fingerprint
from xjcli.bundle.suites import decode
from xjcli.schema.canonical import canonical

SCHOOL_FIELDS: dict[str, Any] = {
    "kind": "school",
    "code": SCHOOL,
    "name": "测试市第一小学",
    "region": "320102",
    "installation": "test-installation-1",
    "sign_key": SCHOOL_KEY,
    "seal_key": SCHOOL_SEAL.recipient,
    "created_at": NOW,
}
AUTHORITY_FIELDS: dict[str, Any] = {
    **SCHOOL_FIELDS,
    "kind": "authority",
    "code": AUTHORITY,
    "name": "测试区教育局",
    "level": "county",
    "sign_key": AUTHORITY_KEY,
    "seal_key": AUTHORITY_SEAL.recipient,
}


def payload_of(data: bytes) -> dict[str, Any]:
    return dict(json.loads(decode(json.loads(data)["payload"]) or b""))


def test_a_card_says_who_the_office_is_and_which_keys_it_uses() -> None:
    card = read_card(make_card(**AUTHORITY_FIELDS))
    assert (card.kind, card.code, card.level, card.name) == ("authority", AUTHORITY, "county", "测试区教育局")
    assert (card.sign_key, card.seal_key) == (AUTHORITY_KEY.public, AUTHORITY_SEAL.recipient)
    assert card.created_at == "2026-09-02T00:00:00Z"
    assert read_card(make_card(**SCHOOL_FIELDS), kind="school").level == ""


def test_a_card_is_text_that_can_be_looked_at() -> None:
    assert make_card(**SCHOOL_FIELDS).isascii()
    assert payload_of(make_card(**SCHOOL_FIELDS))["schema"] == "xj.card/1"


def test_the_fingerprint_is_the_digest_of_what_was_signed() -> None:
    data = make_card(**SCHOOL_FIELDS)
    digest = hashlib.sha256(canonical(payload_of(data))).hexdigest()[:40].upper()
    fingerprint = read_card(data).fingerprint
    assert fingerprint.replace("-", "") == digest
    assert [len(group) for group in fingerprint.split("-")] == [4] * 10


def test_people_may_write_a_fingerprint_as_they_like_but_completely() -> None:
    one = read_card(make_card(**SCHOOL_FIELDS)).fingerprint
    other = read_card(make_card(**AUTHORITY_FIELDS)).fingerprint
    for written in (one.lower(), one.replace("-", ""), one.replace("-", " "), f" {one}\n"):
        assert same_fingerprint(one, written)
    for wrong in ("", "-", one[:-1], one[:9], one + "0", other, one.replace("-", "_")):
        assert not same_fingerprint(one, wrong)
    assert not same_fingerprint("", "")
    assert not same_fingerprint("编" * 40, one)


def test_a_flip_of_any_byte_of_a_card_is_refused() -> None:
    data = make_card(**SCHOOL_FIELDS)
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 1
        assert refused(read_card, bytes(changed)).family == 60, position
    for changed_end in (data[:-1], data + b"\n", b"", bytes(70_000)):
        assert refused(read_card, changed_end).code == "key.card-altered"


def test_a_school_card_is_not_an_authority_card() -> None:
    data = make_card(**SCHOOL_FIELDS)
    assert refused(read_card, data, kind="authority").code == "key.card-kind"


def test_a_card_signed_by_another_key_than_its_own_is_refused() -> None:
    payload = canonical(payload_of(make_card(**SCHOOL_FIELDS)))
    for keys in ([STRANGER_KEY], [SCHOOL_KEY, STRANGER_KEY]):
        assert refused(read_card, sign_envelope(payload, CARD_TYPE, keys)).code == "key.card-altered"


def test_a_card_is_signed_once() -> None:
    envelope = json.loads(make_card(**SCHOOL_FIELDS))
    envelope["signatures"] *= 2
    assert refused(read_card, canonical(envelope)).code == "key.card-altered"


def test_an_envelope_of_another_type_is_no_card() -> None:
    payload = canonical(payload_of(make_card(**SCHOOL_FIELDS)))
    data = sign_envelope(payload, "application/vnd.xj.statement+json", [SCHOOL_KEY])
    assert refused(read_card, data).code == "key.card-altered"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("schema", "xj.card/3", "bundle.version"),
        ("suite", "none", "bundle.suite"),
        ("suite", ["x"], "bundle.suite"),
        ("sign_key", "", "key.card-altered"),
        ("seal_key", "age1nobody", "key.card-altered"),
        ("seal_key", None, "key.card-altered"),
        ("kind", "person", "key.card-altered"),
        ("code", "32010", "key.card-altered"),
        ("code", AUTHORITY, "key.card-altered"),
        ("level", "county", "key.card-altered"),
        ("region", "3201", "key.card-altered"),
        ("name", "", "key.card-altered"),
        ("name", " 测试", "key.card-altered"),
        ("name", "测试\x1b[2J", "key.card-altered"),
        ("name", "测试\u202e", "key.card-altered"),
        ("created_at", "2026-13-01T00:00:00Z", "key.card-altered"),
        ("more", "1", "key.card-altered"),
    ],
)
def test_a_signed_card_must_still_make_sense(field: str, value: object, code: str) -> None:
    payload = canonical({**payload_of(make_card(**SCHOOL_FIELDS)), field: value})
    assert refused(read_card, sign_envelope(payload, CARD_TYPE, [SCHOOL_KEY])).code == code


def test_we_never_make_a_card_that_we_would_refuse_to_read() -> None:
    assert refused(make_card, **{**SCHOOL_FIELDS, "code": "1"}).code == "key.card-altered"
    assert refused(make_card, **{**AUTHORITY_FIELDS, "level": ""}).code == "key.card-altered"
    with pytest.raises(ValueError, match="time zone"):
        make_card(**{**SCHOOL_FIELDS, "created_at": NOW.replace(tzinfo=None)})


def test_a_keyring_of_trusted_cards_judges_bundles() -> None:
    cards: list[Card] = [read_card(make_card(**fields)) for fields in (SCHOOL_FIELDS, AUTHORITY_FIELDS)]
    keyring = Keyring.of(*cards)
    assert [entry.roles for entry in keyring.entries] == [("registrar",), ("official",)]
    assert pack.verify(changes().bytes, keyring, at=NOW).statement.sender == SCHOOL
    alone = Keyring.of(cards[1], cards[0])
    assert pack.verify(changes().bytes, alone, at=NOW).statement.sender == SCHOOL


def with_leaders(*leaders: Leader) -> Card:
    return read_card(make_card(**SCHOOL_FIELDS, leaders=leaders))


BEFORE, NOW_LEADS = leader(STRANGER_KEY, "前任校长", "2027-02-01T00:00:00Z"), leader(LEADER_KEY)


def test_a_card_names_the_leaders_whose_keys_sign_reviews() -> None:
    card = with_leaders(BEFORE, NOW_LEADS)
    assert (card.leaders, card.leader) == ((BEFORE, NOW_LEADS), NOW_LEADS)
    assert payload_of(make_card(**SCHOOL_FIELDS, leaders=(NOW_LEADS,)))["schema"] == "xj.card/2"
    assert with_leaders(BEFORE).leader is None


def test_a_card_without_a_leader_is_what_older_programs_read() -> None:
    assert make_card(**SCHOOL_FIELDS, leaders=()) == make_card(**SCHOOL_FIELDS)
    assert read_card(make_card(**SCHOOL_FIELDS)).leaders == ()


def test_a_leaders_key_signs_reviews_and_no_bundle() -> None:
    card = with_leaders(BEFORE, NOW_LEADS)
    assert [entry.public for entry in Keyring.of(card).entries] == [SCHOOL_KEY.public]
    reviewers = Keyring.of_reviewers(card).entries
    assert [(entry.public, entry.roles) for entry in reviewers] == [
        (SCHOOL_KEY.public, ("registrar",)), (STRANGER_KEY.public, ("leader",)), (LEADER_KEY.public, ("leader",)),
    ]  # fmt: skip
    assert reviewers[1].objection(datetime(2027, 2, 1, tzinfo=UTC)) == "key.revoked"
    assert [entry.objection(NOW) for entry in reviewers] == [None] * 3


@pytest.mark.parametrize(
    "leaders",
    [
        (leader(SCHOOL_KEY),),
        (NOW_LEADS, NOW_LEADS),
        (NOW_LEADS, leader(STRANGER_KEY)),
        (leader(name=" "),),
        (leader(name="测试\u202e"),),
        (leader(revoked_at="2027"),),
        (replace(NOW_LEADS, public="AAAA"),),
        (replace(NOW_LEADS, suite="none"),),
        (replace(NOW_LEADS, since=""),),
    ],
)
def test_leaders_that_cannot_stand_on_a_card_are_refused(leaders: tuple[Leader, ...]) -> None:
    assert refused(make_card, **SCHOOL_FIELDS, leaders=leaders).code == "key.card-altered"


def test_an_authority_has_no_leader_and_the_two_versions_are_not_mixed() -> None:
    assert refused(make_card, **AUTHORITY_FIELDS, leaders=(NOW_LEADS,)).code == "key.card-altered"
    named = payload_of(make_card(**SCHOOL_FIELDS, leaders=(NOW_LEADS,)))
    wrong: list[dict[str, Any]] = [{"schema": "xj.card/1"}, {"leaders": []}, {"leaders": [1]}, {"leaders": [{}]}]
    for changed in wrong:
        data = sign_envelope(canonical({**named, **changed}), CARD_TYPE, [SCHOOL_KEY])
        assert refused(read_card, data).code == "key.card-altered"


def test_a_flip_of_any_byte_of_a_card_with_a_leader_is_refused() -> None:
    data = make_card(**SCHOOL_FIELDS, leaders=(NOW_LEADS,))
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 1
        assert refused(read_card, bytes(changed)).family == 60, position
