"""第十八条: what a directly run school writes to its county each term; 第十四条: what it writes to a late party."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.papers.packages import whole
from tests.procedures.desks import at, child, refused, refusing, resident
from tests.procedures.handovers import OTHER, OTHER_NAME, arrived, asked, errand, files, gone, notified, registered
from xjcli.desk import Desk
from xjcli.procedures import transfer
from xjcli.procedures.settings import store
from xjcli.procedures.transfer_letters import notice, remind
from xjcli.procedures.verify_form import verify_form

TERM = "2026-autumn"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "文书"
    folder.mkdir()
    return folder


def run_by_the_city(school: Path) -> None:
    with at(school) as desk:
        store(desk, "authority", "320100")


def moved(desk: Desk) -> None:
    """One pupil came in, one went out, one is still on the way."""
    arrived(desk, f"G{resident(901)}")
    gone(desk, registered(desk, document_number=resident(903), name="样小去"))
    asked(desk, answers=child(905, name="样小等"))


def test_the_notice_names_who_came_and_who_went_with_masked_numbers(school: Path, out: Path) -> None:
    run_by_the_city(school)
    with at(school) as desk:
        moved(desk)
        report = notice(desk, TERM, out)
    (name,) = files(out)
    text = whole(out / name)
    assert (report.result["due"], report.result["arrived"], report.result["departed"]) == (True, 1, 1)
    assert name == "transfer-notice-2026-autumn.docx"
    assert "第十八条" in text
    arrivals, departures = text.split("转出（")
    assert "G320106********" in arrivals
    assert "样小去" in departures
    assert "样小去" not in arrivals
    assert "样小等" not in text
    assert resident(901) not in text
    assert OTHER_NAME in arrivals


def test_another_term_has_other_moves(school: Path, out: Path) -> None:
    run_by_the_city(school)
    with at(school) as desk:
        moved(desk)
        report = notice(desk, "2026-2027-2", out)
    assert (report.result["arrived"], report.result["departed"]) == (0, 0)
    lines = whole(out / "transfer-notice-2027-spring.docx").splitlines()
    assert lines.count("无") == 2


def test_a_pupil_who_came_and_went_in_one_term_stands_on_both_sides(school: Path, out: Path) -> None:
    run_by_the_city(school)
    with at(school) as desk:
        gone(desk, arrived(desk, f"G{resident(901)}"))
        report = notice(desk, TERM, out)
    assert (report.result["arrived"], report.result["departed"]) == (1, 1)


def test_a_school_of_its_own_county_owes_none_and_hears_so(school: Path, out: Path) -> None:
    with at(school) as desk:
        moved(desk)
        report = notice(desk, TERM, out)
    assert (report.status, report.result["due"], report.result["file"]) == (0, False, "")
    assert [problem.code for problem in report.problems] == ["transfer.not-directly-run"]
    assert files(out) == []


def test_a_term_that_is_none_is_a_usage_error(school: Path, out: Path) -> None:
    with at(school) as desk:
        assert refused(lambda: notice(desk, "上学期", out)).exit_code == 2


def test_a_letter_never_replaces_another_and_is_its_owners_only(school: Path, out: Path) -> None:
    run_by_the_city(school)
    with at(school) as desk:
        notice(desk, TERM, out)
        assert refusing(refused(lambda: notice(desk, TERM, out))) == ["file.exists"]
        assert notice(desk, TERM, out, dry_run=True).result["file"]
    assert sys.platform == "win32" or (out / files(out)[0]).stat().st_mode & 0o077 == 0


def test_the_late_party_gets_a_letter_with_case_article_and_days(school: Path, out: Path) -> None:
    with at(school) as desk:
        record_id = asked(desk).result["items"][0]["record_id"]
    with at(school, now=at(school).now.replace(month=9, day=21)) as desk:
        report = remind(desk, record_id, out)
    text = whole(out / files(out)[0])
    assert report.result["party"] == "from-school"
    assert text.startswith("学籍转接催办函\n转出学校：")
    assert "10 个工作日" in text
    assert "第14条" in text
    assert "已 20 天" in text
    late = report.result["working_days_late"]
    assert late > 0
    assert f"贵方的期限为 {report.result['deadline']}，已逾期 {late} 个工作日" in text
    assert OTHER in text
    assert resident(901) not in text


def test_nobody_is_reminded_of_his_own_turn_or_of_nothing(school: Path, out: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        assert refusing(refused(lambda: remind(desk, record_id, out))) == ["transfer.nobody-late"]
        notified(desk, record_id)
        assert refusing(refused(lambda: remind(desk, record_id, out))) == ["transfer.own-turn"]
        transfer.release(desk, [record_id], errand=errand())
        early = remind(desk, record_id, out, dry_run=True).result
        assert (early["party"], early["working_days_late"]) == ("authority", 0)
    assert files(out) == []


def test_a_folder_that_is_not_there_is_not_made(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = asked(desk).result["items"][0]["record_id"]
        assert refusing(refused(lambda: remind(desk, record_id, tmp_path / "gone"))) == ["file.missing"]


def test_a_letter_has_a_number_and_a_code_and_is_filed_as_it_is_asked_for(school: Path, out: Path) -> None:
    run_by_the_city(school)
    with at(school) as desk:
        record_id = asked(desk).result["items"][0]["record_id"]
        for ending in (".docx", ".xlsx", ".md"):
            for kind, found in (
                ("transfer-notice", notice(desk, TERM, out / f"告知{ending}")),
                ("transfer-reminder", remind(desk, record_id, out / f"催办{ending}")),
            ):
                answer = verify_form(desk, Path(found.result["file"])).result
                assert (answer["kind"], answer["number"]) == (kind, found.result["number"])
        assert len(desk.registry.rows("select * from forms where record_id = ?", (record_id,))) == 3
        assert refusing(refused(lambda: notice(desk, TERM, out / "函.pdf"))) == ["paper.kind"]
        assert notice(desk, TERM, out / "试.docx", dry_run=True).result["number"] == ""


def test_the_school_says_it_in_its_own_words(school: Path, out: Path) -> None:
    run_by_the_city(school)
    (school / "templates").mkdir()
    (school / "templates" / "transfer-notice.md").write_text("# 本校告知\n\n| {{arrivals.name}} |\n", "utf-8")
    with at(school) as desk:
        notice(desk, TERM, out)
    assert whole(out / files(out)[0]).splitlines()[:2] == ["本校告知", "无"]
