"""学籍保留、到他校就读 (第十七条): taught elsewhere by agreement, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SCHOOL
from tests.procedures.desks import at, record_of, refused, refusing
from tests.procedures.leavers import enrolled, last_act, proven
from xjcli.procedures.change import Errand
from xjcli.procedures.place import place, place_back

SPECIAL, SPECIALISED, ORDINARY = "5132000009", "3732000009", "2132000009"


@pytest.mark.parametrize(
    ("at_school", "ground"), [(SPECIAL, "special"), (SPECIALISED, "specialised"), (ORDINARY, "inclusive")]
)
def test_the_record_stays_and_says_where_the_pupil_is_taught(school: Path, at_school: str, ground: str) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        place(desk, [pupil], at=at_school, ground=ground, errand=proven(school, desk))
        record = record_of(desk, pupil)
        assert (record.status, record.situation["studies_at"]) == ("enrolled", at_school)
        place_back(desk, [pupil], errand=Errand(desk.today))
        assert record_of(desk, pupil).situation == {}


@pytest.mark.parametrize(("at_school", "ground"), [(ORDINARY, "special"), (SPECIAL, "inclusive")])
def test_a_school_of_another_kind_needs_a_reason(school: Path, at_school: str, ground: str) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: place(desk, [pupil], at=at_school, ground=ground, errand=proven(school, desk)))
        assert refusing(refusal) == ["place.kind"]
        place(desk, [pupil], at=at_school, ground=ground, errand=proven(school, desk, because="该校设特教部"))
        assert last_act(desk).basis["overridden"] == ["place.kind"]


def test_one_pupil_is_taught_at_one_other_school(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: place_back(desk, [pupil], errand=Errand(desk.today)))
        assert refusing(refusal) == ["place.not-placed"]
        place(desk, [pupil], at=SPECIAL, ground="special", errand=proven(school, desk))
        refusal = refused(lambda: place(desk, [pupil], at=SPECIAL, ground="special", errand=proven(school, desk)))
        assert refusing(refusal) == ["place.already"]


@pytest.mark.parametrize(
    ("at_school", "ground", "code"),
    [(SCHOOL.school_code, "inclusive", "place.school"), (SPECIAL, "holiday", "usage.option"),
     ("12", "special", "school-code.length")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(school: Path, at_school: str, ground: str, code: str) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: place(desk, [pupil], at=at_school, ground=ground, errand=proven(school, desk)))
    assert refusing(refusal) == [code]


def test_it_rests_on_what_was_agreed(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        errand = Errand(desk.today)
        refusal = refused(lambda: place(desk, [pupil], at=SPECIAL, ground="special", errand=errand))
    assert (refusing(refusal), refusal.problems[0].params["wanted"]) == (["change.evidence"], "agreement")
