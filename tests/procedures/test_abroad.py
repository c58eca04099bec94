"""到境外就读 (第二十条): with valid documents, by a code of the country; back on the same record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at, record_of, refused, refusing
from tests.procedures.leavers import body_of, enrolled, last_act, moment, proven
from xjcli.procedures.abroad import abroad
from xjcli.procedures.change import Errand
from xjcli.procedures.resume import resume


@pytest.mark.parametrize(("country", "code"), [("美国", "840"), ("840", "840"), ("香港", "344")])
def test_the_country_is_kept_as_its_code(school: Path, country: str, code: str) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        until = moment(2028, 7, 1).date()
        abroad(desk, [pupil], country=country, school="样例学校", until=until, errand=proven(school, desk))
        assert body_of(last_act(desk)) == {"country": code, "school": "样例学校", "until": "2028-07-01"}
        assert record_of(desk, pupil).status == "abroad"


def test_back_the_pupil_is_on_the_same_record(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        number = record_of(desk, pupil).registry_number
        abroad(desk, [pupil], country="美国", school="", until=None, errand=proven(school, desk))
    with at(school, now=moment(2027, 9, 1)) as desk:
        resume(desk, [pupil], class_no="", lower=False, errand=Errand(desk.today))
        record = record_of(desk, pupil)
    assert (record.status, record.registry_number, record.situation) == ("enrolled", number, {})


@pytest.mark.parametrize(("country", "code"), [("火星", "abroad.country"), ("中国", "abroad.inside")])
def test_a_country_that_is_none_or_not_abroad_is_refused(school: Path, country: str, code: str) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        errand = proven(school, desk)
        refusal = refused(lambda: abroad(desk, [pupil], country=country, school="", until=None, errand=errand))
    assert refusing(refusal) == [code]


def test_a_return_before_the_departure_and_missing_documents_are_refused(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        errand = proven(school, desk)
        refusal = refused(lambda: abroad(desk, [pupil], country="美国", school="", until=desk.today, errand=errand))
        assert refusing(refusal) == ["abroad.until"]
        bare = Errand(desk.today)
        refusal = refused(lambda: abroad(desk, [pupil], country="美国", school="", until=None, errand=bare))
        assert refusing(refusal) == ["change.evidence"]
