"""修改基础信息 (第十条): approved by the authority on a proof that travels; 查重 first; an issued number stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import (
    TODAY,
    child,
    codes,
    decide,
    opened,
    pdf,
    record_of,
    refused,
    refusing,
    resident,
    without_document,
)  # fmt: skip
from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.change import Errand
from xjcli.procedures.correct import correct
from xjcli.procedures.doctor import doctor
from xjcli.regulation.basics import awaits_authority
from xjcli.report import Report
from xjcli.schema.act import Draft

LOCAL = "L320106202003050017"


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    return pdf(tmp_path / "户口簿.pdf")


def approved(desk: Desk, answers: dict[str, str], *, number: str = "") -> str:
    """A child whose enrolment was approved, with the number of its document or this one."""
    record_id = str(opened(desk, answers).result["record_id"])
    decide(desk, record_id, number=number or f"G{answers['document_number']}")
    return record_id


def asked(proof: Path | None, **more: Any) -> Errand:
    return Errand(TODAY, evidence=(proof,) if proof else (), **more)


def corrected(desk: Desk, record_id: str, proof: Path | None, **answers: str) -> Report:
    return correct(desk, record_id, answers, asked(proof))


def rule_on(desk: Desk, record_id: str, kind: str) -> None:
    """As if the authority had decided on the act that waits."""
    seq = record_of(desk, record_id).open_case["seq"]
    body = {
        "case": "C-000001", "reason": "户口簿看不清" if kind == "change-refused" else "", "official": "测试科长",
        "bundle": "0" * 64, "act": seq,
    }  # fmt: skip
    draft = Draft(kind, record_id, TODAY.isoformat(), body, {"pack": "national-2013", "article": 10, "evidence": []})
    with desk.registry.transaction():
        desk.registry.append([draft], command="pull", recorded_at=desk.recorded_at, recorded_by="测试老师")


def test_a_correction_waits_and_takes_effect_with_the_approval(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    report = corrected(desk, record_id, proof, name="样正名", ethnicity="回族")
    waiting, act = record_of(desk, record_id), list(desk.registry.acts())[-1]
    assert (waiting.name, waiting.open_case["kind"]) == (child()["name"], "corrected")
    assert (act.basis["awaits"], act.basis["article"], len(act.basis["evidence"])) == (True, 10, 1)
    assert act.body is not None
    assert act.body["changes"]["name"] == {"from": child()["name"], "to": "样正名"}
    assert (report.status, report.result["awaits"], bool(report.result["operation"])) == (0, True, True)
    rule_on(desk, record_id, "change-approved")
    after = record_of(desk, record_id)
    assert (after.name, after.person["ethnicity"], after.open_case) == ("样正名", "03", {})
    assert doctor(desk).status == 0


def test_what_the_authority_refuses_was_never_changed(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    corrected(desk, record_id, proof, name="样正名")
    rule_on(desk, record_id, "change-refused")
    after = record_of(desk, record_id)
    assert (after.name, after.open_case, after.reason) == (child()["name"], {}, "户口簿看不清")


def test_old_and_new_are_shown_masked(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child(901))
    report = corrected(desk, record_id, proof, document_number=resident(905))
    (line,) = report.result["changes"]
    assert (line["field"], line["label"]) == ("document_number", "身份证件号")
    assert resident(901) not in str(report.result) and resident(905) not in str(report.result)
    assert "****" in line["from"] and "****" in line["to"]


def test_an_issued_number_stays_for_life_and_that_is_said(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child(901))
    report = corrected(desk, record_id, proof, document_number=resident(905))
    rule_on(desk, record_id, "change-approved")
    record = record_of(desk, record_id)
    assert Problem("number.kept", "note", record_id) in report.problems
    assert (record.document_number, record.registry_number) == (resident(905), f"G{resident(901)}")


def test_a_document_that_comes_later_brings_a_candidate_where_no_number_was_issued(desk: Desk, proof: Path) -> None:
    record_id = str(opened(desk, without_document(), basis="take-on").result["record_id"])
    corrected(desk, record_id, proof, document_type="居民身份证", document_number=resident(907))
    rule_on(desk, record_id, "change-approved")
    record = record_of(desk, record_id)
    assert (record.registry_number, record.number_state) == (f"G{resident(907)}", "proposed")


def test_a_number_that_was_never_hers_can_be_taken_away(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child(901))
    corrected(desk, record_id, proof, document_type="其他", document_number="")
    rule_on(desk, record_id, "change-approved")
    record = record_of(desk, record_id)
    assert (record.document_type, record.document_number) == ("Z", "")


def test_the_number_of_another_child_is_refused_and_the_record_named(desk: Desk, proof: Path) -> None:
    other = approved(desk, child(903))
    record_id = approved(desk, child(901))
    refusal = refused(lambda: corrected(desk, record_id, proof, document_number=resident(903)))
    (problem,) = [found for found in refusal.problems if found.severity == "refuse"]
    assert (problem.code, problem.params["record"]) == ("enrol.duplicate", other)


def test_a_namesake_is_told_and_does_not_stop_it(desk: Desk, proof: Path) -> None:
    approved(desk, child(903))
    record_id = approved(desk, child(901))
    report = corrected(desk, record_id, proof, name=child(903)["name"])
    assert "enrol.namesake" in codes(report)
    assert report.status == 0


def test_a_field_that_says_nothing_of_who_the_pupil_is_is_not_compared_with_the_roll(desk: Desk, proof: Path) -> None:
    approved(desk, child(903, name="样同名"))
    record_id = approved(desk, child(901, name="样同名"))
    assert "enrol.namesake" not in codes(corrected(desk, record_id, proof, ethnicity="回族"))


@pytest.mark.parametrize(("paper", "code"), [("", "change.evidence"), ("柜3-2", "correct.evidence")])
def test_the_proof_must_travel_so_a_paper_is_not_enough(desk: Desk, paper: str, code: str) -> None:
    record_id = approved(desk, child())
    refusal = refused(lambda: correct(desk, record_id, {"name": "样正名"}, asked(None, paper=paper)))
    assert refusing(refusal) == [code]


@pytest.mark.parametrize(
    ("field", "code"),
    [("phone", "change.kept-field"), ("member1_address", "change.kept-field"), ("orphan", "change.kept-field"),
     ("class_no", "change.class-field"), ("grade", "change.place-field"), ("school_code", "change.place-field"),
     ("nmae", "field.unknown")],
)  # fmt: skip
def test_what_is_not_basic_information_is_pointed_to_its_command(
    desk: Desk, proof: Path, field: str, code: str
) -> None:
    record_id = approved(desk, child())
    assert codes(refused(lambda: corrected(desk, record_id, proof, **{field: "1"}))) == [code]


def test_a_heading_of_the_national_form_names_its_field(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    assert correct(desk, record_id, {"姓名": "样正名"}, asked(proof)).result["changes"][0]["field"] == "name"


def test_nothing_changed_is_nothing_to_approve(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    assert codes(refused(lambda: corrected(desk, record_id, proof, name=child()["name"]))) == ["correct.nothing"]


def test_the_whole_form_is_judged_and_a_contradiction_refused(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    head = desk.registry.head()
    refusal = refused(lambda: corrected(desk, record_id, proof, birth_date="20200306"))
    assert refusing(refusal)
    assert codes(refused(lambda: corrected(desk, record_id, proof, sex="很"))) == ["field.label"]
    assert desk.registry.head() == head


def test_an_entry_month_is_corrected_in_its_place(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    corrected(desk, record_id, proof, entry_month="2026-08")
    rule_on(desk, record_id, "change-approved")
    assert record_of(desk, record_id).entry_month == "2026-08"


def test_one_pupil_one_open_case(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    corrected(desk, record_id, proof, name="样正名")
    assert refusing(refused(lambda: corrected(desk, record_id, proof, name="样另名"))) == ["change.case-open"]


def test_an_enrolment_that_waits_cannot_be_corrected_yet(desk: Desk, proof: Path) -> None:
    record_id = str(opened(desk, child()).result["record_id"])
    assert refusing(refused(lambda: corrected(desk, record_id, proof, name="样正名"))) == ["change.not-approved"]


def test_a_day_that_has_not_come_is_refused(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    errand = Errand(TODAY + timedelta(days=1), evidence=(proof,))
    assert "change.future" in codes(refused(lambda: correct(desk, record_id, {"name": "样正名"}, errand)))


def test_a_rehearsal_shows_the_change_and_stores_nothing(desk: Desk, proof: Path) -> None:
    record_id = approved(desk, child())
    head = desk.registry.head()
    report = correct(desk, record_id, {"name": "样正名"}, asked(proof, dry_run=True))
    assert (report.result["operation"], report.result["changes"][0]["to"]) == (None, "样正名")
    assert desk.registry.head() == head
    assert not (desk.home / "evidence").exists()


def test_only_where_a_province_leaves_every_field_to_the_school_nobody_is_asked() -> None:
    assert awaits_authority(["ethnicity"], ())
    assert not awaits_authority(["ethnicity"], ("ethnicity", "former_name"))
    assert awaits_authority(["ethnicity", "name"], ("ethnicity",))
