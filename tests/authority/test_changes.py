"""Chapter 3 at the authority: what is registered counts at once, a correction waits (第十条), a fact never does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    School,
    answers_for,
    approve_clean,
    code_of,
    fetch,
    person,
    record_at,
    resident,
    school,
    send,
    waiting,
    whole,
)
from xjcli.authority.decide import approve, refuse
from xjcli.authority.office import Office
from xjcli.authority.store import cases, numbers
from xjcli.authority.viewing import show
from xjcli.bundle.answers import Notice, Results
from xjcli.errors import Refusal
from xjcli.schema.record import ISSUED


@pytest.fixture
def one(office: Office) -> School:
    """A school with an approved pupil that has heard of the approval."""
    return approved(office, school(office), 1)


def approved(office: Office, made: School, *serials: int) -> School:
    for serial in serials:
        made.enroll(f"r-{serial}", person(serial))
    send(office, made.bundle())
    approve_clean(office)
    fetch(office, made)
    return made


def correct(made: School, record_id: str = "r-1", *, basis: dict[str, Any] | None = None, **to: str) -> None:
    """Ask for a correction of fields of the pupil that `person` invents."""
    was = person(int(record_id.removeprefix("r-")))
    changes = {name: {"from": was.get(name, ""), "to": value} for name, value in to.items()}
    basis = {"awaits": True} if basis is None else basis
    made.write("corrected", record_id, {"changes": changes}, [b"a household register"], **basis)


def the_case(office: Office) -> dict[str, Any]:
    (case,) = waiting(office)
    return case


def test_what_is_registered_counts_at_once(office: Office, one: School) -> None:
    one.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": "疾病"})
    taken = send(office, one.bundle())
    assert (taken.outcome, waiting(office)) == ("accepted", [])
    assert record_at(office, one, "r-1").status == "on-leave"
    (result,) = [one.take(data) for data in answers_for(office, one)]
    assert isinstance(result, Results)
    assert {(act.outcome, act.case) for act in result.acts} == {("recorded", "")}
    assert whole(office)


def test_a_correction_changes_nothing_before_it_is_approved(office: Office, one: School) -> None:
    correct(one, name="测试更正")
    send(office, one.bundle(evidence=[b"a household register"]))
    case = the_case(office)
    assert (case["kind"], case["case"], case["clean"]) == ("change", "C-000001", True)
    assert record_at(office, one, "r-1").name == "测试1号"
    shown = show(office, case["case"]).result
    assert shown["changes"] == [{"field": "name", "from": "测试1号", "to": "测试更正"}]
    assert [piece["size"] for piece in shown["evidence"]] == [20]
    assert approve_clean(office)["approved"] == 1
    after = record_at(office, one, "r-1")
    assert (after.name, after.open_case, after.number_state) == ("测试更正", {}, ISSUED)
    receipt, notices = [one.take(data) for data in answers_for(office, one)]
    assert isinstance(receipt, Results)
    assert (receipt.acts[-1].outcome, receipt.acts[-1].case) == ("pending", "C-000001")
    assert isinstance(notices, list)
    (notice,) = notices
    assert isinstance(notice, Notice)
    assert (notice.kind, notice.body["act"], notice.on) == ("change-approved", receipt.acts[-1].seq, "2026-09-02")
    one.hear(notice)
    assert send(office, one.bundle()).outcome == "accepted"
    assert whole(office)


def test_a_refused_correction_leaves_the_record_and_its_reason(office: Office, one: School) -> None:
    correct(one, name="测试更正")
    send(office, one.bundle())
    refuse(office, ["C-000001"], because="证明不足")
    after = record_at(office, one, "r-1")
    assert (after.name, after.open_case, after.reason) == ("测试1号", {}, "证明不足")
    (notice,) = fetch(office, one)
    assert (notice.kind, notice.body["reason"]) == ("change-refused", "证明不足")
    correct(one, name="测试再正")
    assert send(office, one.bundle()).outcome == "accepted"
    assert whole(office)


def test_a_corrected_document_is_looked_up_before_the_approval(office: Office, one: School) -> None:
    """第六条: the new identity is another child's; nothing is merged, and the school hears a case number only."""
    other = approved(office, school(office, OTHER_SCHOOL), 2)
    correct(one, document_number=resident(2), sex="2")
    send(office, one.bundle())
    case = the_case(office)
    assert (case["clean"], [problem["code"] for problem in case["problems"]]) == (False, ["duplicate.other-school"])
    assert [line["school"] for line in show(office, case["case"]).result["conflicts"]] == [other.code]
    assert approve_clean(office)["approved"] == 0
    with pytest.raises(Refusal) as caught:
        approve(office, [case["case"]])
    assert caught.value.problems[0].code == "decide.needs-reason"
    with pytest.raises(Refusal) as caught:
        approve(office, [case["case"]], because="看错了")
    assert caught.value.problems[0].code == "decide.duplicate"
    assert record_at(office, one, "r-1").document_number == resident(1)
    assert whole(office)


def test_a_corrected_document_frees_the_old_number_and_keeps_the_registry_number(office: Office, one: School) -> None:
    """终身不变: the 学籍号 stays when the identity number it was made of was wrong."""
    before = record_at(office, one, "r-1")
    correct(one, document_number=resident(3))
    send(office, one.bundle())
    assert approve_clean(office)["approved"] == 1
    after = record_at(office, one, "r-1")
    assert (after.document_number, after.registry_number) == (resident(3), before.registry_number)
    other = school(office, OTHER_SCHOOL)
    other.enroll("r-1", person(1))
    other.enroll("r-3", person(3))
    send(office, other.bundle())
    clean = {case["record_id"]: case["clean"] for case in waiting(office)}
    assert clean["r-3"] is False
    with office.store.reading() as tx:
        assert numbers.owner(tx, before.registry_number) == (one.code, "r-1")
    assert whole(office)


def test_a_death_waits_for_nobody_and_ends_the_case_that_waits(office: Office, one: School) -> None:
    correct(one, name="测试更正")
    send(office, one.bundle())
    one.write("death-reported", "r-1", {"died_on": "2026-09-01", "certificate": "D-1", "cause": ""})
    taken = send(office, one.bundle())
    assert (taken.outcome, waiting(office)) == ("accepted", [])
    with office.store.reading() as tx:
        case = cases.find(tx, "C-000001")
    assert case is not None
    assert case.state == cases.ENDED
    assert record_at(office, one, "r-1").status == "deregistered"
    receipts = [one.take(data) for data in answers_for(office, one)]
    last = receipts[-1]
    assert isinstance(last, Results)
    assert (last.acts[-1].outcome, last.acts[-1].case) == ("recorded", "C-000001")
    assert whole(office)


def test_an_approval_that_can_no_longer_take_effect_is_refused(office: Office, one: School) -> None:
    """A province that has a withdrawal approved; meanwhile the pupil is on leave no longer: nothing is half done."""
    one.write("withdrawn", "r-1", {"ground": "迁居"}, awaits=True)
    assert send(office, one.bundle()).outcome == "accepted"
    assert record_at(office, one, "r-1").status == "enrolled"
    one.write("promoted", "r-1", {"year": 2027, "from": 1, "to": 2, "class": "02"})
    assert send(office, one.bundle()).outcome == "accepted"
    assert approve_clean(office)["approved"] == 1
    after = record_at(office, one, "r-1")
    assert (after.status, after.class_no) == ("withdrawn", "02")
    assert whole(office)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("resumed", {"from": "on-leave", "class": ""}),
        ("progressed", {"place": {}, "from": "primary"}),
        ("transfer-withdrawn", {"reason": ""}),
        ("reversed", {"acts": [1], "before": {}}),
    ],
)
def test_what_the_table_does_not_know_is_refused_whole(
    office: Office, one: School, kind: str, body: dict[str, Any]
) -> None:
    one.write("assigned", "r-1", {"class": "05"})
    one.write(kind, "r-1", body)
    assert code_of(send(office, one.bundle()))[1] in ("intake.act", "intake.body")
    assert record_at(office, one, "r-1").class_no == "01"


def test_a_change_of_a_pupil_who_is_not_approved_is_refused(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    made.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": ""})
    assert code_of(send(office, made.bundle())) == ("rejected", "intake.act")


@pytest.mark.parametrize("basis", [{}, {"awaits": False}, {"awaits": 1}, {"awaits": "true"}])
def test_no_school_decides_by_itself_that_a_correction_needs_no_approval(
    office: Office, one: School, basis: dict[str, Any]
) -> None:
    correct(one, basis=basis, name="测试更正")
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.body")
    assert record_at(office, one, "r-1").name == "测试1号"


def test_what_the_school_says_it_was_must_be_what_it_was(office: Office, one: School) -> None:
    one.write("corrected", "r-1", {"changes": {"name": {"from": "别人", "to": "测试更正"}}}, awaits=True)
    send(office, one.bundle())
    assert [problem["code"] for problem in the_case(office)["problems"]] == ["change.from-differs"]


def test_two_corrections_at_once_are_one_too_many(office: Office, one: School) -> None:
    correct(one, name="测试更正")
    correct(one, name="测试再正")
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.act")


def test_what_the_school_reports_of_its_staff_belongs_to_no_pupil(office: Office, one: School) -> None:
    registrar = {"name": "测试老师", "since": "2026-09-01", "trained_on": "", "role": "registrar"}
    one.write("staff-reported", "office", {"registrars": [registrar]})
    assert send(office, one.bundle()).outcome == "accepted"
    assert whole(office)
    one.write("staff-reported", "r-1", {"registrars": [registrar]})
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.body")


def test_a_school_that_ends_leaves_its_pupils_numbers_to_the_school_that_takes_them_on(
    office: Office, one: School
) -> None:
    """第九条: merged or closed; the pupil is on one roll afterwards, with the number of always."""
    number = record_at(office, one, "r-1").registry_number
    letter = "a" * 64 * 5
    body = {"to": OTHER_SCHOOL, "custodian": "测试第二小学", "ground": "merged", "letter": letter}
    one.write("custody-moved", "r-1", body)
    assert send(office, one.bundle()).outcome == "accepted"
    assert record_at(office, one, "r-1").status == "transferred-out"
    assert whole(office)
    other = school(office, OTHER_SCHOOL)
    other.enroll("t-1", person(1), kind="taken-on", number=number)
    assert send(office, other.bundle()).outcome == "accepted"
    assert waiting(office) == []
    with office.store.reading() as tx:
        assert numbers.owner(tx, number) == (other.code, "t-1")
    assert record_at(office, other, "t-1").registry_number == number
    assert whole(office)
    third = school(office, "2132000003")
    third.enroll("t-9", person(1), kind="taken-on", number=number)
    send(office, third.bundle())
    assert [line["clean"] for line in waiting(office)] == [False]
    assert whole(office)
