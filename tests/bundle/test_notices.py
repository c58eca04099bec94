"""The sealed content of notices: one spelling, each kind with exactly its fields."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.bundle.offices import AUTHORITY, KEYRING, NOTICES, NOW, SCHOOL, SCHOOL_SEAL, notices, refused
from xjcli.bundle import answers, pack
from xjcli.schema.act import ECHOES
from xjcli.schema.canonical import canonical


def test_notices_come_back_as_they_were_written() -> None:
    verified = pack.verify(notices("a" * 64).bytes, KEYRING, at=NOW, recipient=SCHOOL, sender=AUTHORITY, kind="notices")
    assert answers.notices_from_bytes(verified.unseal(SCHOOL_SEAL)[answers.NOTICES]) == NOTICES


def test_every_act_that_repeats_the_authority_has_a_notice() -> None:
    assert answers.NOTICE_BODIES.keys() == ECHOES


@pytest.mark.parametrize("name", sorted({name for notice in NOTICES for name in notice.body}))
def test_a_field_that_is_missing_or_of_another_type_is_refused(name: str) -> None:
    for notice in NOTICES:
        if name in notice.body:
            for body in ({**notice.body, name: None}, {key: notice.body[key] for key in notice.body if key != name}):
                assert reading([replace(notice, body=body)]) == "bundle.answer"


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": 0}, {"seq": True}, {"kind": "leave-granted"}, {"kind": "bundle-received"}, {"record_id": ""},
        {"on": "2026-02-30"}, {"on": ""}, {"body": []}, {"body": {}}, {"more": 1},
    ],
)  # fmt: skip
def test_a_line_that_is_not_a_notice_is_refused(fields: dict[str, Any]) -> None:
    line: dict[str, Any] = {**json.loads(answers.notices_to_bytes(NOTICES[:1])), **fields}
    assert refused(answers.notices_from_bytes, canonical(line)).code == "bundle.answer"


def test_a_notice_says_nothing_but_its_fields_and_stands_in_its_order() -> None:
    first, second = NOTICES[0], NOTICES[1]
    assert reading([replace(first, body={**first.body, "because": "内部意见"})]) == "bundle.answer"
    assert reading([second, first]) == "bundle.answer"
    assert reading([first, first]) == "bundle.answer"
    assert refused(answers.notices_from_bytes, b"").code == "bundle.answer"


def test_notices_are_never_taken_for_decisions_or_a_receipt() -> None:
    built = notices("a" * 64)
    for kind in ("decisions", "receipt", "changes"):
        assert refused(pack.verify, built.bytes, KEYRING, at=NOW, kind=kind).code == "bundle.wrong-type"


def reading(lines: list[answers.Notice]) -> str:
    return refused(answers.notices_from_bytes, answers.notices_to_bytes(lines)).code
