"""转出档案 (第十五条): sealed to the school that the authority named, or to a card that a person has compared."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, SCHOOL
from tests.papers.packages import whole
from tests.procedures.desks import at, child, codes, pdf, record_of, refused, refusing, resident
from tests.procedures.handovers import OTHER, OTHER_NAME, errand, files, gone, registered
from tests.procedures.test_dossier import added
from xjcli.bundle import dossier
from xjcli.bundle.card import Card, read_card
from xjcli.bundle.keyring import Keyring
from xjcli.bundle.sealing import SealKey
from xjcli.desk import Desk
from xjcli.procedures import custody
from xjcli.procedures.change import change
from xjcli.procedures.dossier_send import export, handover_list
from xjcli.procedures.init import School, init
from xjcli.procedures.verify_form import verify_form
from xjcli.report import Report
from xjcli.schema.act import holds
from xjcli.schema.bundle import EVIDENCE, acts_from_bytes
from xjcli.schema.dossier import ACTS, LIST, Contents


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The receiving school, with keys of its own."""
    home = tmp_path / "other"
    init(home, School(**{**{name: getattr(SCHOOL, name) for name in SCHOOL.__slots__}, "school_code": OTHER,
                         "name": OTHER_NAME}), now=NOW)  # fmt: skip
    return home


def card_of(home: Path) -> tuple[Path, Card]:
    (path,) = home.glob("*.xjcard")
    return path, read_card(path.read_bytes())


def compared(card: Card) -> str:
    return card.fingerprint


def sent(desk: Desk, pupil: str, out: Path, **more: Any) -> Report:
    options: dict[str, Any] = {"to": "handover", "confirm": compared, "errand": errand(), **more}
    return export(desk, pupil, out=out, **options)


def departed(desk: Desk, tmp_path: Path, other: Path) -> str:
    """A pupil with proofs who went to the other school; the notice brought its key."""
    record_id = registered(desk)
    added(desk, record_id, pdf(tmp_path / "a.pdf"), title="体检表")
    added(desk, record_id, item="5", paper=True, where="柜3-2")
    gone(desk, record_id, seal=card_of(other)[1].seal_key)
    return record_id


def test_the_package_holds_basics_every_act_every_file_and_the_list(
    school: Path, other: Path, stick: Path, tmp_path: Path
) -> None:
    with at(school) as desk:
        record_id = departed(desk, tmp_path, other)
        history = list(desk.registry.acts(record_id=record_id))
        before = record_of(desk, record_id)
        report = sent(desk, record_id, stick)
        after = record_of(desk, record_id)
        *_, act = desk.registry.acts(record_id=record_id)
    (name,) = files(stick)
    keyring = Keyring.of(card_of(school)[1])
    verified = dossier.verify((stick / name).read_bytes(), keyring, at=NOW, recipient=OTHER)
    parts = verified.unseal(SealKey.load(other / "keys" / "seal.age"))
    contents = Contents.from_bytes(parts[LIST])
    assert acts_from_bytes(parts[ACTS]) == history
    assert all(holds(each, each.prev) for each in history)
    assert (contents.person, contents.registry_number) == (before.person, before.registry_number)
    assert {piece.title for piece in contents.pieces} == {"体检表", "在校期间的获奖信息"}
    assert sum(part.startswith(EVIDENCE) for part in parts) == 1
    assert (act.kind, act.basis["article"]) == ("dossier-sent", 15)
    assert act.body == {"to": OTHER, "package": verified.id, "items": 1, "paper": 1}
    assert (after.dossier, report.result["package"]) == ("sent", verified.id)


def test_the_sending_school_keeps_its_copy(school: Path, other: Path, stick: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = departed(desk, tmp_path, other)
        kept = sorted(path for path in (school / "evidence").rglob("*") if path.is_file())
        sent(desk, record_id, stick)
        assert sorted(path for path in (school / "evidence").rglob("*") if path.is_file()) == kept
        assert record_of(desk, record_id).person


def test_the_file_says_nothing_of_the_pupil_and_is_its_owners_only(
    school: Path, other: Path, stick: Path, tmp_path: Path
) -> None:
    with at(school) as desk:
        record_id = departed(desk, tmp_path, other)
        report = sent(desk, record_id, stick)
    (name,) = files(stick)
    data = (stick / name).read_bytes()
    assert resident(901).encode() not in data
    assert child()["name"].encode() not in data
    assert name.startswith(f"dossier-{record_id}-")
    assert resident(901) not in str(report.result)
    assert sys.platform == "win32" or (stick / name).stat().st_mode & 0o077 == 0


def test_without_the_key_of_the_notice_a_compared_card_is_asked_for(
    school: Path, other: Path, stick: Path, tmp_path: Path
) -> None:
    path, card = card_of(other)
    with at(school) as desk:
        record_id = registered(desk)
        gone(desk, record_id)
        assert refusing(refused(lambda: sent(desk, record_id, stick))) == ["dossier.no-key"]
        wrong = refused(lambda: sent(desk, record_id, stick, to=str(path), confirm=lambda _: "0000"))
        assert refusing(wrong) == ["key.fingerprint"]
        assert sent(desk, record_id, stick, to=str(path)).result["to"] == card.code == OTHER


def test_a_card_of_another_school_is_refused(school: Path, other: Path, stick: Path) -> None:
    own, _ = card_of(school)
    with at(school) as desk:
        record_id = registered(desk)
        gone(desk, record_id)
        assert refusing(refused(lambda: sent(desk, record_id, stick, to=str(own)))) == ["dossier.wrong-card"]
    assert files(stick) == []


def test_the_key_of_an_earlier_notice_from_another_school_is_not_used(school: Path, other: Path, stick: Path) -> None:
    seal = card_of(other)[1].seal_key
    with at(school) as desk:
        record_id = registered(desk)
        gone(desk, record_id, seal=seal, school="2132000888")
        change_of_school = record_of(desk, record_id).situation["moved_to"]
        assert change_of_school == OTHER
        assert refusing(refused(lambda: sent(desk, record_id, stick))) == ["dossier.no-key"]


def test_nothing_leaves_while_the_pupil_is_here_or_ended_here(school: Path, stick: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        assert refusing(refused(lambda: sent(desk, record_id, stick))) == ["dossier.not-gone"]
        change(desk, [record_id], "graduated", lambda _: {}, errand())
        assert refusing(refused(lambda: sent(desk, record_id, stick))) == ["dossier.not-gone"]
    assert files(stick) == []


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "merged"])
def test_a_school_that_ends_sends_its_dossiers_to_the_custodian(
    school: Path, other: Path, stick: Path, tmp_path: Path, closed: bool
) -> None:
    path, _ = card_of(other)
    letter = pdf(tmp_path / "letter.pdf")
    with at(school) as desk:
        record_id = registered(desk)
        if closed:
            custody.close(desk, custodian="档案馆", letter=letter, errand=errand())
        else:
            custody.merge(desk, to=OTHER, name="", letter=letter, errand=errand())
        assert sent(desk, record_id, stick, to=str(path)).result["to"] == OTHER


def test_a_migrant_child_that_dropped_out_goes_to_the_authority_alone(school: Path, other: Path, stick: Path) -> None:
    path, _ = card_of(other)
    with at(school) as desk:
        migrant = registered(desk, migrant_child="是", document_number=resident(903), name="样小迁")
        local = registered(desk)
        body = {"since": "2026-09-01", "ground": "外出", "township": "x", "migrant": True, "household_region": ""}
        change(desk, [migrant, local], "dropout-reported", lambda _: body, errand())
        assert refusing(refused(lambda: sent(desk, migrant, stick, to=str(path)))) == ["dossier.wrong-card"]
        assert refusing(refused(lambda: sent(desk, local, stick, to=str(path)))) == ["dossier.not-gone"]


def test_lost_evidence_stops_the_package(school: Path, other: Path, stick: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = departed(desk, tmp_path, other)
        (stored,) = [path for path in (school / "evidence").rglob("*") if path.is_file()]
        stored.write_bytes(b"%PDF-1.7 other")
        assert codes(refused(lambda: sent(desk, record_id, stick))) == ["evidence.lost"]
    assert files(stick) == []


def test_a_rehearsal_writes_nothing(school: Path, other: Path, stick: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = departed(desk, tmp_path, other)
        head = desk.registry.head()
        report = sent(desk, record_id, stick, errand=errand(dry_run=True))
        assert desk.registry.head() == head
    assert (report.result["file"], report.result["electronic"], files(stick)) == (None, 1, [])


def test_a_file_that_cannot_be_written_leaves_no_act(school: Path, other: Path, stick: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = departed(desk, tmp_path, other)
        head = desk.registry.head()
        assert refusing(refused(lambda: sent(desk, record_id, stick / "gone"))) == ["file.missing"]
        assert desk.registry.head() == head


def test_the_hand_over_list_is_a_letter_or_a_table(school: Path, other: Path, stick: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = departed(desk, tmp_path, other)
        written = handover_list(desk, record_id, stick).result
        answer = verify_form(desk, Path(written["file"])).result
        assert (answer["kind"], answer["number"]) == ("dossier-handover", written["number"])
        table = handover_list(desk, record_id, stick / "单.csv").result
        assert refusing(refused(lambda: handover_list(desk, record_id, stick / "none"))) == ["file.missing"]
        assert handover_list(desk, record_id, stick / "更多.xlsx", dry_run=True).result["paper"] == 1
    text = whole(Path(written["file"]))
    assert "移交清单" in text
    assert "柜3-2" in text
    assert OTHER in text
    assert resident(901) not in text
    assert (table["electronic"], table["paper"]) == (1, 1)
    lines = (stick / "单.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert not (stick / "更多.xlsx").exists()
