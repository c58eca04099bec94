"""退学、开除 (第十一条, 义务教育法第二十七条): senior secondary; in compulsory years a reason, or never."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at, record_of, refused, refusing
from tests.procedures.leavers import body_of, enrolled, last_act, moment, proven, senior_school, with_rules
from xjcli.procedures.leave import leave
from xjcli.procedures.withdraw import GROUNDS, expel, withdraw


@pytest.fixture
def senior(tmp_path: Path) -> Path:
    return senior_school(tmp_path / "senior")


@pytest.mark.parametrize("ground", [ground for ground in GROUNDS if ground != "leave-expired"])
def test_a_senior_pupil_withdraws_on_any_ground(senior: Path, ground: str) -> None:
    with at(senior) as desk:
        pupil = enrolled(desk, "高二")
        assert withdraw(desk, [pupil], ground=ground, errand=proven(senior, desk)).status == 0
        assert (record_of(desk, pupil).status, body_of(last_act(desk))) == ("withdrawn", {"ground": ground})


def test_in_compulsory_years_a_withdrawal_needs_a_reason_that_is_kept(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: withdraw(desk, [pupil], ground="voluntary", errand=proven(school, desk)))
        assert refusing(refusal) == ["change.compulsory-because"]
        withdraw(desk, [pupil], ground="voluntary", errand=proven(school, desk, because="随父母出境定居"))
        assert last_act(desk).basis["overridden"] == ["change.compulsory-because"]


def test_where_the_province_forbids_it_in_compulsory_years_no_reason_helps(school: Path) -> None:
    with_rules(school, "hunan-2019")
    with at(school) as desk:
        pupil = enrolled(desk)
        errand = proven(school, desk, because="家长要求")
        refusal = refused(lambda: withdraw(desk, [pupil], ground="voluntary", errand=errand))
    assert refusing(refusal) == ["limit.withdraw-allowed"]


@pytest.mark.parametrize(
    ("ground", "against"),
    [
        ("truancy", ["limit.withdraw-truancy-consecutive", "limit.withdraw-truancy-cumulative"]),
        ("overage", ["limit.withdraw-age"]),
        ("voluntary", []),
    ],
)
def test_a_ground_that_a_province_bounds_has_to_be_stated(senior: Path, ground: str, against: list[str]) -> None:
    with_rules(senior, "hunan-2019")
    with at(senior) as desk:
        pupil = enrolled(desk, "高二")
        if against:
            refusal = refused(lambda: withdraw(desk, [pupil], ground=ground, errand=proven(senior, desk)))
            assert refusing(refusal) == against
        errand = proven(senior, desk, because="本学期连续旷课21天，教育无效")
        report = withdraw(desk, [pupil], ground=ground, errand=errand)
        record = record_of(desk, pupil)
    assert (report.result["awaits"], record.open_case["kind"]) == (True, "withdrawn")


def test_a_leave_that_still_runs_is_no_ground(senior: Path) -> None:
    with at(senior) as desk:
        pupil = enrolled(desk, "高二")
        until = moment(2027, 1, 15).date()
        leave(desk, [pupil], until=until, ground="病", extend=False, errand=proven(senior, desk))
        refusal = refused(lambda: withdraw(desk, [pupil], ground="leave-expired", errand=proven(senior, desk)))
    assert refusing(refusal) == ["withdraw.leave-runs"]
    with at(senior, now=moment(2027, 1, 16)) as desk:
        assert withdraw(desk, [pupil], ground="leave-expired", errand=proven(senior, desk)).status == 0


def test_a_provinces_grace_after_the_leave_counts(senior: Path) -> None:
    with_rules(senior, "hunan-2019")
    with at(senior) as desk:
        pupil = enrolled(desk, "高二")
        until = moment(2027, 1, 15).date()
        leave(desk, [pupil], until=until, ground="病", extend=False, errand=proven(senior, desk))
    with at(senior, "read", now=moment(2027, 2, 15)) as desk:
        errand = proven(senior, desk, dry_run=True)
        refusal = refused(lambda: withdraw(desk, [pupil], ground="leave-expired", errand=errand))
    assert refusing(refusal) == ["limit.leave-return-grace"]
    with at(senior, "read", now=moment(2027, 2, 16)) as desk:
        errand = proven(senior, desk, dry_run=True)
        assert withdraw(desk, [pupil], ground="leave-expired", errand=errand).status == 0


@pytest.mark.parametrize(("ground", "code"), [("", "usage.missing"), ("boredom", "usage.option")])
def test_an_unknown_ground_or_none_is_a_usage_error(senior: Path, ground: str, code: str) -> None:
    with at(senior) as desk:
        assert refusing(refused(lambda: withdraw(desk, ["x"], ground=ground, errand=proven(senior, desk)))) == [code]


def test_a_senior_pupil_is_expelled_by_a_decision(senior: Path) -> None:
    with at(senior) as desk:
        pupil = enrolled(desk, "高一")
        errand = proven(senior, desk)
        refusal = refused(lambda: expel(desk, [pupil], ground="严重违纪", decision=" ", errand=errand))
        assert refusing(refusal) == ["usage.missing"]
        expel(desk, [pupil], ground="严重违纪", decision="校发〔2026〕9号", errand=errand)
        assert body_of(last_act(desk)) == {"ground": "严重违纪", "decision": "校发〔2026〕9号"}
        assert record_of(desk, pupil).status == "expelled"


def test_in_compulsory_years_nobody_is_expelled_whatever_is_said(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        errand = proven(school, desk, because="严重违纪")
        refusal = refused(lambda: expel(desk, [pupil], ground="严重违纪", decision="校发〔2026〕9号", errand=errand))
        assert record_of(desk, pupil).status == "enrolled"
    assert refusing(refusal) == ["change.compulsory-forbidden"]
