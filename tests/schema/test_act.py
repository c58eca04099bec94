"""The chain of acts: any change shows, and a body can still be taken out (第二十四、二十五条)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from xjcli.schema.act import KINDS, SALT_BYTES, Act, Draft, genesis, holds, seal_act, to_line
from xjcli.schema.bundle import acts_from_bytes, acts_to_bytes
from xjcli.schema.canonical import canonical

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent.parent / "golden" / "acts.json").read_text(encoding="utf-8"))
HEAD = genesis("2132000001", "test-installation-1")


def sealed(seq: int = 1, prev: str = HEAD, salt: bytes = bytes(SALT_BYTES)) -> Act:
    draft = Draft(
        "enrolled",
        "r-1",
        "2026-09-01",
        {"person": {"name": "测试甲"}},
        {"pack": "national-2013", "article": 4},
    )
    act, _ = seal_act(
        draft,
        seq=seq,
        prev=prev,
        salt=salt,
        recorded_at="2026-09-01T08:00:00+08:00",
        recorded_by="测试老师",
        operation="op-1",
    )
    return act


OTHER: dict[str, Any] = {
    "seq": 2,
    "kind": "assigned",
    "version": 2,
    "record_id": "r-2",
    "occurred_on": "2026-09-02",
    "recorded_at": "2026-09-01T08:00:01+08:00",
    "recorded_by": "别人",
    "operation": "op-2",
    "basis": {"pack": "national-2013", "article": 5},
    "body": {"person": {"name": "测试乙"}},
    "salt": b"\x01" * SALT_BYTES,
    "body_digest": "0" * 64,
    "prev": "0" * 64,
    "hash": "0" * 64,
}


def test_an_act_holds_behind_its_predecessor_only() -> None:
    first = sealed()
    second = sealed(2, first.hash)
    assert holds(first, HEAD)
    assert holds(second, first.hash)
    assert not holds(second, HEAD)
    assert not holds(first, second.hash)


@pytest.mark.parametrize("name", [field.name for field in fields(Act)])
def test_a_change_of_any_field_breaks_the_chain(name: str) -> None:
    assert not holds(replace(sealed(), **{name: OTHER[name]}), HEAD)


def test_a_body_without_its_salt_does_not_hold() -> None:
    assert not holds(replace(sealed(), salt=None), HEAD)


def test_a_body_can_be_taken_out_and_the_chain_still_holds() -> None:
    bare = replace(sealed(), body=None, salt=None)
    assert holds(bare, HEAD)
    assert "测试甲" not in repr(bare)
    assert not holds(replace(bare, body_digest="0" * 64), HEAD)


def test_the_digest_cannot_be_searched_without_the_salt() -> None:
    one, other = sealed(), sealed(salt=b"\x07" * SALT_BYTES)
    assert one.body_digest != other.body_digest
    assert one.body_digest != hashlib.sha256(canonical(one.body)).hexdigest()


def test_a_ledger_begins_with_its_school_and_its_installation() -> None:
    assert genesis("2132000001", "test-installation-1") == GOLDEN["genesis"]
    assert len({HEAD, genesis("2132000002", "test-installation-1"), genesis("2132000001", "other")}) == 3


def test_every_kind_and_version_ever_released_has_a_golden_act() -> None:
    golden = {(line["kind"], line["version"]) for line in GOLDEN["acts"]}
    assert {(kind, version) for kind, newest in KINDS.items() for version in range(1, newest + 1)} <= golden


def test_the_golden_acts_keep_their_hashes_and_chain() -> None:
    head = GOLDEN["genesis"]
    lines = b"\n".join(canonical(line) for line in GOLDEN["acts"])
    for act, line in zip(acts_from_bytes(lines), GOLDEN["acts"], strict=True):
        assert holds(act, head), line["kind"]
        assert to_line(act) == line
        head = act.hash


#: An older version is read, never written again.
_WRITTEN = [line for line in GOLDEN["acts"] if line["version"] == KINDS[line["kind"]]]


@pytest.mark.parametrize("line", _WRITTEN, ids=lambda line: f"{line['kind']}-{line['version']}")
def test_sealing_the_golden_act_again_gives_the_same_hash(line: dict[str, Any]) -> None:
    draft = Draft(line["kind"], line["record_id"], line["occurred_on"], line["body"], line["basis"])
    act, body = seal_act(
        draft,
        seq=line["seq"],
        prev=line["prev"],
        salt=bytes.fromhex(line["salt"]),
        recorded_at=line["recorded_at"],
        recorded_by=line["recorded_by"],
        operation=line["operation"],
    )
    assert to_line(act) == line
    assert body == canonical(line["body"])


def test_acts_travel_and_come_back_the_same_with_and_without_a_body() -> None:
    first = sealed()
    ledger = [first, replace(sealed(2, first.hash), body=None, salt=None)]
    assert acts_from_bytes(acts_to_bytes(ledger)) == ledger
