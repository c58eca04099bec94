"""第二十四条: a leader's key is theirs alone; the card names it, and nothing of it stays in the registry."""

from __future__ import annotations

import stat
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import at, codes, refused
from tests.procedures.test_check import staffed
from xjcli.bundle.signing import SigningKey
from xjcli.desk import Desk
from xjcli.procedures.key import card_path, own_card, show
from xjcli.procedures.leader import LEAST, name_leader, revoke_leader
from xjcli.report import Report

WORDS = "测试用的口令不是真的口令"


@pytest.fixture(autouse=True)
def _quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second that a passphrase takes on purpose is tested with the keys; here the key is only put away."""
    monkeypatch.setattr(SigningKey, "lock", lambda key, path, words: key.save(path))


def named(desk: Desk, out: Path, name: str = "测试校长") -> Report:
    return name_leader(desk, name, out, passphrase=lambda: WORDS)


def test_the_card_names_the_leader_and_gets_a_new_fingerprint(school: Path, stick: Path) -> None:
    with at(school) as desk:
        before = show(desk).result
        report = named(desk, stick / "leader.key")
        after, card = show(desk).result, own_card(desk)
    assert (before["leader"], after["leader"]) == ("", "测试校长")
    assert report.result["fingerprint"] == after["fingerprint"] == card.fingerprint != before["fingerprint"]
    assert card.leader is not None
    assert card.leader.public == SigningKey.load(stick / "leader.key").public
    assert (card.code, card.name, card.region) == (SCHOOL.school_code, SCHOOL.name, SCHOOL.region)
    assert stat.S_IMODE((stick / "leader.key").stat().st_mode) == 0o600


def test_nothing_in_the_home_is_the_leaders_key(school: Path, stick: Path) -> None:
    with at(school) as desk:
        named(desk, stick / "leader.key")
    secret = b"".join((stick / "leader.key").read_bytes().splitlines()[1:-1])
    files = [path for path in school.rglob("*") if path.is_file()]
    assert files
    assert not any(secret in path.read_bytes() for path in files)


def test_a_new_leader_takes_the_place_of_the_one_before(school: Path, stick: Path) -> None:
    with at(school) as desk:
        named(desk, stick / "one.key")
    with at(school, now=NOW + timedelta(days=1)) as desk:
        report = named(desk, stick / "two.key", "测试书记")
        first, second = own_card(desk).leaders
    assert (report.result["replaced"], first.name, second.name) == ("测试校长", "测试校长", "测试书记")
    assert (first.revoked_at, second.revoked_at) == ("2026-09-02T00:30:00Z", "")


def test_a_leader_can_be_revoked_without_another(school: Path, stick: Path) -> None:
    with at(school) as desk:
        assert codes(refused(lambda: revoke_leader(desk))) == ["review.no-leader"]
        named(desk, stick / "one.key")
        rehearsed = revoke_leader(desk, dry_run=True)
        assert own_card(desk).leader is not None
        report = revoke_leader(desk)
        assert own_card(desk).leader is None
        assert report.result["fingerprint"] == show(desk).result["fingerprint"]
    assert rehearsed.result["fingerprint"] == ""


def test_a_rehearsal_asks_no_passphrase_and_changes_nothing(school: Path, stick: Path) -> None:
    with at(school) as desk:
        card = card_path(desk).read_bytes()
        name_leader(desk, "测试校长", stick / "leader.key", passphrase=pytest.fail, dry_run=True)
        assert card_path(desk).read_bytes() == card
    assert list(stick.iterdir()) == []


def test_the_registrar_is_not_the_leader_and_a_leader_has_a_name(school: Path, stick: Path) -> None:
    with at(school) as desk:
        for name, code in (
            (SCHOOL.registrar, "review.same-person"), (" ", "usage.missing"), ("x" * 201, "text.too-long"),
            ("测试\u202e", "text.control"), ("测试13800001234", "review.number"),
        ):  # fmt: skip
            assert codes(refused(partial(named, desk, stick / "leader.key", name))) == [code]
    assert list(stick.iterdir()) == []


def test_the_key_lies_outside_the_home_and_over_nothing(school: Path, stick: Path) -> None:
    (stick / "there").write_bytes(b"mine")
    (stick / "way").symlink_to(school)
    with at(school) as desk:
        for path in (school / "leader.key", school / "keys" / "leader.key", stick / "way" / "leader.key"):
            assert codes(refused(partial(named, desk, path))) == ["key.leader-place"]
        assert codes(refused(lambda: named(desk, stick / "there"))) == ["key.exists"]
        assert own_card(desk).leader is None
    assert (stick / "there").read_bytes() == b"mine"


def test_a_short_passphrase_makes_no_key(school: Path, stick: Path) -> None:
    with at(school) as desk:
        refusal = refused(
            lambda: name_leader(desk, "测试校长", stick / "leader.key", passphrase=lambda: "x" * (LEAST - 1))
        )
    assert (codes(refusal), list(stick.iterdir())) == (["key.passphrase-weak"], [])


def test_a_card_that_cannot_be_written_leaves_no_key_behind(
    school: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("xjcli.procedures.leader.atomic_write", broken)
    with at(school) as desk:
        before = show(desk).result
        with pytest.raises(OSError, match="no space"):
            named(desk, stick / "leader.key")
        assert show(desk).result == before
    assert list(stick.iterdir()) == []


def test_the_card_of_another_key_is_not_ours(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        (school / "keys" / "sign.pem").unlink()
        SigningKey.generate().save(school / "keys" / "sign.pem")
        assert codes(refused(lambda: named(desk, stick / "leader.key"))) == ["key.card-altered"]
