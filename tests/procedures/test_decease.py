"""死亡注销 (第二十一条): the certificate, ten working days, and the name said once more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import at, codes, record_of, refused, refusing
from tests.procedures.leavers import body_of, enrolled, last_act, moment, proven
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.decease import decease
from xjcli.procedures.missing import missing
from xjcli.report import Report


def reported(desk: Desk, pupil: str, errand: Errand, **more: Any) -> Report:
    options: dict[str, Any] = {
        "died_on": desk.today, "certificate": "样证0001", "cause": "", "name": lambda _: "样小己", **more
    }  # fmt: skip
    return decease(desk, pupil, errand=errand, **options)


def test_the_record_is_deregistered_and_the_last_day_to_report_it_is_said(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        report = reported(desk, pupil, proven(school, desk), cause="疾病")
        record, body = record_of(desk, pupil), body_of(last_act(desk))
    assert record.status == "deregistered"
    assert body == {"died_on": "2026-09-01", "certificate": "样证0001", "cause": "疾病"}
    assert (report.result["deadline"], report.result["provisional"]) == ("2026-09-15", False)


def test_holidays_and_make_up_days_move_the_last_day(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
    with at(school, "read", now=moment(2026, 9, 28)) as desk:
        report = reported(desk, pupil, proven(school, desk, dry_run=True))
    # 1 to 7 October are off, 10 October is worked (and 20 September was).
    assert report.result["deadline"] == "2026-10-16"


@pytest.mark.parametrize("name", ["样小丙", "", "样"])
def test_another_name_records_nothing(school: Path, name: str) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        head = desk.registry.head()
        refusal = refused(lambda: reported(desk, pupil, proven(school, desk), name=lambda _: name))
        assert (refusing(refusal), desk.registry.head()) == (["decease.name"], head)
        assert not (school / "evidence").exists()


def test_the_name_is_asked_only_when_nothing_else_stands_against_it(school: Path) -> None:
    asked: list[dict[str, Any]] = []

    def name(plan: dict[str, Any]) -> str:
        asked.append(plan)
        return "样小己"

    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: reported(desk, pupil, Errand(desk.today), name=name))
        assert (refusing(refusal), asked) == (["change.evidence"], [])
        reported(desk, pupil, proven(school, desk), name=name)
    assert [item["name"] for plan in asked for item in plan["items"]] == ["样小己"]


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2018, 3, 4)])
def test_a_day_before_birth_or_in_the_future_is_refused(school: Path, day: date) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        refusal = refused(lambda: reported(desk, pupil, proven(school, desk), died_on=day))
    assert refusing(refusal) == ["decease.date"]


def test_a_late_report_is_taken_and_said_to_be_late(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
    for day, told in ((moment(2026, 9, 15), []), (moment(2026, 9, 16), ["decease.late"])):
        with at(school, "read", now=day) as desk:
            errand = proven(school, desk, dry_run=True)
            assert codes(reported(desk, pupil, errand, died_on=date(2026, 9, 1))) == told


def test_past_the_published_holidays_the_last_day_is_provisional(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
    with at(school, "read", now=moment(2026, 12, 28)) as desk:
        report = reported(desk, pupil, proven(school, desk, dry_run=True))
    assert (report.result["provisional"], codes(report)) == (True, ["decease.provisional"])


def test_a_missing_pupil_and_one_whose_enrolment_waits_can_be_reported_dead(school: Path) -> None:
    with at(school) as desk:
        lost, waiting = enrolled(desk), enrolled(desk, order=903, number=False)
        missing(desk, [lost], since=desk.today, errand=Errand(desk.today))
        assert reported(desk, lost, proven(school, desk)).status == 0
        name = record_of(desk, waiting).name
        assert reported(desk, waiting, proven(school, desk), name=lambda _: name).status == 0


def test_a_pupil_dies_once(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        reported(desk, pupil, proven(school, desk))
        refusal = refused(lambda: reported(desk, pupil, proven(school, desk)))
    assert refusing(refusal) == ["change.impossible"]
    assert refusal.problems[0].params["article"] == 21
