"""留级 (第十一条): the next younger cohort of the same stage; the provinces' limits refuse, warn or tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at, codes, record_of, refused, refusing
from tests.procedures.leavers import body_of, enrolled, last_act, moment, proven, senior_school, with_rules
from xjcli.procedures.change import Errand
from xjcli.procedures.retain import retain


def test_a_repeat_joins_the_next_younger_cohort_and_class(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "三年级")
        before = record_of(desk, pupil)
        report = retain(desk, [pupil], class_no="3班", ground="因病缺课", errand=proven(school, desk))
        after = record_of(desk, pupil)
        body = body_of(last_act(desk))
    assert report.status == 0
    assert (after.cohort, after.class_no, after.status) == (before.cohort + 1, "03", "enrolled")
    assert body == {"year": 2026, "from": 3, "to": 2, "cohort": 2025, "class": "03", "ground": "因病缺课"}


def test_in_july_the_coming_school_year_is_meant_and_the_grade_stays(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "三年级")
    with at(school, now=moment(2027, 7, 5)) as desk:
        report = retain(desk, [pupil], class_no="1", ground="", errand=proven(school, desk))
        body = body_of(last_act(desk))
    assert (body["year"], body["from"], body["to"], body["cohort"]) == (2027, 3, 3, 2025)
    assert codes(report) == ["regrade.from-september"]


def test_the_first_grade_has_none_to_repeat_in_autumn_but_can_be_repeated_after_its_year(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "一年级")
        refusal = refused(lambda: retain(desk, [pupil], class_no="1", ground="", errand=proven(school, desk)))
    assert refusing(refusal) == ["retain.first-grade"]
    with at(school, now=moment(2027, 7, 5)) as desk:
        assert retain(desk, [pupil], class_no="1", ground="", errand=proven(school, desk)).status == 0


def test_without_a_proof_nothing_is_recorded(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        head = desk.registry.head()
        refusal = refused(lambda: retain(desk, [pupil], class_no="1", ground="", errand=Errand(desk.today)))
        assert (refusing(refusal), desk.registry.head()) == (["change.evidence"], head)


@pytest.mark.parametrize("because", ["", "家长坚决要求"])
def test_where_the_province_forbids_it_no_reason_helps(school: Path, because: str) -> None:
    with_rules(school, "sichuan-2026")
    with at(school) as desk:
        pupil = enrolled(desk)
        errand = proven(school, desk, because=because)
        refusal = refused(lambda: retain(desk, [pupil], class_no="1", ground="", errand=errand))
    assert refusing(refusal) == ["limit.retain-allowed"]
    assert refusal.problems[0].params["pack"] == "sichuan-2026"


def test_where_the_province_advises_against_it_a_reason_lets_it_wait_for_the_approval_it_asks_for(
    tmp_path: Path,
) -> None:
    home = senior_school(tmp_path / "senior")
    with_rules(home, "sichuan-2026")
    with at(home) as desk:
        pupil = enrolled(desk, "高二")
        refusal = refused(lambda: retain(desk, [pupil], class_no="1", ground="", errand=proven(home, desk)))
        assert refusing(refusal) == ["limit.retain-allowed"]
        report = retain(desk, [pupil], class_no="1", ground="", errand=proven(home, desk, because="重病一学期"))
        act, record = last_act(desk), record_of(desk, pupil)
    assert report.result["awaits"] is True
    assert (act.basis["overridden"], act.basis["approval_by"]) == (["limit.retain-allowed"], "sichuan-2026")
    assert (record.cohort, record.open_case["kind"]) == (2025, "retained")


def test_a_share_of_the_grade_that_is_passed_refuses(tmp_path: Path) -> None:
    home = senior_school(tmp_path / "senior")
    with_rules(home, "hunan-2019")
    with at(home) as desk:
        pupils = [enrolled(desk, "高二", 901 + 2 * number) for number in range(3)]
    with at(home, now=moment(2027, 7, 5)) as desk:
        refusal = refused(lambda: retain(desk, pupils[:1], class_no="1", ground="", errand=proven(home, desk)))
    assert refusing(refusal) == ["limit.retain-max-share"]


def test_the_last_grade_cannot_be_repeated_where_the_province_says_so(tmp_path: Path) -> None:
    home = senior_school(tmp_path / "senior")
    with_rules(home, "hunan-2019")
    with at(home) as desk:
        pupil = enrolled(desk, "高三")
    with at(home, now=moment(2027, 7, 5)) as desk:
        refusal = refused(lambda: retain(desk, [pupil], class_no="1", ground="", errand=proven(home, desk)))
    assert refusing(refusal) == ["limit.retain-forbidden-grades"]


def test_a_rehearsal_stores_nothing(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
    with at(school, "read") as desk:
        head = desk.registry.head()
        report = retain(desk, [pupil], class_no="1", ground="", errand=proven(school, desk, dry_run=True))
        assert (report.result["operation"], desk.registry.head()) == (None, head)
