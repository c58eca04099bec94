"""建立学籍 (第四条–第六条): one pupil, every problem at once, nothing stored on a refusal, no child twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.people import TODAY
from xjcli.desk import Desk, open_desk
from xjcli.errors import Refusal
from xjcli.procedures.enroll import enroll
from xjcli.procedures.find import find
from xjcli.procedures.form import load_form
from xjcli.procedures.history import history
from xjcli.procedures.number import confirm, show
from xjcli.procedures.opening import BASES
from xjcli.registry import queries
from xjcli.report import Report
from xjcli.schema.values.resident import check_character

GOOD = "32010620190909002"
NUMBER = GOOD + check_character(GOOD)
ANSWERS = {
    "name": "样小例", "document_number": NUMBER, "grade": "一年级", "class_no": "1班", "entry_month": "202609",
}  # fmt: skip
UNDOCUMENTED = {
    "name": "样无证", "sex": "男", "birth_date": "2019-10-01", "document_type": "其他", "grade": "一年级",
    "class_no": "01", "entry_month": "2026年9月",
}  # fmt: skip


def _enroll(desk: Desk, answers: dict[str, str], *, basis: str = "first", because: str = "") -> Report:
    return enroll(desk, answers, basis=basis, on=TODAY, because=because, evidence_files=[])


def _refused(desk: Desk, answers: dict[str, str], *, basis: str = "first") -> set[str]:
    before = desk.registry.head()
    with pytest.raises(Refusal) as refused:
        _enroll(desk, answers, basis=basis)
    assert desk.registry.head() == before
    return {problem.code for problem in refused.value.problems if problem.severity == "refuse"}


@pytest.fixture
def desk(school: Path) -> Desk:
    return open_desk("write", home=school, now=NOW.replace(day=2))


def test_a_valid_number_gives_a_marked_candidate_and_says_sex_and_birth(desk: Desk) -> None:
    report = _enroll(desk, ANSWERS)
    (record,) = queries.everyone(desk.registry)
    assert (record.registry_number, record.number_state, record.standing) == (f"G{NUMBER}", "proposed", "pending")
    assert (record.sex, record.birth_date, record.document_type) == ("2", "2019-09-09", "1")
    assert "enrol.from-number" in {problem.code for problem in report.problems}
    assert NUMBER not in str(report.result)


def test_without_a_number_the_school_shows_a_local_mark(desk: Desk) -> None:
    report = _enroll(desk, UNDOCUMENTED)
    assert report.result["registry_number"].startswith("TMP-")
    assert report.result["number_state"] == "local"


def test_everything_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    codes = _refused(desk, {**ANSWERS, "birth_date": "20190230", "ethnicity": "没有", "nosuch": "1", "entry_month": ""})
    assert codes >= {"date.impossible", "field.label", "field.unknown", "field.missing"}


def test_the_same_document_is_refused_and_names_no_child(desk: Desk) -> None:
    _enroll(desk, ANSWERS)
    assert _refused(desk, {**ANSWERS, "name": "样别人"}) == {"enrol.duplicate"}


def test_without_a_document_name_sex_and_birth_date_count(desk: Desk) -> None:
    _enroll(desk, UNDOCUMENTED)
    assert _refused(desk, UNDOCUMENTED) == {"enrol.same-person"}
    told = _enroll(desk, UNDOCUMENTED, because="双胞胎，户口簿已核对")
    assert "enrol.same-person" in {problem.code for problem in told.problems}
    assert len(queries.everyone(desk.registry)) == 2


@pytest.mark.parametrize("basis", BASES)
def test_every_basis_of_the_measures_can_be_stored(desk: Desk, basis: str) -> None:
    report = _enroll(desk, ANSWERS, basis=basis)
    (record,) = queries.everyone(desk.registry)
    assert record.basis == basis
    assert report.result["standing"] == ("approved" if basis == "take-on" else "pending")
    acts = history(desk, record.record_id).result["acts"]
    assert [act["kind"] for act in acts] == ["taken-on" if basis == "take-on" else "enrolled"]


def test_an_unknown_basis_is_a_usage_error(desk: Desk) -> None:
    assert _refused(desk, ANSWERS, basis="friend") == {"usage.option"}


def test_a_stage_the_school_does_not_teach_is_refused(desk: Desk) -> None:
    assert _refused(desk, {**ANSWERS, "grade": "高一"}) & {"grade.not-taught", "enrol.stage"}


def test_a_form_may_use_the_headings_of_the_national_form(tmp_path: Path) -> None:
    form = tmp_path / "表.json"
    form.write_text('{"姓名": "样小例", "身份证件号": "x", "班号": "1"}', "utf-8")
    assert load_form(form) == {"name": "样小例", "document_number": "x", "class_no": "1"}
    form.write_text("[1]", "utf-8")
    with pytest.raises(Refusal) as refused:
        load_form(form)
    assert refused.value.problems[0].code == "form.unreadable"


def test_a_pupil_is_found_by_class_grade_initials_and_last_four(desk: Desk) -> None:
    _enroll(desk, ANSWERS)
    for query in ("yxl", NUMBER[-4:], "样小", "小例"):
        assert find(desk, query=query).result["total"] == 1, query
    assert find(desk, class_no="1", grade="一年级").result["total"] == 1
    assert find(desk, grade="一(1)班").result["total"] == 1
    assert find(desk, grade="二年级").result["total"] == 0


def test_an_official_list_confirms_once_and_then_nothing_changes_it(desk: Desk, tmp_path: Path) -> None:
    _enroll(desk, ANSWERS)
    other = "G11010519491231002X"
    listed = tmp_path / "名单.csv"
    listed.write_text(f"身份证件号,学籍号\n{NUMBER},G{NUMBER}\n11010519491231002X,{other}\n", "utf-8")
    report = confirm(desk, listed, on=TODAY)
    assert (report.result["confirmed"], report.result["unknown"]) == (1, 1)
    assert confirm(desk, listed, on=TODAY).result["unchanged"] == 1
    listed.write_text(f"身份证件号,学籍号\n{NUMBER},{other}\n", "utf-8")
    different = confirm(desk, listed, on=TODAY)
    assert (different.result["different"], different.result["operation"]) == (1, None)
    (record,) = queries.everyone(desk.registry)
    assert (record.registry_number, record.number_state) == (f"G{NUMBER}", "issued")
    assert show(desk, record.record_id).result["number_state"] == "issued"
