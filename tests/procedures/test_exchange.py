"""push, pull, sync, bundle and status at the desk: what is remembered, repeated, broken off, and never half done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW
from tests.procedures.desks import at, child, codes, opened, refused
from xjcli.bundle.card import make_card, read_card
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.desk import Desk
from xjcli.procedures import bundle, key
from xjcli.procedures.doctor import doctor
from xjcli.procedures.pull import pull
from xjcli.procedures.push import push
from xjcli.procedures.settings import change, show
from xjcli.procedures.status import status
from xjcli.procedures.sync import sync


def card(path: Path, *, code: str = "320106", kind: str = "authority") -> Path:
    """The card of an authority that keeps its keys elsewhere."""
    more: dict[str, Any] = {"level": "county"} if kind == "authority" else {}
    path.write_bytes(
        make_card(
            kind=kind, code=code, name="虚构区教育局", region="320106", installation="i1",
            sign_key=SigningKey.generate(),
            seal_key=SealKey.generate().recipient, created_at=NOW, **more,
        )
    )  # fmt: skip
    return path


@pytest.fixture
def desk(school: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk that trusts its authority and has one child to send."""
    with at(school) as opened_desk:
        path = card(tmp_path / "a.xjcard")
        key.trust(opened_desk, path, confirm=lambda found: found.fingerprint)
        opened(opened_desk, child())
        yield opened_desk


def test_what_was_sent_is_sent_again_until_it_is_answered(desk: Desk, stick: Path, school: Path) -> None:
    first = push(desk, str(stick))
    with at(school) as later:  # the target is remembered
        again = push(later)
    (one,), (two,) = first.result["bundles"], again.result["bundles"]
    assert (one["stage"], one["acts"], one["seq"], one["id"]) == ("sent", 1, 1, two["id"])
    assert len(list(stick.iterdir())) == 1


def test_a_lost_stick_is_filled_again_with_the_same_bytes(desk: Desk, stick: Path) -> None:
    push(desk, str(stick))
    (path,) = stick.iterdir()
    data = path.read_bytes()
    path.unlink()
    push(desk, str(stick))
    assert [each.read_bytes() for each in stick.iterdir()] == [data]


def test_a_rehearsed_push_shows_what_would_go_and_builds_nothing(desk: Desk, stick: Path, school: Path) -> None:
    with at(school, "read") as reading:
        (planned,) = push(reading, str(stick), dry_run=True).result["bundles"]
        assert (planned["stage"], planned["acts"], planned["id"]) == ("draft", 1, "")
        assert pull(reading, str(stick), dry_run=True).result["receipts"] == 0
        assert sync(reading, str(stick), dry_run=True).status == 0
    assert list(stick.iterdir()) == []
    assert desk.registry.settings().get("target", "") == ""


@pytest.mark.parametrize("target", ["ftp://example.org", "http://192.0.2.1", "https://[::1"])
def test_a_target_that_cannot_be_meant_is_not_remembered_and_nothing_is_sent(desk: Desk, target: str) -> None:
    assert refused(lambda: push(desk, target)).problems[0].code.startswith("transport.")
    assert desk.registry.settings().get("target", "") == ""
    assert status(desk).result["stage"] == {"signed": 1}


def test_without_any_target_the_option_is_named(desk: Desk) -> None:
    assert codes(refused(lambda: push(desk))) == ["transport.no-target"]


def test_a_stick_that_is_not_plugged_in_is_not_made(desk: Desk, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    refusal = refused(lambda: push(desk, str(gone)))
    assert codes(refusal) == ["transport.folder-missing"]
    assert isinstance(refusal.result, dict)
    assert [line["stage"] for line in refusal.result["bundles"]] == ["signed"]
    assert not gone.exists()


def test_nobody_at_the_address_leaves_the_bundle_signed_and_the_pull_says_70(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("xjcli.transport.http._TRIES", 1)
    assert codes(refused(lambda: push(desk, "http://127.0.0.1:9"))) == ["transport.unreachable"]
    assert status(desk).result["stage"] == {"signed": 1}
    report = pull(desk, "http://127.0.0.1:9")
    assert (report.status, report.result["receipts"]) == (70, 0)


def test_an_empty_stick_brings_nothing_and_says_so(desk: Desk, stick: Path) -> None:
    report = pull(desk, str(stick))
    assert (report.status, report.result["receipts"], report.result["decisions"]) == (0, 0, 0)
    assert desk.registry.settings()["target"] == str(stick)


def test_a_broken_file_on_the_stick_is_told_and_stops_nothing(desk: Desk, stick: Path) -> None:
    (stick / "x.xjb").write_bytes(b"no bundle")
    assert pull(desk, str(stick)).status == 60
    assert push(desk, str(stick)).status == 0


def test_without_a_trusted_authority_nothing_is_signed(school: Path, stick: Path) -> None:
    with at(school) as alone:
        opened(alone, child())
        for errand in (lambda: push(alone, str(stick)), lambda: pull(alone, str(stick)), lambda: bundle.build(alone)):
            assert codes(refused(errand)) == ["key.no-authority"]
        assert status(alone).result["next"] == "key trust"
        assert status(alone).result["stage"] == {}


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [("320104", "authority", "key.wrong-authority"), ("2132000456", "school", "key.card-kind")],
)
def test_only_our_own_authority_is_trusted(school: Path, tmp_path: Path, code: str, kind: str, told: str) -> None:
    path = card(tmp_path / "x.xjcard", code=code, kind=kind)
    with at(school) as desk:
        refusal = refused(lambda: key.trust(desk, path, confirm=lambda found: found.fingerprint))
        assert codes(refusal) == [told]
        assert key.show(desk).result["trusted"] == []


@pytest.mark.parametrize("typed", ["", "0000-0000", "y"])
def test_a_fingerprint_is_typed_whole_or_the_card_is_not_trusted(school: Path, tmp_path: Path, typed: str) -> None:
    with at(school) as desk:
        refusal = refused(lambda: key.trust(desk, card(tmp_path / "a.xjcard"), confirm=lambda _: typed))
    assert codes(refusal) == ["key.fingerprint"]


def test_a_fingerprint_may_be_typed_without_its_dashes_and_in_small_letters(school: Path, tmp_path: Path) -> None:
    path = card(tmp_path / "a.xjcard")
    typed = read_card(path.read_bytes()).fingerprint.replace("-", " ").lower()
    with at(school) as desk:
        key.trust(desk, path, confirm=lambda _: typed, dry_run=True)
        assert key.show(desk).result["trusted"] == []
        assert key.trust(desk, path, confirm=lambda _: typed).result["code"] == "320106"


def test_a_bundle_is_built_once_shown_and_never_over_another_file(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "b.xjb"
    out.write_bytes(b"mine")
    assert codes(refused(lambda: bundle.build(desk, out=out))) == ["file.exists"]
    assert status(desk).result["stage"] == {}
    assert bundle.build(desk, dry_run=True).result["bundles"][0]["acts"] == 1
    (made,) = bundle.build(desk, out=tmp_path / "c.xjb").result["bundles"]
    assert bundle.build(desk).result["bundles"] == []
    shown = bundle.show_stored(desk, made["id"][:10]).result
    assert (shown["id"], shown["stage"], shown["from"]) == (made["id"], "signed", "2132000456")
    assert bundle.show_file(tmp_path / "c.xjb").result["id"] == made["id"]
    assert codes(refused(lambda: bundle.show_stored(desk, "zz"))) == ["bundle.unknown"]
    own = desk.home / "2132000456.xjcard"
    assert bundle.verify_file(tmp_path / "c.xjb", [own], at=NOW).result["verified"] is True
    stranger = card(tmp_path / "s.xjcard")
    assert refused(lambda: bundle.verify_file(tmp_path / "c.xjb", [stranger], at=NOW))


def test_status_names_the_next_step(school: Path, tmp_path: Path, stick: Path) -> None:
    with at(school) as desk:
        assert status(desk).result["next"] == "import"
        opened(desk, child())
        assert status(desk).result["next"] == "key trust"
        key.trust(desk, card(tmp_path / "a.xjcard"), confirm=lambda found: found.fingerprint)
        assert (status(desk).result["next"], status(desk).result["unsent"]) == ("push", 1)
        push(desk, str(stick))
        assert (status(desk).result["next"], status(desk).result["unsent"]) == ("sync", 0)


def test_settings_change_only_what_may_change_to_what_it_may_be(school: Path) -> None:
    with at(school) as desk:
        before = show(desk).result["settings"]
        wrong = (("school_code", "1"), ("stages", "nursery"), ("stages", ""), ("kind", "x"), ("name", " "))
        for name, value in wrong:
            assert refused(partial(change, desk, name, value))
        change(desk, "registrar", "别的老师", dry_run=True)
        assert show(desk).result["settings"] == before
        assert change(desk, "registrar", "别的老师").result["after"] == "别的老师"
    with at(school) as desk:
        assert desk.registrar == "别的老师"


def test_doctor_finds_what_is_wrong_and_exits_1(school: Path) -> None:
    with at(school) as desk:
        assert (doctor(desk).status, all(check["ok"] for check in doctor(desk).result["checks"])) == (0, True)
        (school / "registry.db").chmod(0o644)
        (school / "keys" / "seal.age").unlink()
        report = doctor(desk)
    failed = {check["name"] for check in report.result["checks"] if not check["ok"]}
    assert (report.status, failed) == (1, {"permissions", "keys"})
