"""休学、续休与复学 (第十九条) against what the provinces limit (第十一条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.procedures.desks import at, codes, record_of, refused, refusing
from tests.procedures.leavers import enrolled, last_act, moment, proven, senior_school, with_rules
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.leave import leave
from xjcli.procedures.resume import resume
from xjcli.report import Report


def granted(home: Path, desk: Desk, pupil: str, until: str, *, extend: bool = False, because: str = "") -> Report:
    errand = proven(home, desk, because=because)
    return leave(desk, [pupil], until=date.fromisoformat(until), ground="病", extend=extend, errand=errand)


def test_without_a_province_only_the_days_are_looked_at(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        assert refusing(refused(lambda: granted(school, desk, pupil, "2026-09-01"))) == ["leave.until"]
        assert granted(school, desk, pupil, "2029-09-01").status == 0
        assert record_of(desk, pupil).status == "on-leave"


@pytest.mark.parametrize(("until", "against"), [("2027-09-01", []), ("2027-09-02", ["limit.leave-max"])])
def test_a_province_bounds_a_leave_to_the_day(school: Path, until: str, against: Sequence[str]) -> None:
    with_rules(school, "sichuan-2026")
    with at(school) as desk:
        pupil = enrolled(desk)
        if against:
            assert refusing(refused(lambda: granted(school, desk, pupil, until, because="长期治疗"))) == against
        else:
            assert granted(school, desk, pupil, until).status == 0


def test_without_a_word_on_extensions_the_whole_leave_is_bounded(school: Path) -> None:
    with_rules(school, "sichuan-2026")
    with at(school) as desk:
        pupil = enrolled(desk)
        granted(school, desk, pupil, "2027-01-31")
    with at(school, now=moment(2027, 1, 20)) as desk:
        assert refusing(refused(lambda: granted(school, desk, pupil, "2027-09-02", extend=True))) == ["limit.leave-max"]
        assert granted(school, desk, pupil, "2027-09-01", extend=True).status == 0


def test_a_pupil_who_is_back_late_is_taken_and_told(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        granted(school, desk, pupil, "2027-01-31")
    with at(school, now=moment(2027, 3, 2)) as desk:
        report = resume(desk, [pupil], class_no="", lower=True, errand=Errand(desk.today))
        record = record_of(desk, pupil)
    assert codes(report) == ["resume.overdue"]
    assert report.problems[0].params["days"] == 30
    assert (record.status, record.cohort) == ("enrolled", 2025)


def test_past_a_provinces_grace_a_late_return_needs_a_reason_that_is_kept(tmp_path: Path) -> None:
    home = senior_school(tmp_path / "senior")
    with_rules(home, "hunan-2019")
    with at(home) as desk:
        pupil = enrolled(desk, "高二")
        granted(home, desk, pupil, "2027-01-31")
    with at(home, "read", now=moment(2027, 2, 28)) as desk:
        report = resume(desk, [pupil], class_no="", lower=False, errand=Errand(desk.today, dry_run=True))
        assert codes(report) == ["resume.overdue"]
    with at(home, now=moment(2027, 3, 2)) as desk:
        refusal = refused(lambda: resume(desk, [pupil], class_no="", lower=False, errand=Errand(desk.today)))
        assert refusing(refusal) == ["limit.leave-return-grace"]
        resume(desk, [pupil], class_no="", lower=False, errand=Errand(desk.today, because="住院延期，病历已附"))
        assert last_act(desk).basis["overridden"] == ["limit.leave-return-grace"]
