"""A school with its own good key that means harm: what it sends stays its own, and its neighbours are served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import (
    NOW,
    OTHER_AUTHORITY,
    OTHER_SCHOOL,
    answer,
    answers_for,
    approve_clean,
    authority,
    code_of,
    person,
    resident,
    school,
    send,
    waiting,
    whole,
)
from xjcli.authority import pulling
from xjcli.authority.decide import approve
from xjcli.authority.folder import intake as from_folder
from xjcli.authority.store import Collision, Tx, records
from xjcli.authority.viewing import roster, show
from xjcli.transport import folder as transport


def _nested(levels: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(levels):
        found = [found]
    return found


def test_the_same_record_id_at_two_schools_is_two_records(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    other.enroll("r-1", person(2))
    send(office, one.bundle())
    other.write("assigned", "r-1", {"class": "07"})
    send(office, other.bundle())
    assert [line["class_no"] for line in roster(office).result["items"]] == ["01", "07"]
    assert whole(office)


def test_thousands_of_acts_about_one_record_are_taken_in(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1))
    for number in range(2000):
        one.write("assigned", "r-1", {"class": f"{number % 99 + 1:02}"})
    assert send(office, one.bundle()).acts == 2001
    assert whole(office)


def test_a_case_with_any_number_of_named_evidence_can_be_looked_at(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one = school(office)
    one.enroll("r-1", person(1), evidence=[str(number).encode() for number in range(40_000)])
    assert send(office, one.bundle(evidence=[b"7"])).outcome == "accepted"
    found = show(office, "E-000001").result["evidence"]
    assert (len(found), [piece["size"] for piece in found if piece["size"]]) == (40_000, [1])


def test_one_school_cannot_write_in_the_name_of_another(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    taken = send(office, one.bundle(sender=other.code))
    assert (taken.outcome, waiting(office)) == ("rejected", [])


def test_the_receipt_of_another_school_cannot_be_countersigned(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    one.take(answer(office, send(office, one.bundle()).receipt))
    other.enroll("r-2", person(2))
    other.answers = list(one.answers)
    assert code_of(send(office, other.bundle())) == ("rejected", "intake.peer")


def test_a_decision_about_another_school_cannot_be_echoed(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    for number, made in enumerate((one, other)):
        made.enroll("r-1", person(number))
        send(office, made.bundle())
    approve_clean(office)
    for data in answers_for(office, one):
        taken = one.take(data)
    assert isinstance(taken, list)
    other.answers = list(one.answers)
    other.echo(taken[0])
    other.answers = []
    assert code_of(send(office, other.bundle())) == ("rejected", "intake.echo")


def test_a_harmful_bundle_on_the_stick_never_stops_the_others(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    (stick := tmp_path / "stick").mkdir()
    one.write("enrolled", "r-1", {"basis": _nested(200)})
    other.enroll("r-1", person(2))
    for made in (one, other):
        built = made.bundle()
        transport.send(stick, built.statement, built.bytes)
    report = from_folder(office, stick)
    assert [line["outcome"] for line in report.result["bundles"]] == ["rejected", "accepted"]


def test_two_schools_that_take_one_identity_at_the_same_instant_are_both_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What PostgreSQL does and SQLite cannot: the other school's claim is not seen until it is in the way."""
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    for made in (one, other):
        made.enroll("r-1", person(1))
    send(office, one.bundle())
    seen: list[str] = []
    real = records.holder

    def blind_at_first(tx: Tx, kind: str, token: str) -> tuple[str, str] | None:
        seen.append(kind)
        return None if len(seen) == 1 else real(tx, kind, token)

    monkeypatch.setattr(records, "holder", blind_at_first)
    taken = send(office, other.bundle())
    assert taken.outcome == "accepted"
    assert [item["clean"] for item in waiting(office)] == [True, False]
    assert whole(office)


def test_what_is_wrong_again_is_a_defect_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    for made in (one, other):
        made.enroll("r-1", person(1))
    send(office, one.bundle())
    monkeypatch.setattr(records, "holder", lambda *_: None)
    with pytest.raises(Collision):
        send(office, other.bundle())
    assert len(waiting(office)) == 1


def test_no_report_of_the_officials_shows_a_whole_number_or_birth_date(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    one, other = school(office), school(office, OTHER_SCHOOL)
    number = resident(1)
    one.enroll("r-1", person(1, native_place=number, name=number))
    one.enroll("r-2", person(2, document_number=number[:-1] + ("1" if number[-1] != "1" else "2")))
    other.enroll("r-3", person(1), kind="taken-on", number="G" + resident(3))
    send(office, one.bundle())
    send(office, other.bundle())
    said: list[object] = [waiting(office), roster(office).result]
    said += [show(office, case["case"]).result for case in waiting(office)]
    said += [approve_clean(office), approve(office, ["E-000002"], because="已核对").result]
    text = json.dumps(said, ensure_ascii=False)
    for secret in (number, number[:-1], resident(3), "2020-03-05", "20200305"):
        assert secret not in text


def test_an_answer_made_elsewhere_is_of_no_use_here(tmp_path: Path) -> None:
    here, there = authority(tmp_path / "a"), authority(tmp_path / "b", OTHER_AUTHORITY)
    one = school(here)
    school(there, key=one.key)
    assert not pulling._is_ours(here, pulling.challenge(there))
    assert pulling._is_ours(here, pulling.challenge(here))
    assert here.moment() == NOW
