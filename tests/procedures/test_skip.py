"""跳级 (第十一条): the next older cohort of the same stage, never into the next stage."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.procedures.desks import at, record_of, refused, refusing
from tests.procedures.leavers import body_of, enrolled, last_act, moment, proven, with_rules
from xjcli.procedures.skip import skip


def test_a_skip_joins_the_next_older_cohort(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "三年级")
        assert skip(desk, [pupil], class_no="2", ground="学业超前", errand=proven(school, desk)).status == 0
        record, body = record_of(desk, pupil), body_of(last_act(desk))
    assert (record.cohort, record.class_no) == (2023, "02")
    assert (body["from"], body["to"], body["year"]) == (3, 4, 2026)


@pytest.mark.parametrize(("grade", "day"), [("六年级", NOW), ("五年级", moment(2027, 7, 5))])
def test_a_skip_never_leads_into_the_next_stage(school: Path, grade: str, day: datetime) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, grade)
    with at(school, now=day) as desk:
        refusal = refused(lambda: skip(desk, [pupil], class_no="1", ground="", errand=proven(school, desk)))
    assert refusing(refusal) == ["skip.across-stages"]


def test_a_pupil_of_the_fifth_grade_may_skip_to_the_sixth_in_autumn(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "五年级")
        assert skip(desk, [pupil], class_no="1", ground="", errand=proven(school, desk)).status == 0


def test_where_the_province_asks_for_an_approval_the_skip_waits_for_it(school: Path) -> None:
    with_rules(school, "hunan-2019")
    with at(school) as desk:
        pupil = enrolled(desk)
        report = skip(desk, [pupil], class_no="1", ground="", errand=proven(school, desk))
        record = record_of(desk, pupil)
    assert report.result["awaits"] is True
    assert (record.cohort, record.open_case["kind"]) == (2024, "skipped")
