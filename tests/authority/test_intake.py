"""Taking in bundles: exactly once, in order, from the school that signed them, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.authority.school_double import (
    NOW,
    OTHER_AUTHORITY,
    OTHER_SCHOOL,
    School,
    add,
    answer,
    authority,
    code_of,
    person,
    reopened,
    school,
    send,
    waiting,
    whole,
    without_document,
)
from tests.authority.stored import rows
from xjcli.authority import enrolling
from xjcli.authority.doctor import doctor
from xjcli.authority.intake import take_in
from xjcli.authority.viewing import roster, show
from xjcli.bundle.answers import ActResult, Results
from xjcli.errors import Refusal


def test_an_accepted_bundle_gets_a_receipt_that_countersigns_the_schools_head(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    one.enroll("r-2", person(2))
    built = one.bundle()

    taken = send(office, built)

    assert (taken.outcome, taken.acts, taken.seq) == ("accepted", 2, 1)
    results = one.take(answer(office, taken.receipt))
    assert isinstance(results, Results)
    assert results.head == one.acts[-1].hash
    assert results.acts == (ActResult(1, "pending", "E-000001"), ActResult(2, "pending", "E-000002"))
    statement = one.answers[0].statement
    assert (statement.peer_seq, statement.peer_id, statement.peer_head) == (1, built.id, one.acts[-1].hash)
    assert [item["clean"] for item in waiting(office)] == [True, True]
    assert whole(office)


def test_the_same_bundle_twice_gets_the_same_receipt_and_changes_nothing(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    built = one.bundle()
    first = send(office, built)
    bytes_then = answer(office, first.receipt)

    again = send(office, built)

    assert again.outcome == "already"
    assert again.receipt == first.receipt
    assert answer(office, again.receipt) == bytes_then
    assert len(waiting(office)) == 1


def test_a_bundle_before_its_predecessor_is_a_gap_that_names_the_range(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    built = []
    for number in (1, 2, 3):
        one.enroll(f"r-{number}", person(number))
        built.append(one.bundle())
    assert send(office, built[0]).outcome == "accepted"

    early = send(office, built[2])

    assert code_of(early) == ("gap", "bundle.gap")
    assert dict(early.problems[0].params) == {"first": 2, "last": 2}
    assert [send(office, bundle).outcome for bundle in (built[1], built[2])] == ["accepted", "accepted"]


def test_a_second_history_at_the_same_place_is_a_fork_and_raises_an_alarm(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    restored = School(one.authority, one.code, one.installation, one.key, one.seal)
    restored.enroll("r-9", person(9))

    taken = send(office, restored.bundle())

    assert code_of(taken) == ("fork", "bundle.fork")
    report = doctor(office)
    assert report.result["alarms"] == 1
    assert [problem.code for problem in report.problems] == ["authority.alarm"]
    assert len(waiting(office)) == 1


def test_a_bundle_behind_another_predecessor_is_a_fork(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    one.enroll("r-2", person(2))
    assert code_of(send(office, one.bundle(prev="1" * 64))) == ("fork", "bundle.fork")


def test_a_bundle_that_leaves_out_acts_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    one.enroll("r-2", person(2))
    one.enroll("r-3", person(3))
    assert code_of(send(office, one.bundle(first=3))) == ("rejected", "bundle.chain")


def test_a_bundle_for_another_authority_is_refused_here(tmp_path: Path) -> None:
    here, there = authority(tmp_path / "a"), authority(tmp_path / "b", OTHER_AUTHORITY)
    one = school(here)
    add(there, one)
    one.enroll("r-1", person(1))
    built = one.bundle()
    assert code_of(send(there, built)) == ("rejected", "bundle.wrong-recipient")
    assert send(here, built).outcome == "accepted"


def test_a_stranger_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    stranger = School(school(office).authority, OTHER_SCHOOL)
    stranger.enroll("r-1", person(1))
    assert code_of(send(office, stranger.bundle())) == ("rejected", "intake.unknown-school")


def test_a_key_of_another_school_does_not_sign_for_this_one(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    school(office, OTHER_SCHOOL, key=(other := School(one.authority).key))
    one.key = other
    one.enroll("r-1", person(1))
    taken = send(office, one.bundle())
    assert taken.outcome == "rejected"
    assert taken.problems[0].code in ("bundle.wrong-sender", "bundle.unknown-signer")


@pytest.mark.parametrize("place", [0.02, 0.2, 0.4, 0.6, 0.8, 0.99])
def test_a_flipped_bit_anywhere_is_refused(tmp_path: Path, place: float) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    data = bytearray(one.bundle().bytes)
    data[int(len(data) * place)] ^= 1
    taken = take_in(office, bytes(data))
    assert taken.outcome == "rejected"
    assert waiting(office) == []


def test_another_installation_of_the_same_school_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    second = School(one.authority, one.code, "installation-2", one.key, one.seal)
    second.enroll("r-1", person(1))
    assert code_of(send(office, second.bundle())) == ("rejected", "bundle.installation")


def test_a_card_of_another_installation_is_not_added_behind_a_schools_back(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    with pytest.raises(Refusal) as caught:
        add(office, School(one.authority, one.code, "installation-2"))
    assert caught.value.problems[0].code == "school.installation"


def test_a_revoked_key_signs_nothing_new_and_what_came_before_stays(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    before = one.bundle()
    send(office, before)
    later = reopened(tmp_path / "a", lambda: NOW + timedelta(days=1))
    enrolling.revoke(later, one.code)
    one.enroll("r-2", person(2))
    assert code_of(send(later, one.bundle())) == ("rejected", "key.revoked")
    assert send(later, before).outcome == "already"


def test_a_receipt_offered_as_changes_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    receipt = answer(office, send(office, one.bundle()).receipt)
    assert take_in(office, receipt).outcome == "rejected"


def test_a_school_cannot_countersign_an_answer_that_was_never_sent(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    built = one.bundle(peer_seq=1, peer_id="1" * 64, peer_head="2" * 64)
    assert code_of(send(office, built)) == ("rejected", "intake.peer")


def test_one_act_that_cannot_be_rejects_the_whole_bundle(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    one.write("assigned", "r-2", {"class": "02"})
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.act")
    assert waiting(office) == []
    assert whole(office)


@pytest.mark.parametrize(
    "who",
    [
        {"name": "测试"},
        {**person(1), "birth_date": "2020-02-30"},
        {**person(1), "unknown_field": "x"},
        {**person(1), "document_type": "Q"},
        {**person(1), "address": 5},
    ],
)
def test_a_body_of_another_shape_rejects_the_bundle(tmp_path: Path, who: dict[str, str]) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", who)
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.body")


def test_evidence_is_kept_and_evidence_that_no_act_names_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1), evidence=[b"household register"])
    taken = send(office, one.bundle(evidence=[b"household register"]))
    assert taken.outcome == "accepted"
    assert show(office, "E-000001").result["evidence"][0]["size"] == len(b"household register")
    one.enroll("r-2", person(2))
    assert code_of(send(office, one.bundle(evidence=[b"something else"]))) == ("rejected", "intake.evidence")


def test_an_identity_number_that_is_wrong_makes_the_case_unclean(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    right = person(1)["document_number"]
    one.enroll("r-1", {**person(1), "document_number": right[:-1] + ("1" if right[-1] != "1" else "2")})
    one.enroll("r-2", person(2) | {"birth_date": "2020-03-06"})
    send(office, one.bundle())
    first, second = waiting(office)
    assert not first["clean"] and not second["clean"]
    assert first["problems"][0]["code"] == "id.check-digit"


def test_a_record_taken_on_with_its_number_is_approved_at_once(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    who = person(1)
    one.enroll("r-1", who, kind="taken-on", number="G" + who["document_number"])
    taken = send(office, one.bundle())
    results = one.take(answer(office, taken.receipt))
    assert isinstance(results, Results)
    assert results.acts == (ActResult(1, "recorded", ""),)
    assert waiting(office) == []
    line = roster(office).result["items"][0]
    assert (line["standing"], line["number_state"]) == ("approved", "issued")
    assert "*" in line["registry_number"]
    assert whole(office)


def test_the_second_school_of_a_child_gets_a_case_number_and_no_data(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    send(office, one.bundle())
    other.enroll("r-2", person(1, name="另一个写法"))
    taken = send(office, other.bundle())

    results = other.take(answer(office, taken.receipt))
    assert isinstance(results, Results)
    assert results.acts == (ActResult(1, "conflict", "E-000002"),)
    first, second = waiting(office)
    assert first["clean"] and not second["clean"]
    problem = second["problems"][0]
    assert (problem["code"], problem["params"]) == ("duplicate.other-school", {"case": "E-000001"})


def test_without_a_document_name_sex_and_birth_date_find_the_same_child(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", without_document("阿依 努尔"))
    send(office, one.bundle())
    other.enroll("r-2", without_document("阿依努尔"))
    other.enroll("r-3", person(2, name="阿依努尔"))
    other.enroll("r-4", person(4, name="另一个人"))
    send(office, other.bundle())
    found = [(item["record_id"], item["clean"]) for item in waiting(office)]
    assert found == [("r-1", True), ("r-2", False), ("r-3", False), ("r-4", True)]


def test_two_namesakes_with_two_documents_are_two_children(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1, name="王伟"))
    one.enroll("r-2", person(3, name="王伟"))
    send(office, one.bundle())
    assert [item["clean"] for item in waiting(office)] == [True, True]


def test_no_document_number_stands_in_clear_outside_records_and_mirror(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    who = person(1)
    one.enroll("r-1", who)
    send(office, one.bundle())
    found = rows(office.store)
    for table in ("tokens", "cases", "ledger", "alarms", "channels", "sequences"):
        assert who["document_number"] not in repr(found[table])


def test_a_bundle_that_grows_behind_its_end_is_refused(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    assert take_in(office, one.bundle().bytes + b"\n").outcome == "rejected"


def test_what_the_school_holds_is_what_it_was_told(tmp_path: Path) -> None:
    """The frozen statement of an answer cannot be changed by the school either."""
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    one.take(answer(office, send(office, one.bundle()).receipt))
    one.answers[0] = replace(one.answers[0], id="3" * 64)
    one.enroll("r-2", person(2))
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.peer")
