"""A school whose key was revoked sends nothing, gets nothing, and comes back with new keys only (第二十五条)."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    School,
    add,
    approve_clean,
    authority,
    code_of,
    person,
    run,
    school,
    send,
    whole,
)
from xjcli.authority import enrolling, pulling
from xjcli.authority.answers import flush_all
from xjcli.authority.folder import outbox, unacknowledged
from xjcli.authority.office import Office
from xjcli.authority.store import channels
from xjcli.bundle.envelope import sign_envelope
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.errors import Refusal
from xjcli.schema.canonical import canonical


def _with_decisions(office: Office, *codes: str) -> list[School]:
    """Schools with a receipt and a decision that is not built yet."""
    made = [school(office, code) for code in codes]
    for number, one in enumerate(made):
        one.enroll("r-1", person(number))
        send(office, one.bundle())
    approve_clean(office)
    return made


def _built(office: Office, code: str) -> int:
    with office.store.reading() as tx:
        return channels.channel(tx, code, "out").seq


def _refused(office: Office, made: School) -> str:
    with pytest.raises(Refusal) as caught:
        add(office, made)
    return caught.value.problems[0].code


def test_nothing_is_built_or_written_for_a_revoked_school(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = _with_decisions(office, "2132000001", OTHER_SCHOOL)
    enrolling.revoke(office, one.code)
    (tmp_path / "stick").mkdir()

    bundles = outbox(office, tmp_path / "stick").result["bundles"]

    assert {bundle["school"] for bundle in bundles} == {other.code}
    assert {path.name.split("-")[1] for path in (tmp_path / "stick").iterdir()} == {other.code}
    assert (_built(office, one.code), _built(office, other.code)) == (1, 2)
    assert {stored.school for stored in unacknowledged(office)} == {other.code}
    flush_all(office, school=one.code)
    assert _built(office, one.code) == 1
    assert whole(office)


def test_asking_for_the_answers_of_a_revoked_school_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    (one,) = _with_decisions(office, "2132000001")
    enrolling.revoke(office, one.code)
    (tmp_path / "stick").mkdir()
    status, document = run(tmp_path / "a", "outbox", str(tmp_path / "stick"), "--school", one.code)
    assert (status, document["problems"][0]["code"]) == (60, "school.revoked")


def test_a_revoked_school_pulls_nothing(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    (one,) = _with_decisions(office, "2132000001")
    payload = {"challenge": pulling.challenge(office), "school": one.code, "to": office.code, "purpose": "pull"}
    signed = sign_envelope(canonical(payload), pulling.PULL_TYPE, [one.key])
    header = "XJ " + base64.b64encode(signed).decode()
    assert pulling.who(office, header) == one.code
    enrolling.revoke(office, one.code)
    with pytest.raises(Refusal) as caught:
        pulling.who(office, header)
    assert caught.value.problems[0].code == "key.revoked"


def test_a_revoked_key_never_comes_back_with_its_card(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    (one,) = _with_decisions(office, "2132000001")
    enrolling.revoke(office, one.code)
    assert _refused(office, one) == "school.revoked"
    assert enrolling.listing(office).result["items"][0]["revoked_at"]

    only_one_new = School(one.authority, one.code, one.installation, SigningKey.generate(), one.seal)
    assert _refused(office, only_one_new) == "school.revoked"
    renewed = School(one.authority, one.code, one.installation, SigningKey.generate(), SealKey.generate())
    add(office, renewed)
    assert enrolling.listing(office).result["items"][0]["revoked_at"] is None

    assert _refused(office, one) == "school.revoked"


def test_after_a_revocation_the_school_goes_on_with_new_keys(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    (one,) = _with_decisions(office, "2132000001")
    enrolling.revoke(office, one.code)
    one.enroll("r-2", person(2))
    stolen = one.bundle()
    one.sent.pop()
    one.key, one.seal = SigningKey.generate(), SealKey.generate()
    add(office, one)
    assert code_of(send(office, stolen)) == ("rejected", "bundle.unknown-signer")
    assert send(office, one.bundle()).outcome == "accepted"
    assert whole(office)
