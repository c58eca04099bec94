"""学籍转接 between two schools of one authority (第十四条): 籍随人走, one pupil on one roll with one number, always."""

from __future__ import annotations

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    SCHOOL,
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
    without_document,
)
from tests.authority.towns import Town
from xjcli.authority.decide import approve, refuse
from xjcli.authority.describing import transfers
from xjcli.authority.viewing import show
from xjcli.errors import Refusal
from xjcli.schema.record import Record


def refusal(town: Town, case: str, because: str = "") -> str:
    with pytest.raises(Refusal) as caught:
        approve(town.office, [case], because=because)
    return caught.value.problems[0].code


def gone(town: Town) -> Record:
    return record_at(town.office, town.old, "r-1")


def test_the_school_of_origin_is_told_and_nothing_moves_yet(town: Town) -> None:
    case = town.ask()
    (line,) = transfers(town.office).result["items"]
    assert (line["state"], line["party"], line["since"], line["days"]) == ("forwarded", "from-school", "2026-09-02", 0)
    (notice,) = fetch(town.office, town.old)
    assert (notice.kind, notice.record_id, notice.on) == ("transfer-notified", "r-1", "2026-09-02")
    assert notice.body == {
        "case": case, "kind": "transfer", "school": OTHER_SCHOOL, "name": "测试学校", "seal": town.new.seal.recipient,
        "requested_on": "2026-09-01", "official": "", "act": 0,
    }  # fmt: skip
    assert town.rolls() == [(SCHOOL, "r-1")]
    assert record_at(town.office, town.new, "a-1").status == "arriving"
    assert approve_clean(town.office)["approved"] == 0
    assert refusal(town, case) == "handover.not-released"
    assert whole(town.office)


def test_released_and_completed_the_pupil_moves_with_his_number(town: Town) -> None:
    number = gone(town).registry_number
    case = town.ask()
    town.answer(case)
    assert (town.state(), waiting(town.office)[0]["clean"]) == ("released", True)
    done = approve_clean(town.office)
    assert (done["approved"], done["issued"]) == (1, 0)
    assert gone(town).status == "transferred-out"
    came = record_at(town.office, town.new, "a-1")
    assert (came.status, came.standing, came.registry_number) == ("enrolled", "approved", number)
    assert (town.rolls(), town.owner(number)) == ([(OTHER_SCHOOL, "a-1")], (OTHER_SCHOOL, "a-1"))
    assert [notice.kind for notice in fetch(town.office, town.old)] == ["handover-completed"]
    (notice,) = fetch(town.office, town.new)
    assert (notice.kind, notice.body["number"], notice.body["school"]) == ("handover-completed", number, SCHOOL)
    for made in (town.old, town.new):
        assert send(town.office, made.bundle()).outcome == "accepted"
    assert whole(town.office)


def test_a_pupil_who_moved_and_comes_back_has_his_number_still(town: Town) -> None:
    number = gone(town).registry_number
    town.answer(town.ask())
    approve_clean(town.office)
    fetch(town.office, town.old)
    fetch(town.office, town.new)
    town.old.request("b-1", person(1), OTHER_SCHOOL, registry_number=number)
    send(town.office, town.old.bundle())
    (notice,) = fetch(town.office, town.new)
    town.new.write("transfer-released", "a-1", {"case": notice.body["case"], "reason": ""})
    send(town.office, town.new.bundle())
    assert approve_clean(town.office)["approved"] == 1
    assert (town.owner(number), town.rolls()) == ((SCHOOL, "b-1"), [(SCHOOL, "b-1")])
    assert whole(town.office)


def test_a_declined_one_is_completed_only_with_a_reason(town: Town) -> None:
    case = town.ask()
    town.answer(case, "transfer-declined", "欠图书")
    assert approve_clean(town.office)["approved"] == 0
    shown = show(town.office, case).result["handover"]
    assert (shown["answer"], shown["reason"], shown["party"]) == ("declined", "欠图书", "authority")
    assert refusal(town, case) == "handover.not-released"
    assert approve(town.office, [case], because="欠书不是理由").result["approved"] == 1
    assert town.rolls() == [(OTHER_SCHOOL, "a-1")]
    assert whole(town.office)


def test_a_silent_school_holds_nobody(town: Town) -> None:
    case = town.ask()
    assert approve(town.office, [case], because="逾期未办").result["approved"] == 1
    assert town.rolls() == [(OTHER_SCHOOL, "a-1")]
    assert [notice.kind for notice in fetch(town.office, town.old)] == ["transfer-notified", "handover-completed"]
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert whole(town.office)


def test_refused_both_hear_it_and_the_pupil_stays(town: Town) -> None:
    case = town.ask()
    refuse(town.office, [case], because="材料不全")
    assert (gone(town).handover, town.rolls()) == ({}, [(SCHOOL, "r-1")])
    came = record_at(town.office, town.new, "a-1")
    assert (came.status, came.reason) == ("cancelled", "材料不全")
    told = {made.code: fetch(town.office, made)[-1] for made in (town.old, town.new)}
    assert {code: (line.kind, line.body["by"], line.body["act"]) for code, line in told.items()} == {
        SCHOOL: ("handover-refused", "authority", 0), OTHER_SCHOOL: ("handover-refused", "authority", 1),
    }  # fmt: skip
    assert whole(town.office)
    town.new.request("a-2", person(1), SCHOOL)
    assert send(town.office, town.new.bundle()).outcome == "accepted"
    assert len(transfers(town.office).result["items"]) == 1


def test_withdrawn_the_school_of_origin_hears_by_whom(town: Town) -> None:
    case = town.ask()
    town.new.write("transfer-withdrawn", "a-1", {"reason": "家长改变主意"})
    send(town.office, town.new.bundle())
    assert (town.state(), waiting(town.office)) == ("withdrawn", [])
    notice = fetch(town.office, town.old)[-1]
    assert (notice.kind, notice.body["by"], notice.body["reason"]) == ("handover-refused", "to-school", "家长改变主意")
    assert refusal(town, case) == "decide.closed"
    assert (gone(town).handover, record_at(town.office, town.new, "a-1").status) == ({}, "cancelled")
    assert whole(town.office)


def test_without_a_record_the_case_waits_until_there_is_one(town: Town) -> None:
    """The school of origin has not registered the pupil yet: told as soon as it has."""
    case = town.ask(7)
    assert [problem["code"] for problem in waiting(town.office)[0]["problems"]] == ["handover.no-record"]
    assert refusal(town, case) == refusal(town, case, because="急") == "handover.no-record"
    assert fetch(town.office, town.old) == []
    town.old.enroll("r-7", person(7))
    send(town.office, town.old.bundle())
    assert town.state() == "requested"
    enrolment = next(line["case"] for line in waiting(town.office) if line["kind"] == "enrolment")
    approve(town.office, [enrolment])
    assert town.state() == "forwarded"
    assert [notice.kind for notice in fetch(town.office, town.old)][-1] == "transfer-notified"
    assert whole(town.office)


def test_a_pupil_without_a_document_is_found_by_the_number(town: Town) -> None:
    town.old.enroll("r-9", without_document())
    send(town.office, town.old.bundle())
    approve_clean(town.office)
    fetch(town.office, town.old)
    number = record_at(town.office, town.old, "r-9").registry_number
    town.new.request("a-1", without_document(), SCHOOL, registry_number=number)
    send(town.office, town.new.bundle())
    case = transfers(town.office).result["items"][0]["case"]
    assert town.state() == "forwarded"
    approve(town.office, [case], because="逾期")
    assert town.owner(number) == (OTHER_SCHOOL, "a-1")
    assert whole(town.office)


def test_two_descriptions_of_one_pupil_that_differ_wait_for_a_person(town: Town) -> None:
    town.new.request("a-1", person(1, name="测试另名"), SCHOOL)
    send(town.office, town.new.bundle())
    case = transfers(town.office).result["items"][0]["case"]
    town.answer(case)
    (line,) = waiting(town.office)
    assert (line["clean"], [problem["code"] for problem in line["problems"]]) == (False, ["handover.identity-differs"])
    assert approve_clean(town.office)["approved"] == 0
    assert refusal(town, case) == "decide.needs-reason"
    assert approve(town.office, [case], because="曾用名").result["approved"] == 1
    assert whole(town.office)


def test_the_number_of_another_pupil_moves_nobody_onto_a_second_roll(town: Town) -> None:
    """The receiving school names the number of one pupil and the document of another who is on a roll: nobody moves."""
    other = gone(town).registry_number
    stranger = {**person(1), "document_number": resident(2), "sex": "2"}
    town.new.request("a-1", stranger, SCHOOL, registry_number=other)
    send(town.office, town.new.bundle())
    case = transfers(town.office).result["items"][0]["case"]
    shown = show(town.office, case).result["handover"]
    assert shown["from_record"] == "r-2"  # the document says who it is, and the number differs
    codes = {problem["code"] for problem in waiting(town.office)[0]["problems"]}
    assert "handover.number-differs" in codes
    approve(town.office, [case], because="核对无误")
    assert town.owner(other) == (SCHOOL, "r-1")
    assert whole(town.office)


def test_a_graduate_goes_on_to_the_next_school_and_stays_a_graduate_here(town: Town) -> None:
    town.old.write("graduated", "r-1", {"certificate": "C-1", "ground": ""})
    send(town.office, town.old.bundle())
    fetch(town.office, town.old)
    town.new.request("a-1", person(1), SCHOOL, kind="progress")
    send(town.office, town.new.bundle())
    number = gone(town).registry_number
    town.answer(transfers(town.office).result["items"][0]["case"])
    assert approve_clean(town.office)["approved"] == 1
    assert (gone(town).status, gone(town).situation["moved_to"]) == ("graduated", OTHER_SCHOOL)
    assert town.owner(number) == (OTHER_SCHOOL, "a-1")
    assert whole(town.office)
    fetch(town.office, town.old)
    back = {"stage": "junior", "cohort": 2026, "class": "01", "entry_month": "2026-09"}
    town.old.write("progressed", "r-1", {"place": back, "from": "primary"})
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.act")


def test_a_death_ends_the_handover_and_both_hear_it(town: Town) -> None:
    town.ask()
    fetch(town.office, town.old)
    town.old.write("death-reported", "r-1", {"died_on": "2026-09-01", "certificate": "D-1", "cause": ""})
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert (town.state(), waiting(town.office)) == ("refused", [])
    assert (gone(town).status, gone(town).handover) == ("deregistered", {})
    for made in (town.old, town.new):
        notice = fetch(town.office, made)[-1]
        assert (notice.kind, notice.body["by"]) == ("handover-refused", "from-school")
        assert send(town.office, made.bundle()).outcome == "accepted"
    assert record_at(town.office, town.new, "a-1").status == "cancelled"
    assert whole(town.office)


def test_a_correction_that_waits_ends_with_the_move_and_the_school_hears_it(town: Town) -> None:
    changes = {"name": {"from": "测试1号", "to": "测试更正"}}
    town.old.write("corrected", "r-1", {"changes": changes}, awaits=True)
    send(town.office, town.old.bundle())
    case = town.ask()
    approve(town.office, [case], because="逾期")
    assert waiting(town.office) == []
    told = [notice.kind for notice in fetch(town.office, town.old)]
    assert told == ["transfer-notified", "change-refused", "handover-completed"]
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert whole(town.office)


def test_two_schools_that_ask_for_one_pupil_are_served_one_after_the_other(town: Town) -> None:
    third = school(town.office, "2132000003")
    first = town.ask()
    third.request("t-1", person(1), SCHOOL)
    send(town.office, third.bundle())
    late = next(line for line in waiting(town.office) if line["case"] != first)
    assert [problem["code"] for problem in late["problems"]] == ["handover.under-way"]
    refuse(town.office, [first], because="另一校先到")
    states = {line["case"]: line["state"] for line in transfers(town.office).result["items"]}
    assert states == {late["case"]: "forwarded"}
    assert gone(town).handover["case"] == late["case"]
    assert whole(town.office)


def test_who_enrols_the_pupil_anew_instead_of_asking_is_found_and_an_arriving_one_is_no_twin(town: Town) -> None:
    town.ask()
    town.new.enroll("e-1", person(1))
    send(town.office, town.new.bundle())
    enrolment = next(line for line in waiting(town.office) if line["kind"] == "enrolment")
    assert [problem["code"] for problem in enrolment["problems"]] == ["duplicate.other-school"]
    assert whole(town.office)
