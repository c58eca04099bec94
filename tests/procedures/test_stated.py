"""第二十四条: a head count that was stated is checked ever after, and says exactly what differs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.conftest import NOW
from tests.procedures.changing import LATER, approved_child, errand
from tests.procedures.desks import TODAY, at, codes, refused
from tests.procedures.test_check import staffed
from xjcli.authority.bodies import check as check_body
from xjcli.procedures.assign import assign
from xjcli.procedures.check import check
from xjcli.procedures.stated import Whole, state_roster
from xjcli.registry.doctor import examine
from xjcli.schema.act import OFFICE

FIRST = Whole(class_no="1.1")


def test_a_count_that_fits_is_stored_as_an_act_of_the_school(school: Path) -> None:
    with at(school) as desk:
        approved_child(desk, class_no="1")
        report = state_roster(desk, FIRST, 1, errand(because="开学清点"))
        *_, act = desk.registry.acts()
        check_body(act)
        assert (act.kind, act.record_id, act.basis["article"]) == ("roster-stated", OFFICE, 24)
        assert act.body == {
            "roll": "present", "stage": "primary", "cohort": 2026, "class_no": "01", "count": 1, "on": "2026-09-01",
            "because": "开学清点", "paper": "柜3-2",
        }  # fmt: skip
        assert (codes(report), report.result["difference"], report.result["operation"]) == ([], 0, act.operation)
        assert all(line.ok for line in examine(desk.registry))


def test_a_count_that_differs_is_a_finding_with_both_numbers_now_and_at_every_check(school: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        approved_child(desk, class_no="1")
        now = state_roster(desk, FIRST, 3, errand())
        (later,) = [each for each in check(desk).problems if each.code == "check.roster-differs"]
    assert codes(now) == ["check.roster-differs"]
    assert (later.where, later.params) == ("一年级(1)班", {"stated": 3, "counted": 1, "date": "2026-09-01"})


def test_a_later_change_of_class_does_not_touch_the_count_of_an_earlier_day(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk, class_no="1")
        state_roster(desk, FIRST, 1, errand())
    with at(school, now=NOW + timedelta(days=1)) as desk:
        assign(desk, [pupil], "2", on=LATER)
        assert codes(state_roster(desk, FIRST, 0, errand(LATER))) == []
        assert "check.roster-differs" not in codes(check(desk))


def test_a_newer_count_of_the_same_day_replaces_the_older_one(school: Path) -> None:
    with at(school) as desk:
        approved_child(desk)
        state_roster(desk, Whole(), 9, errand())
        assert "check.roster-differs" in codes(check(desk))
        state_roster(desk, Whole(), 1, errand())
        assert "check.roster-differs" not in codes(check(desk))


def test_the_school_a_grade_and_a_class_of_it_can_be_counted(school: Path) -> None:
    with at(school) as desk:
        approved_child(desk, class_no="1")
        for whole, where in (
            (Whole(), "全校"), (Whole("一年级"), "一年级"), (Whole("一年级", "1"), "一年级(1)班"),
            (FIRST, "一年级(1)班"),
        ):  # fmt: skip
            report = state_roster(desk, whole, 1, errand(dry_run=True))
            assert (report.result["where"], codes(report)) == (where, [])


def test_a_rehearsal_and_a_no_change_nothing(school: Path) -> None:
    with at(school) as desk:
        state_roster(desk, Whole(), 1, errand(dry_run=True))
        state_roster(desk, Whole(), 1, errand(confirm=lambda _: False))
        assert desk.registry.head().seq == 0


def test_what_cannot_have_been_counted_is_refused(school: Path) -> None:
    with at(school) as desk:
        future = refused(lambda: state_roster(desk, Whole(), 1, errand(TODAY + timedelta(days=1))))
        fewer = refused(lambda: state_roster(desk, Whole(), -1, errand()))
        roll = refused(lambda: state_roster(desk, Whole(roll="elsewhere"), 1, errand()))
        nowhere = refused(lambda: state_roster(desk, Whole(class_no="??"), 1, errand()))
    assert [*map(codes, (future, fewer, roll, nowhere))] == [
        ["change.future"], ["usage.option"], ["usage.option"], ["grade.unreadable"],
    ]  # fmt: skip


def test_a_class_where_nobody_ever_sat_and_a_number_of_another_kind_are_refused(school: Path) -> None:
    with at(school) as desk:
        approved_child(desk, class_no="1")
        assert codes(refused(lambda: state_roster(desk, Whole(class_no="3.2"), 45, errand()))) == ["reconcile.no-class"]
        refusal = refused(lambda: state_roster(desk, Whole(), 320104202008039876, errand()))
        assert codes(refusal) == ["usage.option"]
        assert "20200803" not in str(refusal.problems[0].params)
