"""第二十四条: the figures of a school are those that anyone who counts the roll one by one comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.semesters import COUNTY, DAY, school
from xjcli.regulation.statistics import FLAGS, PARTITIONS, age_on, elsewhere, statistics
from xjcli.schema.record import GONE, ON_ROLL, Record, replace

RECORDS = school(500)
COUNTED = statistics(RECORDS, DAY, county=COUNTY)
#: How a person would tell, record by record.
NAIVE: dict[str, Callable[[Record], bool]] = {
    "minority": lambda one: one.person["ethnicity"] in ("03", "11"),
    "migrant": lambda one: one.person["migrant_child"] == "1",
    "elsewhere": lambda one: one.person["household_region"] in ("210103", "370102"),
    "left-behind": lambda one: one.person["left_behind"] in ("1", "2"),
    "orphan": lambda one: one.person["orphan"] == "1",
    "martyr": lambda one: one.person["martyr_family"] == "1",
    "subsidy": lambda one: one.person["gets_subsidy"] == "1",
    "aid": lambda one: one.person["needs_aid"] == "1",
    "disability": lambda one: one.person["disability"] in ("visual", "hearing"),
    "sex:1": lambda one: one.sex == "1",
    "household:2": lambda one: one.person["household_type"] == "2",
    "household:": lambda one: one.person["household_type"] == "",
    "entry:11": lambda one: one.person["entry_way"] == "11",
    "attendance:2": lambda one: one.person["attendance_mode"] == "2",
    "status:on-leave": lambda one: one.status == "on-leave",
}


def grade(one: Record) -> int:
    return 2027 - one.cohort


@pytest.mark.parametrize("kind", NAIVE)
def test_every_number_is_that_of_a_recount(kind: str) -> None:
    mine = [one for one in RECORDS if NAIVE[kind](one)]
    assert COUNTED.school.count(kind) == len(mine) > 0
    for group in COUNTED.grades:
        assert group.count(kind) == sum(grade(one) == group.grade_no for one in mine)
    for group in COUNTED.classes:
        place = (group.grade_no, group.class_no)
        assert group.count(kind) == sum((grade(one), one.class_no) == place for one in mine)


def test_every_flag_is_recounted() -> None:
    assert set(FLAGS) <= NAIVE.keys()


@pytest.mark.parametrize("kind", [*PARTITIONS, "age"])
def test_everyone_is_one_of_a_kind(kind: str) -> None:
    for group in (COUNTED.school, *COUNTED.grades, *COUNTED.classes):
        assert sum(group.count(f"{kind}:{value}") for value in COUNTED.values(kind)) == group.total
    assert sum(group.total for group in COUNTED.grades) == COUNTED.school.total == 500


def test_who_has_left_or_only_asked_to_come_is_not_counted() -> None:
    others = [replace(RECORDS[0], status=status) for status in (*GONE, "arriving", "cancelled", "deregistered")]
    assert statistics([*RECORDS, *others], DAY, county=COUNTY) == COUNTED
    assert statistics(others, DAY).school.total == 0


def test_the_values_of_a_kind_stand_in_their_own_order() -> None:
    assert COUNTED.values("status") == ON_ROLL
    ages = COUNTED.values("age")
    assert [int(age) for age in ages] == sorted(int(age) for age in ages)
    assert COUNTED.values("household") == ("1", "2", "")


def test_an_age_is_of_full_years() -> None:
    assert age_on("2019-11-20", date(2026, 11, 20)) == "7"
    assert age_on("2019-11-21", date(2026, 11, 20)) == "6"
    assert age_on("2020-02-29", date(2026, 2, 28)) == "5"
    assert age_on("", DAY) == ""


@pytest.mark.parametrize(
    ("household", "county", "outside"),
    [
        ("210102", "210102", False), ("210103", "210102", True), ("210103", "210100", False),
        ("220103", "210000", True), ("210103", "210000", False), ("", "210102", False), ("210103", "", False),
    ],
)  # fmt: skip
def test_a_household_is_elsewhere_when_it_lies_outside_the_region(household: str, county: str, outside: bool) -> None:
    assert elsewhere(household, county) is outside
