"""What a hand-written program puts into a rightly signed bundle has its shape, or nothing is taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import (
    School,
    authority,
    code_of,
    person,
    resident,
    school,
    send,
    waiting,
)
from xjcli.bundle import pack
from xjcli.errors import Refusal
from xjcli.schema.act import Act, genesis, to_line
from xjcli.schema.bundle import EVIDENCE, NO_HASH, StatementDraft, acts_to_bytes
from xjcli.schema.canonical import canonical

Change = Callable[[dict[str, Any]], object]


def _sealed(made: School, content: bytes, *, head: str = "", acts: int = 1) -> pack.Built:
    """A first bundle whose acts part is whatever a hand-written program puts there; every signature is right."""
    draft = StatementDraft(
        type="changes", sender=made.code, recipient=made.authority.code, installation=made.installation, seq=1,
        prev=NO_HASH, first_act=1, last_act=acts, head_before=genesis(made.code, made.installation),
        head_after=head or "1" * 64, created_at="2026-09-01T01:00:00Z",
    )  # fmt: skip
    return pack.build(draft, [("parts/acts", "acts", content)], [made.key], made.authority.seal_key)


def _line(act: Act, **changed: Any) -> bytes:
    return canonical({**to_line(act), **changed})


def _opening(made: School, change: Change) -> None:
    """An act that opens a record, its body changed before it is sealed."""
    body: dict[str, Any] = {
        "basis": "first", "person": person(1),
        "place": {"stage": "primary", "cohort": 2026, "class": "01", "entry_month": "2026-09"},
        "number": {"value": "", "state": "local", "rule": "national-2013"},
    }  # fmt: skip
    change(body)
    made.write("enrolled", "r-1", body)


def _nested(levels: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("basis", lambda body: body.update(basis="gift")),
        ("basis", lambda body: body.update(basis="take-on")),
        ("stage", lambda body: body["place"].update(stage="university")),
        ("cohort", lambda body: body["place"].update(cohort=99999)),
        ("cohort", lambda body: body["place"].update(cohort=True)),
        ("cohort", lambda body: body["place"].update(cohort="2026")),
        ("class", lambda body: body["place"].update({"class": "../../01"})),
        ("class", lambda body: body["place"].update({"class": "０１"})),
        ("class", lambda body: body["place"].update({"class": ""})),
        ("entry_month", lambda body: body["place"].update(entry_month="2026-13")),
        ("entry_month", lambda body: body["place"].update(entry_month="320102202003050017")),
        ("state", lambda body: body["number"].update(state="sold")),
        ("number", lambda body: body["number"].update(value="G" + resident(1))),
        ("number", lambda body: body["number"].update(value="TMP-1", state="proposed")),
        ("number", lambda body: body["number"].update(value="", state="issued")),
        ("name", lambda body: body["person"].update(name="\u200b\u2060")),
        ("name", lambda body: body["person"].update(name="测试\x1b[2J")),
        ("body", lambda body: body.update(more=_nested(100))),
    ],
)
def test_a_body_has_its_shape_or_nothing_is_taken_in(tmp_path: Path, field: str, change: Change) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    _opening(one, change)
    taken = send(office, one.bundle())
    assert code_of(taken) == ("rejected", "intake.body")
    assert taken.problems[0].params["field"] == field
    assert waiting(office) == []


def test_a_class_changes_only_into_a_class(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    one.write("assigned", "r-1", {"class": "=cmd|'x'"})
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.body")


@pytest.mark.parametrize("record_id", ["r-１", "r-\u0430", "../r-1", "r 1", "", "r" * 65, "r-1\n"])
def test_a_record_id_that_only_looks_like_one_is_refused(tmp_path: Path, record_id: str) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll(record_id, person(1))
    assert code_of(send(office, one.bundle())) == ("rejected", "bundle.acts")


@pytest.mark.parametrize("case", ["no act", "blank line", "twice the key", "white space", "float", "cut", "other act"])
def test_acts_have_one_spelling(tmp_path: Path, case: str) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    act = one.enroll("r-1", person(1))
    line = _line(act)
    content = {
        "no act": b"", "blank line": line + b"\n", "twice the key": line[:-1] + b',"seq":1}',
        "white space": line.replace(b":", b": ", 1), "float": line.replace(b'"seq":1,', b'"seq":1.0,'),
        "cut": line[:-1], "other act": _line(act, record_id="r-2"),
    }[case]  # fmt: skip
    outcome, code = code_of(send(office, _sealed(one, content, head=act.hash)))
    assert (outcome, code) == ("rejected", "bundle.chain" if case == "other act" else "bundle.acts")


@pytest.mark.parametrize(
    "inner", ["[" * 300 + "]" * 300, "[" * 200_000, '"\\ud800"', '"\ufffe"', "-0", "1" * 5000, "NaN"]
)
def test_hand_written_json_is_refused_and_never_breaks_the_reader(tmp_path: Path, inner: str) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    act = one.enroll("r-1", person(1))
    line = _line(act).decode("utf-8").replace('"basis":{', '"basis":{"a":' + inner + ",", 1)
    taken = send(office, _sealed(one, line.encode("utf-8"), head=act.hash))
    assert (taken.outcome, waiting(office)) == ("rejected", [])


def test_more_acts_announced_than_there_are_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    act = one.enroll("r-1", person(1))
    built = _sealed(one, acts_to_bytes([act]), head=act.hash, acts=2**53 - 1)
    assert code_of(send(office, built)) == ("rejected", "bundle.chain")


def test_a_statement_cannot_count_backwards_or_name_a_path(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    for field, value in (("peer_seq", -1), ("seq", 0), ("first_act", 0), ("peer_seq", 2**60)):
        altered: Any = {field: value}
        with pytest.raises(Refusal):
            one.bundle(**altered)
    built = one.bundle()
    for name in (EVIDENCE + "../../authority.db", EVIDENCE + "a" * 63, "parts/acts/../x"):
        parts = [("parts/acts", "acts", acts_to_bytes(one.acts)), (name, "evidence", b"x")]
        with pytest.raises(Refusal):
            pack.build(replace(built.statement), parts, [one.key], one.authority.seal_key)
