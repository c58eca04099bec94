"""校内升学 (第十三、十四条): the next stage of the same school on the same record, with the same number."""

from __future__ import annotations

from pathlib import Path

from tests.procedures.desks import at, record_of, refused, refusing
from tests.procedures.leavers import body_of, enrolled, last_act, moment
from xjcli.procedures.change import Errand
from xjcli.procedures.grades import Whom
from xjcli.procedures.graduate import graduate
from xjcli.procedures.progress import progress_inside

SUMMER, AUTUMN = moment(2027, 7, 5), moment(2027, 9, 3)


def test_graduates_and_pupils_of_the_last_grade_go_on_together(school: Path) -> None:
    with at(school) as desk:
        first, second = enrolled(desk, "六年级", 901), enrolled(desk, "六年级", 903)
        before = record_of(desk, first)
    with at(school, now=SUMMER) as desk:
        whom, errand = Whom([first]), Errand(desk.today)
        graduate(desk, whom, outcome="graduated", ground="", certificate_list=None, errand=errand)
    with at(school, now=AUTUMN) as desk:
        report = progress_inside(desk, Whom(grade="六年级"), to_class="4", errand=Errand(desk.today))
        after, body = record_of(desk, first), body_of(last_act(desk))
        shown = {item["record_id"] for item in report.result["items"]}
    assert (report.status, shown) == (0, {first, second})
    assert (after.stage, after.cohort, after.class_no, after.entry_month) == ("junior", 2027, "04", "2027-09")
    assert (after.status, after.registry_number, after.situation) == ("enrolled", before.registry_number, {})
    assert body["from"] == "primary"


def test_without_a_class_the_number_of_the_old_one_is_kept(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "六年级", class_no="5")
    with at(school, now=SUMMER) as desk:
        progress_inside(desk, Whom([pupil]), to_class="", errand=Errand(desk.today))
        assert record_of(desk, pupil).class_no == "05"


def test_a_stage_that_is_not_over_is_not_left(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "六年级")
        refusal = refused(lambda: progress_inside(desk, Whom([pupil]), to_class="", errand=Errand(desk.today)))
    assert refusing(refusal) == ["progress.not-finished"]


def test_a_stage_the_school_does_not_teach_is_the_receiving_schools_to_start(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "九年级")
    with at(school, now=SUMMER) as desk:
        refusal = refused(lambda: progress_inside(desk, Whom([pupil]), to_class="", errand=Errand(desk.today)))
    assert refusing(refusal) == ["progress.not-taught"]


def test_a_grade_of_nobody_is_said(school: Path) -> None:
    with at(school, now=SUMMER) as desk:
        errand = Errand(desk.today)
        assert refusing(refused(lambda: progress_inside(desk, Whom(grade="六年级"), to_class="", errand=errand))) == [
            "finish.nobody"
        ]
        assert refusing(refused(lambda: progress_inside(desk, Whom(), to_class="", errand=errand))) == ["finish.whom"]
