"""升级 (第十二条): a whole school or one grade, previewed, in one transaction, taken back until it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.procedures.desks import at, child, codes, decide, imported, invented, opened, pdf, record_of, refused, sheet
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.doctor import doctor
from xjcli.procedures.leave import leave
from xjcli.procedures.promote import Wish, promote
from xjcli.procedures.undo import undo
from xjcli.report import Report
from xjcli.schema.act import Draft

SUMMER = datetime(2027, 8, 20, 1, tzinfo=UTC)
AUTUMN = datetime(2027, 9, 2, 1, tzinfo=UTC)
ON = AUTUMN.date()
PUPILS = 48


@pytest.fixture
def desk(school: Path) -> Iterator[Desk]:
    """The desk a year later."""
    with at(school, now=AUTUMN) as later:
        yield later


def entered(school: Path, order: int = 901, **changed: str) -> str:
    """A child of the first grade (class 01) who was entered in September 2026."""
    with at(school) as then:
        return str(opened(then, child(order, **changed)).result["record_id"])


def going(report: Report) -> list[tuple[int, int, int]]:
    return [(line["from"], line["to"], line["count"]) for line in report.result["grades"]]


def reasons(report: Report) -> dict[str, str]:
    return {item["record_id"]: item["reason"] for item in report.result["exceptions"]}


def test_a_whole_school_goes_up_and_the_final_grade_does_not(school: Path, tmp_path: Path) -> None:
    with at(school) as then:
        imported(then, sheet(tmp_path / "学生.xlsx", invented(PUPILS)))
    with at(school, now=AUTUMN) as desk:
        report = promote(desk, Wish(), Errand(ON))
        acts = [act for act in desk.registry.acts() if act.kind == "promoted"]
        assert doctor(desk).status == 0
    assert [line[:2] for line in going(report)] == [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]
    assert report.result["count"] == len(acts) == sum(line[2] for line in going(report))
    assert set(reasons(report).values()) == {"final-grade"}
    assert len(reasons(report)) + len(acts) == PUPILS
    assert len({act.operation for act in acts}) == 1
    assert {act.basis["article"] for act in acts} == {12}


def test_the_act_states_year_grades_and_class(school: Path, desk: Desk) -> None:
    record_id = entered(school)
    promote(desk, Wish(), Errand(ON))
    act, record = list(desk.registry.acts())[-1], record_of(desk, record_id)
    assert act.body == {"year": 2027, "from": 1, "to": 2, "class": "01"}
    assert (record.promoted_year, record.class_no, record.cohort) == (2027, "01", 2026)


def test_a_second_time_promotes_nobody(school: Path, desk: Desk) -> None:
    record_id = entered(school)
    promote(desk, Wish(), Errand(ON))
    head = desk.registry.head()
    again = promote(desk, Wish(), Errand(ON))
    assert (going(again), reasons(again), codes(again)) == ([], {record_id: "already"}, ["promote.nobody"])
    assert (again.status, again.result["operation"], desk.registry.head()) == (0, None, head)


def test_whoever_came_this_school_year_is_in_the_right_grade_already(school: Path) -> None:
    record_id = entered(school)
    with at(school) as desk:
        report = promote(desk, Wish(), Errand(desk.today))
    assert (report.result["year"], reasons(report)) == (2026, {record_id: "entered"})
    assert report.result["exceptions"][0]["grade"] == 1


def test_one_grade_is_named_as_it_was_before(school: Path, desk: Desk) -> None:
    first = entered(school, 901)
    entered(school, 903, grade="二年级", birth_date="20190305", entry_month="202509")
    report = promote(desk, Wish(grade="一年级"), Errand(ON))
    assert going(report) == [(1, 2, 1)]
    assert record_of(desk, first).promoted_year == 2027
    assert going(promote(desk, Wish(grade="二年级"), Errand(ON))) == [(2, 3, 1)]


def test_five_four_promotes_from_the_fifth_grade_only_within_its_stage(school: Path) -> None:
    fifth = {"grade": "五年级", "birth_date": "20160305", "entry_month": "202209"}
    record_id = entered(school, 901, **fifth)
    with at(school, now=AUTUMN) as desk, desk.registry.transaction():
        desk.registry.connection.execute("update settings set value = '5-4' where key = 'system'")
    with at(school, now=AUTUMN) as desk:
        assert reasons(promote(desk, Wish(), Errand(ON, dry_run=True))) == {record_id: "final-grade"}


def test_who_is_on_leave_stays_where_the_leave_began(school: Path, desk: Desk, tmp_path: Path) -> None:
    record_id = entered(school)
    decide(desk, record_id, number="G320106202003059013")
    proof = Errand(date(2027, 5, 1), evidence=(pdf(tmp_path / "a.pdf"),))
    leave(desk, [record_id], until=date(2028, 5, 1), ground="疾病", extend=False, errand=proof)
    assert reasons(promote(desk, Wish(), Errand(ON))) == {record_id: "on-leave"}


def test_who_stays_down_this_year_is_not_promoted(school: Path, desk: Desk) -> None:
    record_id = entered(school)
    decide(desk, record_id, number="G320106202003059013")
    body = {"year": 2027, "from": 1, "to": 1, "cohort": 2027, "class": "01", "ground": "家长申请"}
    basis = {"pack": "national-2013", "article": 11, "evidence": []}
    with desk.registry.transaction():
        desk.registry.append(
            [Draft("retained", record_id, "2027-08-20", body, basis)], command="retain", recorded_at="",
            recorded_by="",
        )  # fmt: skip
    assert reasons(promote(desk, Wish(), Errand(ON))) == {record_id: "retained"}


def test_the_school_may_name_exceptions(school: Path, desk: Desk) -> None:
    first, second = entered(school, 901), entered(school, 903)
    report = promote(desk, Wish(exceptions=[second]), Errand(ON))
    assert (going(report), reasons(report)) == ([(1, 2, 1)], {second: "excepted"})
    assert (record_of(desk, first).promoted_year, record_of(desk, second).promoted_year) == (2027, 0)
    assert codes(refused(lambda: promote(desk, Wish(exceptions=["没有这个人"]), Errand(ON)))) == ["pupil.unknown"]


def test_classes_can_change_with_the_grade_and_others_stay(school: Path, desk: Desk) -> None:
    first, second = entered(school, 901), entered(school, 903, class_no="2班")
    promote(desk, Wish(classes={"1班": "3班"}), Errand(ON))
    assert [record_of(desk, each).class_no for each in (first, second)] == ["03", "02"]
    assert doctor(desk).status == 0


@pytest.mark.parametrize(("classes", "code"), [({"9": "3"}, "promote.class"), ({"1": "无"}, "class.unreadable")])
def test_a_class_that_nobody_comes_from_is_a_slip(school: Path, desk: Desk, classes: dict[str, str], code: str) -> None:
    entered(school)
    head = desk.registry.head()
    assert codes(refused(lambda: promote(desk, Wish(classes=classes), Errand(ON)))) == [code]
    assert desk.registry.head() == head


def test_from_the_tenth_of_august_on_and_not_before(school: Path) -> None:
    entered(school)
    with at(school, now=SUMMER) as desk:
        early = refused(lambda: promote(desk, Wish(year=2027), Errand(date(2027, 8, 9))))
        assert codes(early) == ["promote.early"]
        assert codes(refused(lambda: promote(desk, Wish(year=2028), Errand(desk.today)))) == ["promote.early"]
        assert codes(refused(lambda: promote(desk, Wish(), Errand(ON)))) == ["change.future"]
        assert promote(desk, Wish(), Errand(desk.today)).result["year"] == 2027


def test_it_is_taken_back_whole_until_it_is_sent(school: Path, desk: Desk) -> None:
    record_ids = [entered(school, order) for order in (901, 903)]
    operation = str(promote(desk, Wish(classes={"1": "3"}), Errand(ON)).result["operation"])
    assert undo(desk, operation, Errand(ON)).result["reversed"] == 2
    for record_id in record_ids:
        record = record_of(desk, record_id)
        assert (record.promoted_year, record.class_no, record.status) == (0, "01", "enrolled")
    assert promote(desk, Wish(), Errand(ON)).result["count"] == 2
    assert doctor(desk).status == 0


def test_a_rehearsal_and_a_no_store_nothing(school: Path, desk: Desk) -> None:
    entered(school)
    head = desk.registry.head()
    report = promote(desk, Wish(), Errand(ON, dry_run=True))
    assert (going(report), report.result["operation"]) == ([(1, 2, 1)], None)
    refusal = refused(lambda: promote(desk, Wish(), Errand(ON, confirm=lambda _: False)))
    assert (codes(refusal), desk.registry.head()) == (["usage.cancelled"], head)
