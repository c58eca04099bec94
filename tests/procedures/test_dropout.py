"""辍学上报 (第二十二条): compulsory years only, three written reports, the record retained, migrants made ready."""

from __future__ import annotations

import stat
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import at, codes, record_of, refused, refusing
from tests.procedures.leavers import body_of, enrolled, last_act, moment, senior_school
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.dropout import PAPERS, dropout
from xjcli.procedures.dropout_report import Absence
from xjcli.procedures.resume import resume
from xjcli.procedures.settings import store
from xjcli.procedures.verify_form import verify_form
from xjcli.registry.access import access_log_holds
from xjcli.report import Report

AWAY = Absence(date(2026, 9, 1), "外出务工", "样例镇人民政府")
_HELD: dict[str, Any] = {"address": "虚构市测试路12号", "member1_name": "样大江", "member1_relation": "父亲",
         "member1_phone": "19900001234", "household_region": "320106"}  # fmt: skip


def reported(desk: Desk, pupils: list[str], folder: Path | None = None, **more: Any) -> Report:
    options: dict[str, Any] = {"absence": AWAY, "errand": Errand(desk.today), **more}
    return dropout(desk, pupils, options["absence"], folder=folder, errand=options["errand"])


def test_the_report_is_written_to_three_addressees_and_names_the_pupil_only_in_them(
    school: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "报告"
    with at(school) as desk:
        store(desk, "county", "虚构区教育局")
    with at(school) as desk:
        pupil = enrolled(desk, **_HELD)
        report = reported(desk, [pupil], folder)
        record = record_of(desk, pupil)
        assert access_log_holds(desk.registry)
        looks = desk.registry.rows("select count(*) from access_log")[0][0]
    assert (record.status, report.status, looks) == ("dropped-out", 0, 1)
    assert sorted(report.result["papers"]) == sorted(path.name for path in folder.iterdir())
    assert len(report.result["papers"]) == 6
    texts = {path.name.split("-")[-1]: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert texts["township.md"].splitlines()[2] == "样例镇人民政府："
    assert texts["county.md"].splitlines()[2] == "虚构区教育局："
    assert texts["authority.md"].splitlines()[2] == "学籍主管部门："
    for word in (record.name, record.registry_number, "19900001234", "外出务工", "2033年8月31日", "2026年9月1日"):
        assert all(word in text for text in texts.values()), word
    assert all(record.name not in name for name in report.result["papers"])
    assert record.name in _word_text(next(folder.glob("*township.docx")))
    with at(school, "read") as desk:
        found = {path.name: verify_form(desk, path).result for path in folder.iterdir()}
    assert {(each["kind"], each["record_id"]) for each in found.values()} == {("dropout-report", pupil)}
    for addressee in ("township", "county", "authority"):  # one report, in Word and as text
        assert len({each["number"] for name, each in found.items() if addressee in name}) == 1
    assert len({each["number"] for each in found.values()}) == 3


def _word_text(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no file modes")
def test_the_papers_are_for_their_owner_only_and_lie_at_home_by_default(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        report = reported(desk, [pupil])
    assert report.result["folder"] == str(school / PAPERS)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (school / PAPERS).iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("grade", "until"), [("一年级", "2035-08-31"), ("六年级", "2030-08-31"), ("九年级", "2027-08-31")]
)
def test_the_record_is_retained_to_the_end_of_compulsory_schooling(school: Path, grade: str, until: str) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, grade)
        report = reported(desk, [pupil], errand=Errand(desk.today, dry_run=True))
    assert report.result["items"][0]["retained_until"] == until


@pytest.mark.parametrize(
    ("person", "migrant"),
    [({"migrant_child": "是", "household_region": "320106"}, True), ({"household_region": "510107"}, True),
     ({"household_region": "320106"}, False), ({}, False)],
)  # fmt: skip
def test_for_a_migrant_child_the_report_asks_the_authority_to_pass_the_dossier_on(
    school: Path, person: dict[str, Any], migrant: bool
) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, **person)
        report = reported(desk, [pupil])
        body = body_of(last_act(desk))
    text = next((school / PAPERS).glob("*authority.md")).read_text("utf-8")
    assert (report.result["items"][0]["migrant"], body["migrant"], "学期末转交" in text) == (migrant,) * 3
    assert body["household_region"] == person.get("household_region", "")


def test_the_township_is_a_setting_or_has_to_be_named(school: Path) -> None:
    nameless = Absence(AWAY.since, AWAY.ground)
    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: reported(desk, [pupil], absence=nameless))
        assert (refusing(refusal), refusal.problems[0].params["option"]) == (["usage.missing"], "--township")
        store(desk, "township", "样例街道办事处")
    with at(school) as desk:
        reported(desk, [pupil], absence=nameless)
        assert body_of(last_act(desk))["township"] == "样例街道办事处"


def test_senior_secondary_knows_no_dropout_and_is_shown_the_way(tmp_path: Path) -> None:
    home = senior_school(tmp_path / "senior")
    with at(home) as desk:
        pupil = enrolled(desk, "高一")
        refusal = refused(lambda: reported(desk, [pupil]))
    assert refusing(refusal) == ["change.compulsory-only"]
    assert not (home / PAPERS).exists()


def test_a_refused_or_rehearsed_or_cancelled_report_writes_no_paper(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        late = Absence(date(2026, 9, 2), "外出务工", "样例镇人民政府")
        assert refusing(refused(lambda: reported(desk, [pupil], absence=late))) == ["dropout.since"]
        reported(desk, [pupil], errand=Errand(desk.today, dry_run=True))
        no = Errand(desk.today, confirm=lambda _: False)
        assert refusing(refused(lambda: reported(desk, [pupil], errand=no))) == ["usage.cancelled"]
        assert record_of(desk, pupil).status == "enrolled"
    assert not (school / PAPERS).exists()


def test_a_template_with_a_blank_nobody_fills_stores_nothing_and_leaves_no_paper(school: Path) -> None:
    own = school / "templates" / "dropout-report.md"
    own.parent.mkdir()
    own.write_text("{{addressee}}：{{favourite_colour}}\n", "utf-8")
    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: reported(desk, [pupil]))
        assert (refusing(refusal), record_of(desk, pupil).status) == (["paper.blank"], "enrolled")
    own.write_text("{{addressee}}：\n\n　　本校自己的说法。{{name}}\n", "utf-8")
    with at(school) as desk:
        reported(desk, [pupil])
    assert "本校自己的说法" in next((school / PAPERS).glob("*county.md")).read_text("utf-8")


def test_several_pupils_are_one_operation_and_six_papers_each(school: Path) -> None:
    with at(school) as desk:
        pupils = [enrolled(desk), enrolled(desk, order=903)]
        report = reported(desk, pupils)
        operations = {act.operation for act in desk.registry.acts() if act.kind == "dropout-reported"}
    assert (len(report.result["papers"]), operations) == (12, {report.result["operation"]})
    assert codes(report) == ["dropout.county"]


def test_a_dropout_comes_back_on_the_same_record(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        reported(desk, [pupil])
    with at(school, now=moment(2026, 10, 8)) as desk:
        resume(desk, [pupil], class_no="", lower=False, errand=Errand(desk.today))
        assert record_of(desk, pupil).status == "enrolled"
