"""What each act changes besides the status, column by column: nothing more and nothing less (第十三条)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.regulation.acts import (
    BODIES,
    FROM_SCHOOL,
    TO_SCHOOL,
    approved,
    arriving,
    changed,
    opened,
    refused,
    resubmitted,
    taken_on,
)
from tests.regulation.states import R, after, at_status, same_but, then
from xjcli.regulation.effects import EFFECTS
from xjcli.regulation.lifecycle import ROWS
from xjcli.schema import record as at
from xjcli.schema.act import KINDS, OFFICE_KINDS, OPENING_KINDS, Draft

ON = "2026-10-09"
HERE = at_status(at.ENROLLED)
#: Ways of the two schools and the authority about one pupil.
NOTIFIED = {
    "role": "from", "kind": "transfer", "case": "C-0001", "school": TO_SCHOOL, "name": "虚构市测试学校",
    "party": "from-school", "since": ON, "seal": "age1test",
}  # fmt: skip
ASKED = {
    "role": "to", "kind": "transfer", "case": "", "school": FROM_SCHOOL, "name": "虚构市第二小学",
    "party": "from-school", "since": "2026-10-08", "seq": 1,
}  # fmt: skip

#: (act, body if another than the usual, status it meets) → the columns that change, and nothing else does.
EFFECT: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("leave-granted", {}, at.ENROLLED, {
        "status": at.ON_LEAVE, "situation": {"since": ON, "until": "2027-08-31", "ground": "因病"},
    }),
    ("leave-extended", {}, at.ON_LEAVE, {
        "situation": {"since": ON, "until": "2028-02-29", "ground": "因病"},
    }),
    ("resumed", {}, at.ON_LEAVE, {"status": at.ENROLLED, "class_no": "03", "situation": {}}),
    ("resumed", {"class": ""}, at.ABROAD, {"status": at.ENROLLED, "situation": {}}),
    ("resumed", {"cohort": 2027}, at.DROPPED_OUT, {
        "status": at.ENROLLED, "class_no": "03", "cohort": 2027, "situation": {},
    }),
    ("promoted", {}, at.ENROLLED, {"class_no": "02", "promoted_year": 2027}),
    ("promoted", {"class": ""}, at.ENROLLED, {"promoted_year": 2027}),
    ("retained", {}, at.ENROLLED, {"cohort": 2027, "promoted_year": 2027}),
    ("skipped", {}, at.ENROLLED, {"cohort": 2025, "promoted_year": 2027}),
    ("progressed", {}, at.ENROLLED, {
        "stage": "junior", "cohort": 2032, "class_no": "04", "entry_month": "2032-09", "promoted_year": 2032,
    }),
    ("progressed", {}, at.GRADUATED, {
        "status": at.ENROLLED, "stage": "junior", "cohort": 2032, "class_no": "04", "entry_month": "2032-09",
        "promoted_year": 2032, "situation": {},
    }),
    ("graduated", {}, at.ENROLLED, {"status": at.GRADUATED, "situation": {"on": ON, "certificate": "证-0001"}}),
    ("completed", {}, at.ENROLLED, {
        "status": at.COMPLETED, "situation": {"on": ON, "certificate": "证-0002", "ground": "成绩未达毕业要求"},
    }),
    ("left-early", {}, at.DROPPED_OUT, {"status": at.LEFT_EARLY, "situation": {"on": ON, "ground": "未完成学业"}}),
    ("withdrawn", {}, at.ABROAD, {"status": at.WITHDRAWN, "situation": {"on": ON, "ground": "本人申请"}}),
    ("expelled", {}, at.ENROLLED, {
        "status": at.EXPELLED, "situation": {"on": ON, "ground": "严重违纪", "decision": "校字〔2026〕9号"},
    }),
    ("went-abroad", {}, at.ON_LEAVE, {
        "status": at.ABROAD,
        "situation": {"since": ON, "country": "392", "school": "某国某校", "until": "2028-07-31"},
    }),
    ("missing-reported", {}, at.ENROLLED, {"status": at.MISSING, "situation": {"since": "2026-09-20"}}),
    ("death-reported", {}, at.ON_LEAVE, {
        "status": at.DEREGISTERED, "situation": {"on": ON, "died_on": "2026-10-01", "certificate": "死证-0001"},
    }),
    ("dropout-reported", {}, at.MISSING, {
        "status": at.DROPPED_OUT, "situation": BODIES["dropout-reported"],
    }),
    ("placed-out", {}, at.ENROLLED, {
        "situation": {"studies_at": "5132000001", "ground": "special", "since": ON},
    }),
    ("corrected", {}, at.ENROLLED, {
        "name": "林晓满", "name_key": "林晓满", "person": {**HERE.person, "name": "林晓满"},
    }),
    ("corrected", {"changes": {"entry_month": {"from": "2026-09", "to": "2026-10"}}}, at.ENROLLED, {
        "entry_month": "2026-10",
    }),
    ("updated", {}, at.ENROLLED, {"person": {**HERE.person, "guardian1_name": "林大山"}}),
    ("transfer-notified", {}, at.ENROLLED, {"handover": NOTIFIED}),
    ("handover-completed", {}, at.ENROLLED, {
        "status": at.TRANSFERRED_OUT,
        "situation": {"moved_to": TO_SCHOOL, "name": "虚构市测试学校", "on": ON, "kind": "transfer"},
        "dossier": at.TO_SEND,
    }),
    ("handover-completed", {"number": "G-new", "school": FROM_SCHOOL}, at.ARRIVING, {
        "status": at.ENROLLED, "standing": at.APPROVED, "registry_number": "G-new", "number_state": at.ISSUED,
        "case_id": "C-0001", "handover": {}, "situation": {"came_from": FROM_SCHOOL, "on": ON},
    }),
    ("handover-refused", {}, at.ENROLLED, {"case_id": "C-0001", "reason": "材料不实"}),
    ("handover-refused", {}, at.ARRIVING, {
        "status": at.CANCELLED, "case_id": "C-0001", "reason": "材料不实", "handover": {},
    }),
    ("transfer-withdrawn", {}, at.ARRIVING, {"status": at.CANCELLED, "handover": {}}),
    ("enrolment-withdrawn", {}, at.ENROLLED, {
        "status": at.CANCELLED, "situation": {"on": ON, "reason": "到他校就读"},
    }),
    ("custody-moved", {}, at.ENROLLED, {
        "status": at.TRANSFERRED_OUT, "dossier": at.SENT_ON,
        "situation": {"custodian": "虚构市测试学校", "custody_to": TO_SCHOOL, "custody_on": ON},
    }),
    ("dossier-sent", {}, at.TRANSFERRED_OUT, {"dossier": at.SENT_ON}),
    ("dossier-received", {}, at.ENROLLED, {}),
    ("dossier-archived", {}, at.DEREGISTERED, {"dossier": at.ARCHIVED}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body", "status", "columns"), EFFECT, ids=[f"{kind}-{status}" for kind, _, status, _ in EFFECT]
)
def test_an_act_changes_these_columns_and_no_other(
    kind: str, body: dict[str, Any], status: str, columns: dict[str, Any]
) -> None:
    before = replace(at_status(status), changed_on=ON)
    assert same_but(then(before, changed(kind, R, **body))) == same_but(before, **columns)


def test_every_act_of_the_table_has_an_effect_and_no_effect_is_of_another() -> None:
    by_case = {"change-approved", "change-refused"}
    assert set(EFFECTS) == set(KINDS) - OPENING_KINDS - OFFICE_KINDS - {"reversed"} - by_case
    assert set(EFFECTS) | by_case | OPENING_KINDS == {act for _, act in ROWS}


def test_an_opening_act_with_evidence_establishes_the_dossier_and_one_without_does_not() -> None:
    """第七条: the dossier stands when a proof is at hand; 接管: it is there already."""
    proven = replace(opened(R), basis={**opened(R).basis, "evidence": ["e" * 64]})
    assert after(proven).dossier == at.ESTABLISHED
    assert after(opened(R)).dossier == at.NO_DOSSIER
    assert after(taken_on(R)).dossier == at.ESTABLISHED
    assert after(replace(arriving(R), basis=proven.basis)).dossier == at.NO_DOSSIER


def test_a_proof_establishes_the_dossier_and_another_paper_does_not() -> None:
    record = after(opened(R))
    for item, dossier in ((1, at.NO_DOSSIER), (3, at.NO_DOSSIER), (2, at.ESTABLISHED)):
        assert then(record, changed("dossier-added", R, item=item)).dossier == dossier


@pytest.mark.parametrize("status", [at.TRANSFERRED_OUT, at.DEREGISTERED])
def test_a_paper_that_comes_late_does_not_bring_a_dossier_back(status: str) -> None:
    """第九条: what was sent on or archived stays so."""
    gone = then(at_status(status), changed("dossier-archived", R))
    assert then(gone, changed("dossier-added", R)).dossier == at.ARCHIVED


def test_a_dossier_that_arrives_brings_the_fields_it_holds() -> None:
    """第十六条: 接续档案."""
    record = then(HERE, changed("dossier-received", R, person={"talent": "二胡"}))
    assert record.person == {**HERE.person, "talent": "二胡"}
    assert record.dossier == at.ESTABLISHED


def test_a_corrected_identity_stands_in_the_columns_it_is_found_by() -> None:
    to = {
        "name": "欧阳·小满", "sex": "1", "birth_date": "2019-09-03", "document_type": "1",
        "document_number": "TEST-0002",
    }  # fmt: skip
    changes = {name: {"from": HERE.person[name], "to": value} for name, value in to.items()}
    record = then(HERE, changed("corrected", R, changes=changes))
    assert {name: getattr(record, name) for name in to} == to
    assert {name: record.person[name] for name in to} == to
    assert record.name_key != HERE.name_key


def test_a_correction_may_propose_another_number_where_none_was_issued() -> None:
    """第五、十条: the candidate follows the document; an issued number does not."""
    number = {"value": "G-new", "state": at.PROPOSED, "rule": "national-2013"}
    fresh = then(after(opened(R)), changed("corrected", R, number=number))
    assert (fresh.registry_number, fresh.number_state) == ("G-new", at.PROPOSED)
    issued = then(HERE, changed("corrected", R, number=number))
    assert (issued.registry_number, issued.number_state) == (HERE.registry_number, at.ISSUED)


def test_a_resubmission_changes_what_it_names_and_clears_the_reason() -> None:
    record = after(opened(R), refused(R, "证件有误"), resubmitted(R, document_number="TEST-0003"))
    assert (record.standing, record.reason) == (at.PENDING, "")
    assert (record.name, record.document_number) == ("林小满", "TEST-0003")
    assert record.person["document_number"] == record.document_number


def test_a_resubmission_changes_the_name_and_what_it_is_found_by() -> None:
    before, record = after(opened(R)), after(opened(R), resubmitted(R, name="欧阳·小满"))
    assert (record.name, record.person["name"]) == ("欧阳·小满", "欧阳·小满")
    assert record.name_key != before.name_key
    assert record.person["birth_date"] == before.person["birth_date"]


def test_a_refusal_says_why_and_an_approval_takes_it_back() -> None:
    refusal = after(opened(R), refused(R, "材料不全"))
    assert (refusal.reason, refusal.case_id) == ("材料不全", f"c-{R}")
    assert after(opened(R), refused(R), approved(R)).reason == ""


@pytest.mark.parametrize("answer", ["transfer-released", "transfer-declined"])
def test_the_answer_of_the_school_of_origin_brings_the_case_to_the_authority(answer: str) -> None:
    """第十四条: 转出校 has ten working days, then the authority has; the day of the answer is not counted."""
    record = then(HERE, changed("transfer-notified", R), changed(answer, R, on="2026-10-20"))
    assert record.handover == {**NOTIFIED, "party": "authority", "since": "2026-10-20"}
    assert record.status == at.ENROLLED


def test_a_request_says_from_where_the_pupil_comes_and_that_the_school_of_origin_is_asked() -> None:
    assert after(arriving(R)).handover == ASKED
    assert after(arriving(R, kind="progress-requested")).handover == {**ASKED, "kind": "progress"}


def test_a_handover_that_is_refused_leaves_the_pupil_where_he_was() -> None:
    """籍随人走: never on none."""
    record = then(HERE, changed("transfer-notified", R), changed("handover-refused", R))
    assert (record.status, record.handover) == (at.ENROLLED, {})


def test_a_request_that_was_withdrawn_while_the_authority_completed_it_is_completed() -> None:
    """籍随人走: the school of origin has let the pupil go, so the receiving school has him."""
    record = then(at_status(at.CANCELLED), changed("handover-completed", R, number="G-mine", school=FROM_SCHOOL))
    assert (record.status, record.standing, record.registry_number) == (at.ENROLLED, at.APPROVED, "G-mine")
    assert record.situation["came_from"] == FROM_SCHOOL


def test_a_handover_that_is_completed_ends_the_case_that_still_waits() -> None:
    record = then(
        HERE, changed("transfer-notified", R), changed("corrected", R, awaits=True), changed("handover-completed", R)
    )
    assert (record.status, record.open_case, record.handover) == (at.TRANSFERRED_OUT, {}, {})


def test_whoever_arrives_keeps_the_number_of_always() -> None:
    """第五条: 终身不变, in the new school as in the old."""
    first = then(after(arriving(R)), changed("handover-completed", R, number="G-mine", school=FROM_SCHOOL))
    assert (first.registry_number, first.number_state) == ("G-mine", at.ISSUED)
    again = then(first, changed("handover-completed", R), changed("dossier-archived", R))
    assert again.registry_number == "G-mine"


def test_a_graduate_stays_a_graduate_when_the_record_goes_on_to_the_next_school() -> None:
    """第十四条: 升学. The old school goes on saying 毕业, and where to."""
    record = then(
        at_status(at.GRADUATED), changed("transfer-notified", R), changed("handover-completed", R, on="2026-11-01")
    )
    assert record.status == at.GRADUATED
    assert record.situation["moved_to"] == TO_SCHOOL
    assert record.situation["certificate"] == "证-0001"


def test_a_pupil_schooled_elsewhere_comes_back() -> None:
    """第十七条: the record stays with the school while the pupil is taught in another."""
    away = then(HERE, changed("placed-out", R))
    assert (away.status, away.situation["studies_at"]) == (at.ENROLLED, "5132000001")
    assert same_but(then(away, changed("placed-back", R))) == same_but(HERE, changed_on=ON)


@pytest.mark.parametrize("kind", ["leave-granted", "went-abroad", "missing-reported", "graduated", "death-reported"])
def test_a_situation_keeps_no_reason_and_no_place_of_a_paper(kind: str) -> None:
    """They are said of the act, and stand there; the situation says where the pupil is (第二十五条)."""
    record = then(HERE, changed(kind, R, because="家长要求", paper="档案室甲柜"))
    assert not {"because", "paper"} & set(record.situation)


def test_leave_keeps_since_when_it_runs_when_it_is_extended() -> None:
    record = then(at_status(at.ON_LEAVE), changed("leave-extended", R, on="2027-08-30"))
    assert record.situation["since"] == ON
    assert record.situation["until"] == "2028-02-29"


def test_a_leave_that_ends_in_a_lower_grade_counts_from_the_new_cohort() -> None:
    """第十九条 with 第十一条: back in the next class down, and every later grade follows."""
    assert then(at_status(at.ON_LEAVE), changed("resumed", R, cohort=2027)).cohort == 2027
    assert then(at_status(at.ON_LEAVE), changed("resumed", R)).cohort == 2026


def test_no_act_takes_a_field_out_of_the_form() -> None:
    """第十三条: kept up to date, never emptied by the way: what an act does not name stays."""
    whole = replace(HERE, person={**HERE.person, "talent": "二胡", "phone": "T-1"})
    for kind in BODIES:
        if (at.ENROLLED, kind) in ROWS and not kind.startswith("change-"):
            kept = then(whole, Draft(kind, R, ON, BODIES[kind], {})).person
            assert whole.person.keys() <= kept.keys(), kind
