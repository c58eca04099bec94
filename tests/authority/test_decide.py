"""核准、不予核准 (第四条), and the number that comes with it (第五条: 一人一号)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    School,
    answers_for,
    approve_clean,
    authority,
    code_of,
    person,
    school,
    send,
    waiting,
    whole,
    without_document,
)
from xjcli.authority.decide import approve, refuse
from xjcli.authority.folder import unacknowledged
from xjcli.authority.numbering import LETTERS
from xjcli.authority.office import Office, open_office
from xjcli.authority.store import numbers, records
from xjcli.authority.viewing import show
from xjcli.bundle.answers import Decision
from xjcli.errors import Refusal
from xjcli.reference import rule_pack
from xjcli.schema.values.numbers import parse_registry_number


def _decisions(office: Office, made: School) -> list[Decision]:
    """Take every answer in order and return the decisions among them."""
    found: list[Decision] = []
    for data in answers_for(office, made):
        taken = made.take(data)
        found += [line for line in taken if isinstance(line, Decision)] if isinstance(taken, list) else []
    return found


def _refused(office: Office, *case_ids: str, because: str = "") -> str:
    with pytest.raises(Refusal) as caught:
        approve(office, case_ids, because=because)
    return caught.value.problems[0].code


def test_an_approval_gives_out_the_g_number_of_the_identity_number(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())

    result = approve_clean(office)

    assert (result["approved"], result["issued"], result["waiting"]) == (1, 1, 0)
    assert "*" in result["items"][0]["number"]
    (decision,) = _decisions(office, one)
    assert decision.number == "G" + person(1)["document_number"]
    assert (decision.act, decision.outcome, decision.official) == (1, "approved", "测试科员")
    assert whole(office)


def test_j_and_l_numbers_are_ours_and_carry_region_and_birth_date(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", without_document("甲"))
    one.enroll("r-2", without_document("乙"))
    one.enroll("r-3", without_document("丙", document_type="A", document_number="K12345678"))
    send(office, one.bundle())
    approve_clean(office)
    issued = {decision.record_id: decision.number for decision in _decisions(office, one)}
    assert issued["r-1"][:18] == "J32010220200305001"
    assert issued["r-2"][:18] == "J32010220200305002"
    assert issued["r-3"][:15] == "L32010220200305"
    assert all(parse_registry_number(number)[1] == [] for number in issued.values())


def test_the_letters_are_those_of_the_national_rule_pack() -> None:
    pack = rule_pack("national-2013").number.prefixes
    assert {code: prefix.prefix for code, prefix in pack.items()} == dict(LETTERS)


def test_when_no_j_number_is_left_the_case_waits(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", without_document("甲"))
    send(office, one.bundle())
    with office.store.writing() as tx:
        for _ in range(999):
            numbers.next_value(tx, f"J-320102-{date(2020, 3, 5)}")
    assert _refused(office, "E-000001") == "decide.no-number-left"


def test_a_refusal_carries_its_reason_and_the_pupil_can_be_applied_for_again(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1, name="王小名"))
    send(office, one.bundle())
    refuse(office, ["E-000001"], because="姓名与户口簿不符")
    (decision,) = _decisions(office, one)
    assert (decision.outcome, decision.reason, decision.number) == ("refused", "姓名与户口簿不符", "")
    one.echo(decision)
    one.write("resubmitted", "r-1", {"person": {"name": "王小明"}, "because": "已更正"}, [b"register"])

    assert send(office, one.bundle(evidence=[b"register"])).outcome == "accepted"

    (case,) = waiting(office)
    assert (case["case"], case["clean"]) == ("E-000001", True)
    assert show(office, "E-000001").result["pupil"]["name"] == "王小明"
    approve_clean(office)
    (again,) = _decisions(office, one)
    assert (again.act, again.outcome) == (3, "approved")
    assert whole(office)


def test_a_refused_enrolment_that_is_given_up_leaves_both_rolls_and_another_school_may_have_the_child(
    tmp_path: Path,
) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    refuse(office, ["E-000001"], because="已在他校就读")
    one.echo(_decisions(office, one)[0])
    one.write("enrolment-withdrawn", "r-1", {"reason": "到他校就读"})
    assert send(office, one.bundle()).outcome == "accepted"
    with office.store.reading() as tx:
        record = records.load(tx, one.code, "r-1")
    assert record is not None
    assert record.status == "cancelled"

    other.enroll("r-2", person(1))
    assert send(office, other.bundle()).outcome == "accepted"
    assert [case["clean"] for case in waiting(office)] == [True]
    assert whole(office)


def test_an_enrolment_that_was_not_refused_cannot_be_given_up(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    one.write("enrolment-withdrawn", "r-1", {"reason": "到他校就读"})
    answer = send(office, one.bundle())
    assert (answer.outcome, [problem.code for problem in answer.problems]) == ("rejected", ["intake.act"])
    assert whole(office)


def test_a_refusal_without_a_reason_is_none(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    with pytest.raises(Refusal) as caught:
        refuse(office, ["E-000001"], because=" ")
    assert caught.value.problems[0].code == "usage.missing"


def test_a_child_of_two_schools_gets_one_number(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    other.enroll("r-2", person(1))
    send(office, one.bundle())
    send(office, other.bundle())

    assert approve_clean(office)["approved"] == 1
    assert _refused(office, "E-000002") == "decide.needs-reason"
    assert _refused(office, "E-000002", because="核对过") == "decide.duplicate"
    assert len(waiting(office)) == 1
    with office.store.reading() as tx:
        assert len(numbers.everyone(tx)) == 1
    assert whole(office)


def test_refusing_the_first_makes_the_second_clean(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    other.enroll("r-2", person(1))
    send(office, one.bundle())
    send(office, other.bundle())
    refuse(office, ["E-000001"], because="该生在另一所学校就读")
    assert [(item["case"], item["clean"]) for item in waiting(office)] == [("E-000002", True)]
    assert approve_clean(office)["issued"] == 1
    assert whole(office)


def test_an_official_sees_both_sides_of_a_conflict_masked(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    other.enroll("r-2", person(1))
    send(office, one.bundle())
    send(office, other.bundle())
    result = show(office, "E-000002").result
    assert [side["case"] for side in result["conflicts"]] == ["E-000001"]
    assert person(1)["document_number"] not in repr(result)


def test_namesakes_without_documents_can_be_two_children_if_an_official_says_why(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", without_document("王伟"))
    one.enroll("r-2", without_document("王伟"))
    send(office, one.bundle())
    assert approve_clean(office)["approved"] == 1
    result = approve(office, ["E-000002"], because="双胞胎以外的同名同生日，已核对").result
    assert result["issued"] == 1
    first, second = _decisions(office, one)
    assert first.number != second.number
    assert whole(office)


def test_named_cases_are_approved_all_or_none(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    one.enroll("r-2", person(1))
    send(office, one.bundle())
    assert _refused(office, "E-000001", "E-000002") == "decide.needs-reason"
    assert len(waiting(office)) == 2
    assert _refused(office, "E-000009") == "decide.no-case"
    approve(office, ["E-000001"])
    assert _refused(office, "E-000001") == "decide.closed"


def test_a_rehearsal_stores_nothing(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    rehearsal = open_office(tmp_path / "a", rehearse=True)
    assert approve(rehearsal, all_clean=True).result["approved"] == 1
    assert len(waiting(office)) == 1
    assert whole(office)


def test_a_number_taken_on_elsewhere_is_not_given_out_again(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    number = "G" + person(1)["document_number"]
    other.enroll("r-2", person(3), kind="taken-on", number=number)
    send(office, other.bundle())
    approve(office, ["E-000002"], because="该生的身份证号已更正")

    result = approve(office, all_clean=True)

    assert result.result["approved"] == 0
    assert [problem.code for problem in result.problems] == ["decide.number-taken"]
    (case,) = waiting(office)
    assert (case["clean"], case["problems"][0]["code"]) == (False, "duplicate.number")


def test_a_confirmed_number_is_kept_when_the_record_is_approved(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", without_document("甲"))
    one.write("number-confirmed", "r-1", {"number": "J320102202003050077", "source": "名单"})
    assert send(office, one.bundle()).outcome == "accepted"
    assert approve_clean(office)["approved"] == 0
    approve(office, ["E-000001"], because="与名单核对过")
    (decision,) = _decisions(office, one)
    assert decision.number == "J320102202003050077"
    assert whole(office)


def test_a_confirmed_number_that_another_pupil_has_is_a_case_for_a_person(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    number = "G" + person(1)["document_number"]
    one.enroll("r-1", person(1))
    one.enroll("r-2", without_document("甲"))
    send(office, one.bundle())
    approve_clean(office)
    one.write("number-confirmed", "r-2", {"number": number, "source": "名单"})
    send(office, one.bundle())
    (case,) = waiting(office)
    assert (case["kind"], case["problems"][0]["code"]) == ("number", "duplicate.number")
    assert _refused(office, case["case"], because="核对过") == "decide.number-taken"
    refuse(office, [case["case"]], because="名单有误")
    assert [decision.record_id for decision in _decisions(office, one)] == ["r-1", "r-2"]
    assert whole(office)


def test_an_echo_must_say_what_was_decided(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    approve_clean(office)
    (decision,) = _decisions(office, one)
    one.echo(decision, number="G320102202003050099")
    one.enroll("r-2", person(2))
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.echo")


def test_a_true_echo_is_recorded_and_acknowledges_the_answers(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    approve_clean(office)
    (decision,) = _decisions(office, one)
    assert len(unacknowledged(office)) == 2
    one.echo(decision)
    one.enroll("r-2", person(2))
    assert send(office, one.bundle()).outcome == "accepted"
    assert [stored.type for stored in unacknowledged(office)] == ["receipt"]
    assert whole(office)


def test_decisions_of_before_go_out_ahead_of_the_next_receipt(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    approve_clean(office)
    one.enroll("r-2", person(2))
    send(office, one.bundle())
    kinds = [type(one.take(data)).__name__ for data in answers_for(office, one)]
    assert kinds == ["Results", "list", "Results"]
    assert whole(office)
