"""建立学籍 (第四条至第六条): one child at the desk; every problem at once, and nothing stored on refusal."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.procedures.desks import (
    TODAY,
    at,
    child,
    codes,
    opened,
    pdf,
    record_of,
    refused,
    refusing,
    resident,
    without_document,
)  # fmt: skip
from xjcli.procedures.form import load_form
from xjcli.procedures.opening import BASES


def test_a_child_with_an_identity_card_gets_a_candidate_g_number(school: Path) -> None:
    with at(school) as desk:
        report = opened(desk, child())
        record = record_of(desk, report.result["record_id"])
    assert report.status == 0
    assert (record.registry_number, record.number_state) == (f"G{resident(901)}", "proposed")
    assert report.result["registry_number"] == "G320106********" + resident(901)[-4:]
    assert (record.stage, record.cohort, record.class_no, record.entry_month) == ("primary", 2026, "01", "2026-09")
    assert (record.standing, record.status) == ("pending", "enrolled")


def test_a_child_without_a_document_gets_a_mark_nobody_takes_for_a_number(school: Path) -> None:
    with at(school) as desk:
        report = opened(desk, without_document())
    assert report.result["registry_number"].startswith("TMP-")
    assert report.result["number_state"] == "local"
    assert "person.proof-needed" in codes(report)


@pytest.mark.parametrize("basis", BASES)
def test_every_basis_opens_a_record(school: Path, basis: str) -> None:
    with at(school) as desk:
        report = opened(desk, child(), basis=basis)
        record = record_of(desk, report.result["record_id"])
    assert record.basis == basis
    assert record.standing == report.result["standing"] == ("approved" if basis == "take-on" else "pending")


def test_an_unknown_basis_is_a_usage_error_that_lists_them(school: Path) -> None:
    with at(school) as desk:
        problem = refused(lambda: opened(desk, child(), basis="cousin")).problems[0]
    assert problem.code == "usage.option"
    assert all(basis in str(problem.params["allowed"]) for basis in BASES)


def test_a_later_grade_without_a_transfer_only_warns(school: Path) -> None:
    late = child(grade="三年级", entry_month="202409", birth_date="20180305")
    with at(school) as desk:
        assert "enrol.needs-transfer" in codes(opened(desk, late, dry_run=True))
        assert "enrol.needs-transfer" not in codes(opened(desk, late, basis="transfer"))


@pytest.mark.parametrize("written", ["汉族", "汉", "01", "1", "01-汉族"])
def test_labels_and_codes_land_on_the_one_code(school: Path, written: str) -> None:
    with at(school) as desk:
        report = opened(desk, child(ethnicity=written))
        assert record_of(desk, report.result["record_id"]).person["ethnicity"] == "01"


def test_an_unknown_label_lists_what_is_close(school: Path) -> None:
    with at(school) as desk:
        problem = refused(lambda: opened(desk, child(ethnicity="维吾尔足"))).problems[0]
    assert (problem.code, problem.where) == ("field.label", "ethnicity")
    assert "维吾尔族" in str(problem.params["close"])


def test_every_problem_is_told_at_once_and_nothing_is_stored(school: Path) -> None:
    bad = child(
        name="", sex="男孩子", birth_date="20200230", ethnicity="火星族", phone="x", grade="十五年级", 颜色="红"
    )
    bad["document_number"] = resident(901)[:-1] + ("0" if resident(901)[-1] != "0" else "1")
    with at(school) as desk:
        before = desk.registry.head()
        refusal = refused(lambda: opened(desk, bad))
        assert desk.registry.head() == before
    told = {(problem.code, problem.where) for problem in refusal.problems if problem.severity == "refuse"}
    assert {
        ("field.unknown", "颜色"), ("field.label", "sex"), ("date.impossible", "birth_date"),
        ("field.label", "ethnicity"), ("id.check-digit", "document_number"),
        ("field.missing", "name"),
    } <= told  # fmt: skip
    assert "grade" in {where for _, where in told}


def test_a_number_that_says_another_birth_date_is_refused(school: Path) -> None:
    with at(school) as desk:
        wrong = {**child(), "birth_date": "20200306"}
        assert refusing(refused(lambda: opened(desk, wrong))) == ["person.birth-differs"]


def test_the_same_document_is_never_registered_twice(school: Path) -> None:
    with at(school) as desk:
        opened(desk, child())
        refusal = refused(lambda: opened(desk, child(name="样别名"), because="孪生"))
    assert refusing(refusal) == ["enrol.duplicate"]


def test_without_a_document_the_same_name_sex_and_birth_date_needs_a_reason(school: Path) -> None:
    with at(school) as desk:
        opened(desk, without_document())
        assert refusing(refused(lambda: opened(desk, without_document()))) == ["enrol.same-person"]
        again = opened(desk, without_document(), because="孪生姐妹，户口簿已核对")
        body = list(desk.registry.acts())[-1].body
    assert ("enrol.same-person", "warn") in [(problem.code, problem.severity) for problem in again.problems]
    assert body is not None
    assert body["because"] == "孪生姐妹，户口簿已核对"


def test_two_children_of_one_name_and_day_with_two_documents_are_only_told(school: Path) -> None:
    with at(school) as desk:
        opened(desk, child(901, name="样同名"))
        assert codes(opened(desk, child(903, name="样同名"))) == ["enrol.namesake"]


def test_a_date_that_has_not_come_is_refused(school: Path) -> None:
    with at(school) as desk:
        refusal = refused(lambda: opened(desk, child(), on=TODAY + timedelta(days=1)))
    assert "enrol.future" in refusing(refusal)


def test_a_stage_the_school_does_not_teach_is_refused(school: Path) -> None:
    with at(school) as desk:
        refusal = refused(lambda: opened(desk, child(grade="高一", birth_date="20110305")))
    assert refusing(refusal)


def test_evidence_is_kept_by_its_content_and_named_by_the_act(school: Path, tmp_path: Path) -> None:
    proof = pdf(tmp_path / "户口簿.pdf")
    with at(school) as desk:
        opened(desk, child(), evidence_files=[proof])
        (digest,) = list(desk.registry.acts())[-1].basis["evidence"]
    assert (school / "evidence" / digest[:2] / digest).read_bytes() == proof.read_bytes()


def test_evidence_that_is_no_document_is_refused_before_anything_is_stored(school: Path, tmp_path: Path) -> None:
    fake = tmp_path / "x.pdf"
    fake.write_text("no pdf")
    with at(school) as desk:
        assert refusing(refused(lambda: opened(desk, child(), evidence_files=[fake]))) == ["evidence.kind"]
        assert desk.registry.head().seq == 0
    assert not (school / "evidence").exists()


def test_a_form_is_read_by_field_names_and_by_national_headings(school: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.json"
    answers = {"姓名": "样小满", "sex": "女", "出生日期": "2020-03-05", "身份证件类型": "其他", "年级": "一年级",
               "班号": "1", "入学年月": "2026-09"}  # fmt: skip
    form.write_text(json.dumps(answers, ensure_ascii=False), "utf-8-sig")
    with at(school) as desk:
        assert opened(desk, load_form(form)).status == 0


@pytest.mark.parametrize("text", ["", "[]", '{"name": ["x"]}', "no"])
def test_a_form_that_is_no_table_of_texts_is_refused(tmp_path: Path, text: str) -> None:
    form = tmp_path / "form.json"
    form.write_text(text)
    assert codes(refused(lambda: load_form(form))) == ["form.unreadable"]


def test_a_rehearsal_stores_nothing_though_the_file_could_be_written(school: Path) -> None:
    with at(school, "read") as desk:
        report = opened(desk, child(), dry_run=True)
        assert desk.registry.head().seq == 0
    assert (report.result["record_id"], report.result["operation"]) == ("", None)
