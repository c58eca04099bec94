"""What crossed on the way is kept and changes nothing; what a school may not do is refused whole (第十四条)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    SCHOOL,
    approve_clean,
    code_of,
    fetch,
    person,
    record_at,
    school,
    send,
    waiting,
    whole,
)
from tests.authority.towns import Town
from xjcli.authority.decide import approve, refuse
from xjcli.authority.describing import transfers
from xjcli.authority.store import cases, numbers


def test_an_answer_that_crosses_the_withdrawal_is_kept_and_changes_nothing(town: Town) -> None:
    case = town.ask()
    fetch(town.office, town.old)
    town.new.write("transfer-withdrawn", "a-1", {"reason": ""})
    send(town.office, town.new.bundle())
    town.old.write("transfer-released", "r-1", {"case": case, "reason": ""})
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert town.state() == "withdrawn"
    assert whole(town.office)


def test_a_withdrawal_that_crosses_the_completion_came_too_late(town: Town) -> None:
    case = town.ask()
    approve(town.office, [case], because="逾期")
    town.new.write("transfer-withdrawn", "a-1", {"reason": ""})
    assert send(town.office, town.new.bundle()).outcome == "accepted"
    assert town.rolls() == [(OTHER_SCHOOL, "a-1")]
    assert whole(town.office)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("leave-granted", {"until": "2027-08-31", "ground": "疾病"}),
        ("death-reported", {"died_on": "2026-09-01", "certificate": "D-1", "cause": ""}),
        ("updated", {"changes": {"address": "样例路1号"}}),
        ("assigned", {"class": "09"}),
        ("corrected", {"changes": {"name": {"from": "测试1号", "to": "测试更正"}}}),
    ],
)
def test_the_old_school_acts_on_a_pupil_who_has_moved_and_does_not_know_it(
    town: Town, kind: str, body: dict[str, Any]
) -> None:
    approve(town.office, [town.ask()], because="逾期")
    basis: dict[str, Any] = {"awaits": True} if kind == "corrected" else {}
    town.old.write(kind, "r-1", body, **basis)
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert record_at(town.office, town.old, "r-1").status == "transferred-out"
    assert (town.rolls(), waiting(town.office)) == ([(OTHER_SCHOOL, "a-1")], [])
    assert whole(town.office)


def test_once_it_knows_the_same_act_is_refused(town: Town) -> None:
    approve(town.office, [town.ask()], because="逾期")
    fetch(town.office, town.old)
    town.old.write("assigned", "r-1", {"class": "09"})
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.act")


def test_a_school_lets_go_only_of_its_own_pupils(town: Town) -> None:
    """It names a case that stands between two other schools."""
    third = school(town.office, "2132000003")
    third.enroll("r-1", person(5))
    send(town.office, third.bundle())
    approve_clean(town.office)
    fetch(town.office, third)
    case = town.ask()
    for record_id in ("r-1", "r-2"):
        third.acts = third.acts[: third.sent[-1].statement.last_act]
        third.write("transfer-released", record_id, {"case": case, "reason": ""})
        built = third.bundle()
        assert code_of(send(town.office, built)) == ("rejected", "intake.act")
        third.sent.pop()
    assert town.state() == "forwarded"


def test_the_new_school_cannot_answer_for_the_old_one(town: Town) -> None:
    case = town.ask()
    town.new.write("transfer-released", "a-1", {"case": case, "reason": ""})
    assert code_of(send(town.office, town.new.bundle())) == ("rejected", "intake.act")
    assert town.state() == "forwarded"


@pytest.mark.parametrize("case", ["H-000001", "H-000002", "E-000001", "../x"])
def test_the_old_school_answers_only_for_the_pupil_who_was_asked_for(town: Town, case: str) -> None:
    town.ask()
    fetch(town.office, town.old)
    town.old.write("transfer-released", "r-2", {"case": case, "reason": ""})
    assert send(town.office, town.old.bundle()).outcome == "rejected"
    assert town.state() == "forwarded"


def test_a_school_asks_for_no_pupil_of_its_own_and_for_none_twice(town: Town) -> None:
    town.old.request("a-9", person(2), SCHOOL)
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.act")
    town.ask()
    town.new.request("a-1", person(2), SCHOOL)
    assert code_of(send(town.office, town.new.bundle())) == ("rejected", "intake.act")


def test_what_we_never_said_is_no_echo(town: Town) -> None:
    case = town.ask()
    (notice,) = fetch(town.office, town.old)
    forged = {"case": case, "kind": "transfer", "school": OTHER_SCHOOL, "name": "", "number": "", "official": "",
              "act": 0, "bundle": town.old.answers[-1].id}  # fmt: skip
    town.old.write("handover-completed", "r-1", forged, on=notice.on)
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.echo")


@pytest.mark.parametrize("changed", [{"school": "2132000009"}, {"seal": "age1other"}, {"requested_on": "2026-08-01"}])
def test_an_echo_says_word_for_word_what_we_said(town: Town, changed: dict[str, str]) -> None:
    town.ask()
    fetch(town.office, town.old)
    echo = town.old.acts.pop()
    town.old.write(echo.kind, echo.record_id, {**(echo.body or {}), **changed}, on=echo.occurred_on)
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.echo")


def test_an_echo_bears_the_day_of_the_decision(town: Town) -> None:
    town.ask()
    fetch(town.office, town.old)
    echo = town.old.acts.pop()
    town.old.write(echo.kind, echo.record_id, dict(echo.body or {}), on="2026-08-01")
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.echo")


def test_what_a_bundle_takes_back_itself_never_has_an_effect(town: Town) -> None:
    was = record_at(town.office, town.old, "r-1")
    dead = town.old.write("death-reported", "r-1", {"died_on": "2026-09-01", "certificate": "D-9", "cause": ""})
    town.old.write("reversed", "r-1", {"acts": [dead.seq], "before": {"status": "enrolled", "situation": {}}})
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert record_at(town.office, town.old, "r-1") == was
    assert whole(town.office)


def test_an_entry_that_is_taken_back_opens_no_case_and_holds_no_identity(town: Town) -> None:
    wrong = town.old.enroll("r-8", person(8), number="")
    town.old.write("assigned", "r-8", {"class": "02"})
    second = town.old.acts[-1]
    town.old.write("reversed", "r-8", {"acts": [wrong.seq, second.seq], "before": {}})
    town.new.enroll("n-8", person(8))
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert record_at(town.office, town.old, "r-8").status == "cancelled"
    send(town.office, town.new.bundle())
    assert [line["clean"] for line in waiting(town.office)] == [True]
    assert approve_clean(town.office)["approved"] == 1
    assert whole(town.office)


def test_a_request_or_a_number_that_is_taken_back_is_as_if_never_made(town: Town) -> None:
    asked = town.new.request("a-1", person(1), SCHOOL)
    town.new.write("reversed", "a-1", {"acts": [asked.seq], "before": {}})
    taken = town.new.enroll("t-1", person(6), kind="taken-on", number="G320102202003050061")
    town.new.write("reversed", "t-1", {"acts": [taken.seq], "before": {}})
    assert send(town.office, town.new.bundle()).outcome == "accepted"
    assert (transfers(town.office, ended=True).result["items"], fetch(town.office, town.old)) == ([], [])
    with town.office.store.reading() as tx:
        assert numbers.owner(tx, "G320102202003050061") is None
    assert whole(town.office)


@pytest.mark.parametrize(
    "before",
    [
        {},  # it did not open the record
        {"status": "graduated"},
        {"situation": {}},
        {"status": "enrolled", "situation": {}, "standing": "refused"},
        {"status": "enrolled", "situation": {}, "registry_number": "G320102202003050011"},
        {"status": "enrolled", "situation": {}, "handover": {"role": "from", "case": "H-000001"}},
    ],
)
def test_a_reversal_restores_what_stood_before_and_nothing_else(town: Town, before: dict[str, Any]) -> None:
    was = record_at(town.office, town.old, "r-1")
    act = town.old.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": ""})
    town.old.write("reversed", "r-1", {"acts": [act.seq], "before": before})
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.act")
    assert record_at(town.office, town.old, "r-1") == was


@pytest.mark.parametrize(
    "before", [{"opened_seq": 1}, {"case": "x"}, {"status": 7}, {"person": ""}, {"cohort": "2026"}]
)
def test_a_reversal_names_columns_of_their_type(town: Town, before: dict[str, Any]) -> None:
    act = town.old.write("assigned", "r-1", {"class": "02"})
    town.old.write("reversed", "r-1", {"acts": [act.seq], "before": before})
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.body")


def test_what_an_earlier_bundle_holds_is_never_taken_back(town: Town) -> None:
    act = town.old.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": ""})
    send(town.office, town.old.bundle())
    town.old.write("reversed", "r-1", {"acts": [act.seq], "before": {"status": "enrolled", "situation": {}}})
    assert code_of(send(town.office, town.old.bundle())) == ("rejected", "intake.act")


def test_nobody_takes_back_another_pupils_act_an_echo_or_a_reversal(town: Town) -> None:
    first = len(town.old.acts)
    town.ask()
    fetch(town.office, town.old)
    echo = town.old.acts[-1]
    other = town.old.write("assigned", "r-2", {"class": "02"})
    town.old.write("assigned", "r-1", {"class": "02"})
    for named in ([echo.seq], [other.seq], [1], [len(town.old.acts) + 1]):
        town.old.write("reversed", "r-1", {"acts": named, "before": {"class_no": "01"}})
        assert send(town.office, town.old.bundle()).outcome == "rejected"
        town.old.sent.pop()
        town.old.acts.pop()
    assert len(town.old.acts) > first
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    assert whole(town.office)


def test_a_case_ended_by_its_act_is_told_in_the_receipt(town: Town) -> None:
    case = town.ask()
    town.new.write("transfer-withdrawn", "a-1", {"reason": ""})
    send(town.office, town.new.bundle())
    with town.office.store.reading() as tx:
        found = cases.find(tx, case)
    assert found is not None
    assert found.state == cases.ENDED
    refused = town.new.request("a-2", person(2), SCHOOL)
    send(town.office, town.new.bundle())
    again = transfers(town.office).result["items"][0]["case"]
    refuse(town.office, [again], because="不符合条件")
    fetch(town.office, town.new)
    assert town.new.acts[-1].body is not None
    assert town.new.acts[-1].body["act"] == refused.seq
