"""Giving a school its own bundles back (第三条): all of its own, nothing of another's, nothing to a revoked key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authority.school_double import OTHER_SCHOOL, SCHOOL, School, answers_for, authority, person, school, send
from xjcli.authority import enrolling, returning
from xjcli.authority.office import Office
from xjcli.authority.store import channels
from xjcli.bundle import returned
from xjcli.bundle.card import read_card
from xjcli.errors import Refusal


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return authority(tmp_path / "a")


@pytest.fixture
def made(office: Office) -> School:
    one = school(office)
    for number in (1, 2):
        one.enroll(f"r-{number}", person(number))
        assert send(office, one.bundle()).outcome == "accepted"
    return one


def test_a_school_gets_back_what_it_sent_behind_the_last_that_it_has(office: Office, made: School) -> None:
    (later,) = returning.listing(office, SCHOOL, 1)
    given = returning.one(office, SCHOOL, later.id)
    assert given is not None
    back = returned.read(given, read_card(office.card.read_bytes()), read_card(made.card), made.seal, office.moment())
    assert (back.id, back.statement.seq, back.data) == (later.id, 2, later.bytes)
    assert [act.record_id for act in back.acts] == ["r-2"]


def test_another_school_gets_none_of_it(office: Office, made: School) -> None:
    school(office, OTHER_SCHOOL)
    assert returning.listing(office, OTHER_SCHOOL, 0) == []
    for sent in returning.listing(office, SCHOOL, 0):
        assert returning.one(office, OTHER_SCHOOL, sent.id) is None


def test_an_answer_of_ours_is_no_bundle_of_the_school(office: Office, made: School) -> None:
    with office.store.reading() as tx:
        answer = channels.behind(tx, SCHOOL, "out", 0)[0]
    assert returning.one(office, SCHOOL, answer.id) is None


def test_a_revoked_school_gets_nothing(office: Office, made: School) -> None:
    sent = returning.listing(office, SCHOOL, 0)[0]
    enrolling.revoke(office, SCHOOL)
    with pytest.raises(Refusal) as caught:
        returning.one(office, SCHOOL, sent.id)
    assert caught.value.problems[0].code == "key.revoked"


def test_a_rehearsal_names_the_files_and_writes_none(office: Office, made: School, tmp_path: Path) -> None:
    (stick := tmp_path / "stick").mkdir()
    names = returning.to_folder(office, stick, SCHOOL, 0, dry_run=True).result["returned"]
    assert (len(names), list(stick.iterdir())) == (2, [])
    assert returning.to_folder(office, stick, SCHOOL, 0).result["returned"] == names
    assert sorted(path.name for path in stick.glob("*.xjr")) == sorted(names)


def test_answers_that_were_countersigned_after_the_backup_come_along_and_a_roster_of_this_moment(
    office: Office, made: School, tmp_path: Path
) -> None:
    for data in answers_for(office, made):
        made.take(data)
    made.enroll("r-3", person(3))
    assert send(office, made.bundle()).outcome == "accepted"  # names the first two receipts
    (stick := tmp_path / "stick").mkdir()
    for rosters in (1, 2):  # another registry may be restored on the same day
        given = returning.to_folder(office, stick, SCHOOL, 1).result["bundles"]
        assert [line["type"] for line in given] == ["receipt"] * 3 + ["roster"] * rosters


def test_a_school_that_nobody_added_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        returning.to_folder(office, tmp_path, OTHER_SCHOOL, 0)
    assert caught.value.problems[0].code == "intake.unknown-school"
