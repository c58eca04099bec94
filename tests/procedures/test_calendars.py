"""第十四条: a new year's holidays are taken in whole or not at all, and what was provisional is settled by them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.procedures.desks import at, codes, refused, refusing
from xjcli.procedures import calendars
from xjcli.regulation.deadlines import Due, WorkingDays

NOTICE = "国办发明电〔2026〕1号"
#: Invented for the tests: nobody knows the notice for 2027 yet.
OFF = ("01-01", "02-05", "02-08", "04-05", "05-01", "05-03", "10-01", "10-02", "10-03", "10-04")
TOML = """
year = 2027
notice = "国办发明电〔2026〕1号"
source = "测试"
workdays = [2027-01-30]
[[holidays]]
zh = "元旦"
from = 2027-01-01
to = 2027-01-04
[[holidays]]
zh = "劳动节"
from = 2027-05-01
to = 2027-05-01
[[holidays]]
zh = "国庆节"
from = 2027-10-01
to = 2027-10-07
"""


def table(path: Path, off: tuple[str, ...] = OFF, *more: str) -> Path:
    rows = ["日期,类型", *(f"2027-{day},休" for day in off), "2027-01-30,班", *more]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_provisional_day_is_settled_by_the_notice(school: Path, tmp_path: Path) -> None:
    start = date(2026, 12, 25)
    with at(school) as desk:
        assert WorkingDays(10).after(start, desk.calendar) == Due(date(2027, 1, 8), True)
        done = calendars.import_(desk, table(tmp_path / "2027.csv"), notice=NOTICE)
    assert (done.status, done.result["year"], done.result["off"], done.result["work"]) == (0, 2027, 10, 1)
    assert done.result["new"] is True
    with at(school, "read") as desk:
        assert WorkingDays(10).after(start, desk.calendar) == Due(date(2027, 1, 11), False)
        years = calendars.show(desk).result["years"]
    assert [(each["year"], each["origin"]) for each in years][-1] == (2027, "imported")


def test_a_toml_of_the_programs_own_shape_is_taken_too(school: Path, tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(TOML, encoding="utf-8")
    with at(school) as desk:
        assert calendars.import_(desk, tmp_path / "2027.toml").problems == []
        shown = calendars.show(desk, "2027").result["years"][0]
    assert shown["notice"] == NOTICE
    assert shown["work_days"] == ["2027-01-30"] and "2027-01-04" in shown["off_days"]


@pytest.mark.parametrize(
    "text",
    ["", "year = 2027", "not toml at all", TOML.replace("2027-10-07", "2027-09-01"), 'year = "x"\nholidays = []'],
)
def test_a_toml_of_another_shape_is_not_taken(school: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with at(school) as desk:
        assert codes(refused(lambda: calendars.import_(desk, tmp_path / "a.toml"))) == ["calendar.unreadable"]


def test_a_wrong_list_is_refused_with_everything_and_nothing_is_stored(school: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "2027.csv", OFF[1:], "2027-02-31,休", "2027-02-05,班", "2026-05-05,休")
    with at(school) as desk:
        found = refused(lambda: calendars.import_(desk, path))
        assert refusing(found) == ["date.impossible", "calendar.twice", "calendar.other-year", "calendar.incomplete"]
        assert [each["origin"] for each in calendars.show(desk).result["years"]] == ["shipped"] * 3


def test_a_rehearsed_import_stores_nothing(school: Path, tmp_path: Path) -> None:
    with at(school, "read") as desk:
        done = calendars.import_(desk, table(tmp_path / "2027.csv"), notice=NOTICE, dry_run=True)
        assert done.result["dry_run"] is True and done.result["new"] is True
        assert len(calendars.show(desk).result["years"]) == 3


def test_another_list_for_a_known_year_says_how_many_days_differ(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        calendars.import_(desk, table(tmp_path / "a.csv"), notice=NOTICE)
        again = calendars.import_(desk, table(tmp_path / "a.csv"), notice=NOTICE)
        other = calendars.import_(desk, table(tmp_path / "b.csv", (*OFF, "06-09")), notice=NOTICE)
    assert (again.result["changed_days"], codes(again)) == (0, [])
    assert (other.result["changed_days"], codes(other)) == (1, ["calendar.replaces"])


def test_a_list_without_its_notice_is_taken_with_a_warning(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        assert codes(calendars.import_(desk, table(tmp_path / "a.csv"))) == ["calendar.no-notice"]


def test_a_closure_needs_a_reason_and_moves_only_this_schools_days(school: Path) -> None:
    day, sunday = date(2026, 11, 25), date(2026, 11, 29)
    with at(school) as desk:
        assert codes(refused(lambda: calendars.add(desk, [day], " "))) == ["calendar.reason"]
        done = calendars.add(desk, [day, sunday, day], "校舍检修")
    assert done.result["added"] == ["2026-11-25", "2026-11-29"]
    assert codes(done) == ["calendar.closure-off", "calendar.closure-local"]
    with at(school) as desk:
        assert WorkingDays(1).after(date(2026, 11, 24), desk.calendar) == Due(date(2026, 11, 26), False)
        again = calendars.add(desk, [day], "再次")
        assert (codes(again), again.result["added"]) == (["calendar.closure-known"], [])
        assert calendars.show(desk).result["closures"][0] == {"day": "2026-11-25", "reason": "校舍检修"}


def test_a_closure_entered_by_mistake_is_taken_back(school: Path) -> None:
    day = date(2026, 11, 25)
    with at(school) as desk:
        calendars.add(desk, [day], "校舍检修")
        calendars.remove(desk, [day], dry_run=True)
        assert len(calendars.show(desk).result["closures"]) == 1
        assert calendars.remove(desk, [day]).result["removed"] == ["2026-11-25"]
        assert codes(refused(lambda: calendars.remove(desk, [day]))) == ["calendar.closure-unknown"]


def test_the_programs_own_years_are_shown_before_init() -> None:
    shown = calendars.show(None).result
    assert [each["year"] for each in shown["years"]] == [2024, 2025, 2026]
    assert (shown["covered_until"], shown["closures"]) == ("2026-12-31", [])
    spring = calendars.show(None, "2026").result["years"][0]["holidays"][1]
    assert spring == {"zh": "春节", "en": "Spring Festival", "from": "2026-02-15", "to": "2026-02-23"}


@pytest.mark.parametrize("year", ["2031", "now", "２０２６"])
def test_an_unknown_year_says_how_it_becomes_known(year: str) -> None:
    assert codes(refused(lambda: calendars.show(None, year))) == ["calendar.year-unknown"]
