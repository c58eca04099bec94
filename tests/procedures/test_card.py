"""第五条: a card is issued to pupils on the roll, read by any scanner, verified without a network, and revocable."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import TODAY, at, codes, refused, refusing
from tests.procedures.handovers import gone, registered
from tests.procedures.leavers import enrolled, proven
from xjcli.desk import Desk
from xjcli.procedures import card as procedure
from xjcli.procedures.change import Errand
from xjcli.procedures.dropout import dropout
from xjcli.procedures.dropout_report import Absence
from xjcli.procedures.leave import leave
from xjcli.registry import pupil_cards
from xjcli.report import Report


def written(desk: Desk, pupil: str, out: Path, *, until: date | None = None, dry_run: bool = False) -> Report:
    return procedure.write(desk, pupil, out, until=until, force=False, dry_run=dry_run)


def scanned(picture: Path) -> str:
    (found,) = zxingcpp.read_barcodes(
        Image.open(picture), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return str(found.text)


def why(errand: Callable[[], object]) -> list[str]:
    return refusing(refused(errand))


@pytest.fixture
def picture(school: Path, tmp_path: Path) -> Path:
    with at(school) as desk:
        written(desk, registered(desk), tmp_path / "卡.png")
    return tmp_path / "卡.png"


def ours(school: Path) -> Path:
    return school / f"{SCHOOL.school_code}.xjcard"


def test_another_program_reads_the_code_and_the_school_s_card_file_is_enough_to_verify_it(
    school: Path, picture: Path
) -> None:
    report = procedure.verify(scanned(picture), [ours(school)], None, at=NOW)
    assert report.result["valid"]
    assert (report.result["school"], report.result["until"]) == (SCHOOL.school_code, "2027-08-31")
    assert report.result["revoked_list"] == ""
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600


def test_a_card_holds_neither_a_number_nor_a_birth_date(school: Path, picture: Path) -> None:
    said = procedure.verify(scanned(picture), [ours(school)], None, at=NOW).result
    assert set(said) == {
        "valid", "card", "school", "name", "stage", "entered", "issued_on", "until", "revoked_list",
    }  # fmt: skip
    assert "2020" not in str({name: value for name, value in said.items() if name != "card"})


def test_the_same_code_is_drawn_as_svg(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = registered(desk)
        written(desk, pupil, tmp_path / "卡.svg")
        assert why(lambda: written(desk, pupil, tmp_path / "卡.svg")) == ["file.exists"]
        assert why(lambda: written(desk, pupil, tmp_path / "卡.jpg")) == ["card.kind"]
        assert procedure.list_(desk).result["total"] == 1
    assert (tmp_path / "卡.svg").read_bytes().startswith(b"<?xml")


def test_a_rehearsal_issues_nothing(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = registered(desk)
        assert written(desk, pupil, tmp_path / "卡.png", dry_run=True).result["card"] == ""
        assert procedure.list_(desk, pupil).result == {"total": 0, "items": []}
    assert not (tmp_path / "卡.png").exists()


def test_only_a_pupil_on_the_roll_gets_a_card_and_only_for_days_to_come(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = registered(desk)
        yesterday = TODAY - timedelta(days=1)
        assert why(lambda: written(desk, pupil, tmp_path / "卡.png", until=yesterday)) == ["card.until"]
        gone(desk, pupil)
        assert why(lambda: written(desk, pupil, tmp_path / "卡.png")) == ["card.not-here"]


def test_a_revoked_card_does_not_count_at_school_nor_where_its_signed_list_is_at_hand(
    school: Path, picture: Path, tmp_path: Path
) -> None:
    text = scanned(picture)
    listing = tmp_path / "作废名单.json"
    with at(school) as desk:
        assert procedure.verify_here(desk, text).result["valid"]
        number = procedure.list_(desk).result["items"][0]["card"]
        assert procedure.revoke(desk, [number], on=TODAY, because="遗失", dry_run=True).result["revoked"] == 1
        assert procedure.verify_here(desk, text).result["valid"]
        assert procedure.revoke(desk, [number], on=TODAY, because="遗失", dry_run=False).result["revoked"] == 1
        again = procedure.revoke(desk, [number], on=TODAY, because="再次", dry_run=False).result
        assert (again["revoked"], again["unchanged"]) == (0, 1)
        assert why(lambda: procedure.verify_here(desk, text)) == ["card.revoked"]
        assert why(lambda: procedure.revoke(desk, ["c-none"], on=TODAY, because="", dry_run=False)) == ["card.unknown"]
        procedure.write_revoked(desk, listing, force=False)
    assert why(lambda: procedure.verify(text, [ours(school)], listing, at=NOW)) == ["card.revoked"]


def test_a_list_that_was_altered_by_one_character_is_refused(school: Path, picture: Path, tmp_path: Path) -> None:
    listing = tmp_path / "作废名单.json"
    with at(school) as desk:
        procedure.write_revoked(desk, listing, force=False)
    text = listing.read_text("utf-8")
    place = text.index('"payload":"') + 30
    listing.write_text(text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :], "utf-8")
    assert why(lambda: procedure.verify(scanned(picture), [ours(school)], listing, at=NOW)) == ["bundle.signature"]


def test_the_card_of_a_pupil_who_has_left_is_told_at_school(school: Path, picture: Path) -> None:
    with at(school) as desk:
        pupil = procedure.list_(desk).result["items"][0]["record_id"]
        gone(desk, pupil)
        refusal = refused(lambda: procedure.verify_here(desk, scanned(picture)))
    assert codes(refusal) == ["card.left"]


def test_a_card_that_the_key_signed_without_the_register_is_unknown(school: Path, picture: Path) -> None:
    with at(school) as desk:
        with desk.registry.transaction():
            desk.registry.connection.execute("delete from pupil_cards")
        assert why(lambda: procedure.verify_here(desk, scanned(picture))) == ["card.unknown"]


def test_openssl_verifies_the_signature_of_a_card(school: Path, picture: Path, tmp_path: Path) -> None:
    """A stranger needs no xj: base32, then 64 bytes of Ed25519 over the DSSE encoding of the rest."""
    import base64
    import json

    body = scanned(picture).removeprefix("XJ1:")
    data = base64.b32decode(body + "=" * (-len(body) % 8))
    kind = b"application/vnd.xj.pupil-card+json"
    (tmp_path / "message").write_bytes(b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(data) - 64, data[64:]))
    (tmp_path / "signature").write_bytes(data[:64])
    card = json.loads(base64.b64decode(json.loads(ours(school).read_bytes())["payload"]))
    der = bytes.fromhex("302a300506032b6570032100") + base64.b64decode(card["sign_key"])
    (tmp_path / "key.der").write_bytes(der)
    command: list[str | Path] = [
        "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "key.der", "-keyform", "DER", "-rawin",
        "-in", tmp_path / "message", "-sigfile", tmp_path / "signature",
    ]  # fmt: skip
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (tmp_path / "message").write_bytes(b"DSSEv1" + (tmp_path / "message").read_bytes()[7:])
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_no_code_is_left_of_a_card_that_the_register_did_not_take(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could never be revoked."""

    def full(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(pupil_cards, "keep", full)
    with at(school) as desk:
        pupil = registered(desk)
        with pytest.raises(OSError, match="no space"):
            written(desk, pupil, tmp_path / "卡.png")
    assert not (tmp_path / "卡.png").exists()


def test_a_code_that_could_not_be_drawn_leaves_no_card_in_the_register(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = registered(desk)
        assert why(lambda: written(desk, pupil, tmp_path / "none" / "卡.png")) == ["file.unwritable"]
        assert procedure.list_(desk).result["total"] == 0


def test_a_card_is_revoked_today_or_earlier_for_a_reason_that_can_be_shown(school: Path, picture: Path) -> None:
    with at(school) as desk:
        number = procedure.list_(desk).result["items"][0]["card"]
        later = TODAY + timedelta(days=1)
        assert why(lambda: procedure.revoke(desk, [number], on=later, because="", dry_run=False)) == ["change.future"]
        hidden = "遗失\u202e"
        assert why(lambda: procedure.revoke(desk, [number], on=TODAY, because=hidden, dry_run=False)) == [
            "text.control"
        ]


def test_a_second_card_is_warned_of_until_the_first_is_revoked(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = registered(desk)
        first = written(desk, pupil, tmp_path / "a.svg")
        assert codes(first) == []
        assert codes(written(desk, pupil, tmp_path / "b.svg", dry_run=True)) == ["card.second"]
        second = written(desk, pupil, tmp_path / "b.svg")
        (problem,) = second.problems
        assert (problem.severity, problem.params["card"], second.status) == ("warn", first.result["card"], 0)
        cards = [first.result["card"], second.result["card"]]
        procedure.revoke(desk, cards, on=TODAY, because="遗失", dry_run=False)
        assert codes(written(desk, pupil, tmp_path / "c.svg")) == []


def test_a_card_that_has_ended_is_no_second_one(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = registered(desk)
        written(desk, pupil, tmp_path / "a.svg", until=TODAY)
    with at(school, now=NOW + timedelta(days=1)) as desk:
        assert codes(written(desk, pupil, tmp_path / "b.svg")) == []


def test_who_dropped_out_gets_no_card_and_the_old_one_counts_no_more(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        written(desk, pupil, tmp_path / "a.png")
        absence = Absence(TODAY, "外出务工", "样例镇人民政府")
        dropout(desk, [pupil], absence, folder=tmp_path / "报告", errand=Errand(TODAY))
        assert why(lambda: written(desk, pupil, tmp_path / "b.png")) == ["card.not-here"]
        assert why(lambda: procedure.verify_here(desk, scanned(tmp_path / "a.png"))) == ["card.left"]
        assert procedure.list_(desk).result["total"] == 1


def test_who_is_on_leave_keeps_a_card(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        until = TODAY + timedelta(days=100)
        leave(desk, [pupil], until=until, ground="illness", extend=False, errand=proven(school, desk))
        written(desk, pupil, tmp_path / "a.png")
        assert procedure.verify_here(desk, scanned(tmp_path / "a.png")).result["valid"]
