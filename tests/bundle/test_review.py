"""第二十四条: a review counts only with the signature of registrar and leader over exactly these bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundle.offices import LEADER_KEY, NOW, SCHOOL, SCHOOL_KEY, STRANGER, STRANGER_KEY, refused, signing_key
from tests.bundle.test_envelope import _pem, run_openssl
from tests.reviews import CARD, LEADER, SIGNED, body, card, leader, signed, statement
from xjcli.bundle.card import read_card
from xjcli.bundle.envelope import pae, sign_envelope
from xjcli.bundle.review import MAX_REVIEW_BYTES, body_of, envelope_of, read, read_both, sign, sign_as_leader
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.suites import decode
from xjcli.schema.act import KINDS
from xjcli.schema.canonical import canonical
from xjcli.schema.review import PAYLOAD_TYPE

BOTH = signed()
GOLDEN = Path(__file__).parent.parent / "golden" / "acts.json"
NEXT = signing_key("the leader after")


def test_both_signatures_over_one_statement() -> None:
    assert read_both(BOTH, CARD, SIGNED) == statement()
    one = sign(statement(), SCHOOL_KEY)
    assert read(one, CARD, SIGNED).roles == {"registrar"}
    assert read(BOTH, CARD, SIGNED).roles == {"registrar", "leader"}


def test_the_order_of_the_signatures_is_not_a_matter_of_who_signed_first() -> None:
    payload = statement().to_bytes()
    assert sign_envelope(payload, PAYLOAD_TYPE, [LEADER_KEY, SCHOOL_KEY]) == BOTH


@pytest.mark.parametrize("keys", [[SCHOOL_KEY], [SCHOOL_KEY, SCHOOL_KEY]])
def test_one_signature_is_not_two(keys: list[SigningKey]) -> None:
    data = sign_envelope(statement().to_bytes(), PAYLOAD_TYPE, keys)
    assert refused(read_both, data, CARD, SIGNED).code == "bundle.threshold"


def test_the_same_signature_twice_is_not_two() -> None:
    raw = json.loads(sign(statement(), SCHOOL_KEY))
    assert refused(read_both, canonical({**raw, "signatures": raw["signatures"] * 2}), CARD, SIGNED).code == (
        "bundle.threshold"
    )
    twice = canonical({**json.loads(BOTH), "signatures": [*json.loads(BOTH)["signatures"], *raw["signatures"]]})
    assert refused(read_both, twice, CARD, SIGNED).code == "bundle.altered"


def test_the_leader_alone_and_two_leaders_are_not_registrar_and_leader() -> None:
    alone = sign_envelope(statement().to_bytes(), PAYLOAD_TYPE, [LEADER_KEY])
    assert refused(read, alone, CARD, SIGNED).code == "review.roles"
    later = datetime(2027, 2, 1, tzinfo=UTC)
    two = read_card(card(leader(revoked_at="2027-02-01T00:00:00Z"), leader(NEXT)))
    data = sign_envelope(statement().to_bytes(), PAYLOAD_TYPE, [LEADER_KEY, NEXT])
    assert refused(read_both, data, two, SIGNED).code == "review.roles"
    assert refused(read_both, data, two, later).code == "key.revoked"


def test_a_key_signs_once_and_the_schools_key_is_nobodys_leader() -> None:
    one = sign(statement(), SCHOOL_KEY)
    assert refused(sign_as_leader, one, CARD, SCHOOL_KEY, SIGNED).code == "bundle.signed-before"
    assert refused(sign_as_leader, BOTH, CARD, LEADER_KEY, SIGNED).code == "bundle.signed-before"
    assert refused(sign_as_leader, one, CARD, STRANGER_KEY, SIGNED).code == "bundle.unknown-signer"


def test_a_revoked_leader_key_counts_until_it_was_revoked() -> None:
    revoked = read_card(card(leader(revoked_at="2027-01-21T00:00:00Z")))
    assert read_both(BOTH, revoked, SIGNED) == statement()
    assert refused(read_both, BOTH, revoked, datetime(2027, 1, 21, tzinfo=UTC)).code == "key.revoked"
    one = sign(statement(), SCHOOL_KEY)
    assert refused(sign_as_leader, one, revoked, LEADER_KEY, datetime(2027, 1, 22, tzinfo=UTC)).code == "key.revoked"


def test_who_signs_as_leader_is_whom_the_statement_names() -> None:
    other = sign_envelope(statement(leader="别的校长").to_bytes(), PAYLOAD_TYPE, [SCHOOL_KEY, LEADER_KEY])
    assert refused(read_both, other, CARD, SIGNED).code == "review.other-leader"


def test_a_statement_of_another_school_or_installation_is_refused() -> None:
    for changed, code in (
        ({"school": STRANGER}, "review.other-school"), ({"installation": "second-computer"}, "bundle.installation"),
    ):  # fmt: skip
        data = sign_envelope(statement(**changed).to_bytes(), PAYLOAD_TYPE, [SCHOOL_KEY, LEADER_KEY])
        assert refused(read_both, data, CARD, SIGNED).code == code
    elsewhere = read_card(card(leader(NEXT), key=STRANGER_KEY, code=STRANGER))
    assert refused(read_both, BOTH, elsewhere, SIGNED).code == "bundle.unknown-signer"


def test_an_envelope_of_another_type_is_no_review() -> None:
    data = sign_envelope(statement().to_bytes(), "application/vnd.xj.statement+json", [SCHOOL_KEY, LEADER_KEY])
    assert refused(read_both, data, CARD, SIGNED).code == "bundle.wrong-type"


def test_what_is_signed_must_still_be_a_statement() -> None:
    for payload in (b"{}", b"[]", statement(last_day="2027-02-01").to_bytes()):
        data = sign_envelope(payload, PAYLOAD_TYPE, [SCHOOL_KEY, LEADER_KEY])
        assert refused(read_both, data, CARD, SIGNED).code == "review.statement"
    assert refused(read_both, b"x" * (MAX_REVIEW_BYTES + 1), CARD, SIGNED).code == "bundle.too-large"


def test_a_flip_of_any_bit_is_refused() -> None:
    """Every byte, the bit taken in turn; the property below takes any bit of any byte."""
    for place in range(len(BOTH)):
        changed = bytearray(BOTH)
        changed[place] ^= 1 << place % 8
        assert refused(read_both, bytes(changed), CARD, SIGNED).family == 60, place


@given(st.integers(0, len(BOTH) * 8 - 1))
def test_whichever_bit_is_flipped_is_refused(bit: int) -> None:
    changed = bytearray(BOTH)
    changed[bit // 8] ^= 1 << bit % 8
    assert refused(read_both, bytes(changed), CARD, SIGNED).family == 60


@given(st.integers(0, len(BOTH) - 1))
def test_whatever_is_cut_off_is_refused(length: int) -> None:
    assert refused(read_both, BOTH[:length], CARD, SIGNED).family == 60


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in _leaves(inner, (*path, name))]
    if isinstance(value, list):
        return [leaf for place, inner in enumerate(value) for leaf in _leaves(inner, (*path, place))]
    return [(path, value)]


def test_any_figure_or_word_that_is_altered_in_the_act_is_refused() -> None:
    """The act holds the statement as an object: what is altered there has to break the signatures as well."""
    for path, value in _leaves(body()):
        altered = json.loads(json.dumps(body()))
        inner = altered
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value + 1 if isinstance(value, int) else f"{value}x"
        if path == ("semester",):
            continue  # the act's own word for it; the authority holds it against the statement
        assert refused(lambda found=altered: read_both(envelope_of(found), CARD, SIGNED)).family == 60, path


def test_the_act_gives_the_signed_bytes_back() -> None:
    assert envelope_of(body_of(BOTH, statement())) == BOTH
    assert set(body()) == {"semester", "statement", "signatures"}


def test_the_act_that_was_stored_for_ever_still_verifies() -> None:
    (act,) = [each for each in json.loads(GOLDEN.read_text("utf-8"))["acts"] if each["kind"] == "semester-reviewed"]
    assert act["version"] == KINDS["semester-reviewed"]
    assert read_both(envelope_of(act["body"]), CARD, SIGNED) == statement()


def test_openssl_verifies_the_signature_of_the_leader_and_of_the_registrar(tmp_path: Path) -> None:
    """A second program says the same of both signatures, and of an altered statement."""
    raw = json.loads(BOTH)
    payload = decode(raw["payload"]) or b""
    message, signature, pem = (tmp_path / name for name in ("message", "signature", "key.pem"))
    for key in (LEADER_KEY, SCHOOL_KEY):
        pem.write_bytes(_pem(key))
        (found,) = [each["sig"] for each in raw["signatures"] if each["keyid"] == key.key_id]
        signature.write_bytes(decode(found) or b"")
        asked = ("pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin", "-in", message, "-sigfile", signature)
        message.write_bytes(pae(PAYLOAD_TYPE, payload))
        assert run_openssl(*asked).returncode == 0
        message.write_bytes(pae(PAYLOAD_TYPE, payload.replace(LEADER.encode(), "测试校工".encode())))
        assert run_openssl(*asked).returncode != 0


def test_the_name_on_the_card_is_that_of_the_key() -> None:
    assert CARD.leader is not None
    assert (CARD.code, CARD.leader.name, CARD.leader.public) == (SCHOOL, LEADER, LEADER_KEY.public)
    assert replace(CARD, leaders=()).leader is None
    assert NOW < SIGNED
