"""第三条: the authority above believes a report only with the signature of the card that it has compared."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bundle.offices import NOW
from tests.supervision import supervision
from xjcli.bundle.card import Card, make_card, read_card
from xjcli.bundle.envelope import sign_envelope
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.supervision import read, sign
from xjcli.errors import Refusal
from xjcli.schema.canonical import canonical, parse_canonical
from xjcli.schema.review import PAYLOAD_TYPE as REVIEW_TYPE

KEY, STRANGER = SigningKey.generate(), SigningKey.generate()


def card(code: str = "320102", key: SigningKey = KEY, installation: str = "installation-9") -> Card:
    return read_card(
        make_card(
            kind="authority", code=code, name="测试区教育局", region="", level="county", installation=installation,
            sign_key=key, seal_key=SealKey.generate().recipient, created_at=NOW,
        )
    )  # fmt: skip


def refused(data: bytes, by: Card) -> str:
    with pytest.raises(Refusal) as caught:
        read(data, by, NOW)
    return caught.value.problems[0].code


def test_what_was_signed_is_read_again() -> None:
    assert read(sign(supervision(), KEY), card(), NOW) == supervision()


def test_another_key_another_authority_and_another_installation_are_refused() -> None:
    data = sign(supervision(), KEY)
    assert refused(data, card(key=STRANGER)) == "bundle.unknown-signer"
    assert refused(data, card("320104")) == "supervision.other-authority"
    assert refused(data, card(installation="installation-8")) == "bundle.installation"


def test_a_changed_figure_and_another_type_of_statement_are_refused() -> None:
    raw: dict[str, Any] = parse_canonical(sign(supervision(), KEY))
    other: dict[str, Any] = parse_canonical(sign(supervision(workdays=9), KEY))
    assert refused(canonical({**raw, "payload": other["payload"]}), card()) == "bundle.signature"
    assert refused(sign_envelope(supervision().to_bytes(), REVIEW_TYPE, [KEY]), card()) == "bundle.wrong-type"
