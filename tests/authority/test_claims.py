"""一人一号 (第五条): a school cannot bring another child's number, or one of its own making, into the roll."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    School,
    answer,
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
from xjcli.authority.office import Office
from xjcli.authority.store import numbers
from xjcli.authority.viewing import roster
from xjcli.bundle.answers import ActResult, Decision, Results

OTHERS = "G" + person(1)["document_number"]
FOREIGNER = person(3, document_type="A", document_number="K1234567")
LOOK_ALIKES = (OTHERS.lower(), "Ｇ" + OTHERS[1:], OTHERS[:7] + " " + OTHERS[7:], OTHERS + "\u200b")
OWN_MAKING = ("J320102202003050077", "L320102202003051234")


def _code(office: Office) -> str:
    """The first problem of the only open case, which is not clean."""
    (case,) = waiting(office)
    assert not case["clean"]
    return str(case["problems"][0]["code"])


def _owner(office: Office, number: str) -> tuple[str, str] | None:
    with office.store.reading() as tx:
        return numbers.owner(tx, number)


def _told(office: Office, made: School, receipt: str) -> tuple[ActResult, ...]:
    results = made.take(answer(office, receipt))
    assert isinstance(results, Results)
    return results.acts


def _numbers(office: Office, made: School) -> list[str]:
    """The numbers of all decisions that the school has not taken in yet."""
    taken = [made.take(data) for data in answers_for(office, made)]
    return [each.number for found in taken if isinstance(found, list) for each in found if isinstance(each, Decision)]


@pytest.mark.parametrize("kind", ["enrolled", "taken-on"])
@pytest.mark.parametrize(
    "who", [person(3), without_document(), person(3, document_type="A", document_number="K1234567")]
)
def test_another_childs_number_is_never_given_by_a_clean_case(tmp_path: Path, kind: str, who: dict[str, str]) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", who, kind=kind, number=OTHERS)
    taken = send(office, one.bundle())
    assert _told(office, one, taken.receipt) == (ActResult(1, "conflict", "E-000001"),)
    assert _code(office) == "number.claims-other"
    assert approve_clean(office)["approved"] == 0
    assert _owner(office, OTHERS) is None
    assert whole(office)


def test_the_child_whose_number_was_claimed_gets_it(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(3), kind="taken-on", number=OTHERS)
    one.enroll("r-2", without_document())
    one.write("number-confirmed", "r-2", {"number": OTHERS, "source": "名单"})
    send(office, one.bundle())
    other.enroll("r-1", person(1))
    send(office, other.bundle())
    assert approve_clean(office)["approved"] == 1
    assert _owner(office, OTHERS) == (OTHER_SCHOOL, "r-1")
    assert whole(office)


def test_an_official_keeps_the_number_of_a_corrected_identity_number_and_says_why(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(3), kind="taken-on", number=OTHERS)
    send(office, one.bundle())
    approve(office, ["E-000001"], because="身份证号已更正，户籍材料已核对")
    assert _numbers(office, one) == [OTHERS]
    assert whole(office)


@pytest.mark.parametrize("number", OWN_MAKING)
def test_an_application_brings_no_number_into_the_roll_by_itself(tmp_path: Path, number: str) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", without_document(), number=number)
    send(office, one.bundle())
    assert _code(office) == "number.claimed"
    assert approve_clean(office)["approved"] == 0
    approve(office, ["E-000001"], because="转入，原学籍号已核对")
    assert _numbers(office, one) == [number]
    assert whole(office)


def test_a_number_that_the_verified_document_gives_needs_no_second_look(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1), number=OTHERS)
    one.enroll("r-2", person(3))
    one.write("number-confirmed", "r-2", {"number": "G" + person(3)["document_number"], "source": "名单"})
    send(office, one.bundle())
    assert approve_clean(office)["approved"] == 2
    assert whole(office)


def test_a_claim_in_a_second_application_is_seen_as_well(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(3))
    send(office, one.bundle())
    refuse(office, ["E-000001"], because="材料不全")
    number = {"value": OTHERS, "state": "issued", "rule": "national-2013"}
    one.write("resubmitted", "r-1", {"person": {}, "number": number, "because": "已补"})
    send(office, one.bundle())
    assert _code(office) == "number.claims-other"


@pytest.mark.parametrize("number", [OTHERS, *OWN_MAKING])
def test_a_number_confirmed_before_the_approval_is_only_a_claim(tmp_path: Path, number: str) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", without_document())
    one.write("number-confirmed", "r-1", {"number": number, "source": "名单"})
    taken = send(office, one.bundle())
    assert _told(office, one, taken.receipt)[1] == ActResult(2, "recorded", "")
    assert _code(office) == ("number.claims-other" if number == OTHERS else "number.claimed")
    assert _owner(office, number) is None
    assert whole(office)


def test_a_refused_record_cannot_sit_on_a_number(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", without_document())
    send(office, one.bundle())
    refuse(office, ["E-000001"], because="查无此人")
    one.write("number-confirmed", "r-1", {"number": OWN_MAKING[0], "source": "名单"})
    send(office, one.bundle())
    assert _owner(office, OWN_MAKING[0]) is None
    assert whole(office)


def test_a_pupil_taken_on_cannot_confirm_another_childs_number(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(3), kind="taken-on")
    one.write("number-confirmed", "r-1", {"number": OTHERS, "source": "名单"})
    taken = send(office, one.bundle())
    assert _told(office, one, taken.receipt)[1] == ActResult(2, "recorded", "N-000001")
    assert _code(office) == "number.claims-other"
    assert roster(office).result["items"][0]["number_state"] == "local"
    approve(office, ["N-000001"], because="身份证号已更正")
    assert _owner(office, OTHERS) == (one.code, "r-1")
    assert whole(office)


@pytest.mark.parametrize(
    "number", [OTHERS.lower(), "Ｇ" + OTHERS[1:], OTHERS[:7] + " " + OTHERS[7:], OTHERS + "\u200b"]
)
def test_a_number_in_another_spelling_is_no_second_number(tmp_path: Path, number: str) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(3), kind="taken-on", number=number)
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.body")


def test_a_case_does_not_change_under_the_eyes_of_the_official(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(3))
    send(office, one.bundle())
    one.write("resubmitted", "r-1", {"person": {"name": "另一个人"}, "because": "已更正"})
    assert code_of(send(office, one.bundle())) == ("rejected", "intake.act")
