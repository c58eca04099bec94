"""学籍档案 (第七条至第九条): what it holds, how something is added, who keeps it for ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import TODAY, at, child, opened, pdf, record_of, refused, refusing
from tests.procedures.handovers import errand, gone, registered
from tests.registry.proofs import png
from xjcli.desk import Desk
from xjcli.procedures.change import change
from xjcli.procedures.dossier import add, archive, list_, pieces
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.dossier import ITEMS


def added(desk: Desk, pupil: str, *files: Path, **more: Any) -> Report:
    options: dict[str, Any] = {
        "item": "4", "paper": False, "where": "", "copies": 1, "title": "", "errand": errand(), **more,
    }  # fmt: skip
    return add(desk, pupil, files=files, **options)


def of(report: Report, item: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = report.result["items"][item - 1]["pieces"]
    return found


def test_a_file_and_a_paper_stand_under_their_kind(school: Path, tmp_path: Path) -> None:
    scan = tmp_path / "林小满体检.png"
    scan.write_bytes(png())
    with at(school) as desk:
        record_id = registered(desk)
        stored = added(desk, record_id, scan, title="体检表")
        added(desk, record_id, item="awards", paper=True, where="柜3-2", copies=2)
        listed = list_(desk, record_id)
    (file,), (paper,) = of(listed, 4), of(listed, 5)
    assert (file["form"], file["title"], file["digest"]) == ("electronic", "体检表", stored.result["digests"][0])
    assert (paper["form"], paper["place"], paper["copies"], paper["title"]) == ("paper", "柜3-2", 2, ITEMS[4].zh)
    assert (listed.result["electronic"], listed.result["paper"], listed.status) == (1, 1, 0)
    assert (school / "evidence" / file["digest"][:2] / file["digest"]).read_bytes() == png()


def test_item_1_comes_from_the_ledger_and_item_2_from_the_evidence_of_the_acts(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        report = opened(desk, child(), evidence_files=[pdf(tmp_path / "户口簿.pdf")])
        listed = list_(desk, report.result["record_id"])
    assert listed.result["items"][0]["generated"] == 1
    assert [item["name"] for item in listed.result["items"]] == [item.name for item in ITEMS]
    (proof,) = of(listed, 2)
    assert (proof["title"], proof["form"], proof["on"]) == ("建立学籍", "electronic", TODAY.isoformat())


def test_where_a_paper_proof_of_an_act_lies_is_in_the_dossier(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        change(desk, [record_id], "withdrawn", lambda _: {"ground": "x"}, errand(paper="柜1", because="随迁"))
        (paper,) = of(list_(desk, record_id), 2)
    assert (paper["form"], paper["place"]) == ("paper", "柜1")


def test_an_act_that_was_taken_back_leaves_nothing_in_the_dossier(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        added(desk, record_id, pdf(tmp_path / "a.pdf"))
        (seq,) = [act.seq for act in desk.registry.acts() if act.kind == "dossier-added"]
        basis = {"pack": "national-2013", "article": 13, "evidence": []}
        body = {"acts": [seq], "before": {"dossier": "established"}}
        with desk.registry.transaction():
            desk.registry.append(
                [Draft("reversed", record_id, TODAY.isoformat(), body, basis)], command="undo",
                recorded_at=desk.recorded_at, recorded_by="测试老师",
            )  # fmt: skip
        assert pieces(desk, record_of(desk, record_id)) == []


def test_the_same_file_twice_is_there_once(school: Path, tmp_path: Path) -> None:
    first, second = pdf(tmp_path / "a.pdf"), pdf(tmp_path / "b.pdf")
    with at(school) as desk:
        record_id = registered(desk)
        added(desk, record_id, first)
        head = desk.registry.head()
        again = added(desk, record_id, second)
        assert desk.registry.head() == head
        assert (again.result["added"], again.result["unchanged"], again.result["operation"]) == (0, 1, None)
        assert added(desk, record_id, second, item="6").result["added"] == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"item": "8"}, "usage.option"),
        ({}, "usage.missing"),
        ({"paper": True}, "usage.missing"),
        ({"paper": True, "where": "柜1", "copies": 0}, "usage.option"),
        ({"paper": True, "where": "柜1", "copies": 100}, "usage.option"),
        ({"paper": True, "where": "柜1", "title": "长" * 101}, "dossier.title"),
    ],
)
def test_what_is_not_whole_is_refused(school: Path, more: dict[str, Any], code: str) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        head = desk.registry.head()
        assert refusing(refused(lambda: added(desk, record_id, **more))) == [code]
        assert desk.registry.head() == head


def test_a_paper_has_no_file(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        refusal = refused(lambda: added(desk, record_id, pdf(tmp_path / "a.pdf"), paper=True, where="柜1"))
    assert refusing(refusal) == ["dossier.paper-or-file"]


def test_a_file_that_is_no_proof_is_refused_and_nothing_kept(school: Path, tmp_path: Path) -> None:
    fake = tmp_path / "a.pdf"
    fake.write_bytes(b"MZ")
    with at(school) as desk:
        record_id = registered(desk)
        assert refusing(refused(lambda: added(desk, record_id, fake))) == ["evidence.kind"]
    assert not (school / "evidence").exists()


def test_a_title_with_a_number_is_shown_masked(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        added(desk, record_id, pdf(tmp_path / "a.pdf"), title="体检 320106202003059015")
        assert "202003059015" not in str(list_(desk, record_id).result)


def test_a_file_that_is_gone_or_altered_is_told(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        (digest,) = added(desk, record_id, pdf(tmp_path / "a.pdf")).result["digests"]
        (school / "evidence" / digest[:2] / digest).write_bytes(b"%PDF-1.7 other")
        listed = list_(desk, record_id)
    assert (listed.status, [problem.code for problem in listed.problems]) == (40, ["evidence.lost"])
    assert [piece["whole"] for piece in of(listed, 4)] == [False]


def test_a_rehearsal_keeps_no_file(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        report = added(desk, record_id, pdf(tmp_path / "a.pdf"), errand=errand(dry_run=True))
    assert (report.result["added"], report.result["operation"]) == (1, None)
    assert not (school / "evidence").exists()


def test_a_first_proof_establishes_the_dossier(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = opened(desk, child()).result["record_id"]
        added(desk, record_id, pdf(tmp_path / "a.pdf"))
        assert record_of(desk, record_id).dossier == ""
        added(desk, record_id, pdf(tmp_path / "b.pdf", b"other"), item="proofs")
        assert record_of(desk, record_id).dossier == "established"


def test_the_last_school_keeps_the_dossier_for_ever(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        refusal = refused(lambda: archive(desk, [record_id], where="档案室", copies=1, errand=errand()))
        assert refusing(refusal) == ["change.impossible"]
        change(desk, [record_id], "graduated", lambda _: {}, errand())
        archive(desk, [record_id], where="档案室 1-1", copies=2, errand=errand())
        record = record_of(desk, record_id)
        *_, act = desk.registry.acts(record_id=record_id)
    assert (record.dossier, record.status) == ("archived", "graduated")
    assert (act.body, act.basis["article"]) == ({"place": "档案室 1-1", "copies": 2}, 9)


def test_a_school_that_the_pupil_left_for_another_does_not_archive(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        gone(desk, record_id)
        refusal = refused(lambda: archive(desk, [record_id], where="档案室", copies=1, errand=errand()))
    assert refusing(refusal) == ["dossier.not-last"]


def test_an_archive_has_a_place(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        assert refusing(refused(lambda: archive(desk, [record_id], where=" ", copies=1, errand=errand()))) == [
            "usage.missing"
        ]


def test_a_rehearsal_judges_the_words_too(school: Path) -> None:
    paper: dict[str, Any] = {"paper": True, "where": "柜3-2", "copies": 1}
    with at(school) as desk:
        record_id = registered(desk)
        said = errand(because="很长" * 2000, dry_run=True)
        assert refusing(refused(lambda: added(desk, record_id, errand=said, **paper))) == ["text.too-long"]
