"""第三条、第二十五条: a report upward has one spelling, and no field in which a person could stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.supervision import NO_TURNS, fields, line, supervision
from xjcli.errors import Refusal
from xjcli.schema.supervision import Supervision

GOLDEN = Path(__file__).parents[1] / "golden" / "supervision-1.json"


def test_the_bytes_of_the_first_version_stay_readable() -> None:
    data = GOLDEN.read_bytes().rstrip(b"\n")
    assert Supervision.from_bytes(data) == supervision()
    assert supervision().to_bytes() == data


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"authority": "教育局"}, "authority"),
        ({"level": "city"}, "level"),
        ({"semester": "2026-summer"}, "semester"),
        ({"first_day": "2026-09-02"}, "first_day"),
        ({"last_day": "2027-03-01"}, "last_day"),
        ({"provisional": 0}, "provisional"),
        ({"workdays": 0}, "workdays"),
        ({"turns": {"from-school": NO_TURNS}}, "turns"),
        ({"turns": {"authority": {**NO_TURNS, "late": -1}}}, "turns"),
        ({"schools": [line(), line()]}, "schools"),
        ({"schools": [line("2132000002"), line()]}, "schools"),
        ({"schools": [line(name="测试1号")]}, "schools"),
        ({"schools": [line(review="测试1号")]}, "schools"),
        ({"schools": [line(on_roll="41")]}, "schools"),
        ({"schools": [line(on_roll=39)]}, "schools.2132000001"),
        ({"schools": [line(staff={"reported_on": "", "serving": 2, "trained": 2, "untrained": 0})]},
         "schools.2132000001"),
        ({"schools": [line(staff={"reported_on": "2026-09-01", "serving": 2, "trained": 1, "untrained": 0})]},
         "schools.2132000001"),
        ({"schools": [line(findings=[{"code": "check.twins", "breach": 9, "count": 1}])]}, "schools"),
        ({"schools": [line(findings=[{"code": "check.twins", "breach": 8, "count": 0}])]}, "schools"),
        ({"schools": [line(findings=[{"code": "check.twins", "breach": 8, "count": 1}] * 2)]}, "schools.2132000001"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_its_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        Supervision.of(**fields(**changed))
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["field"]) == ("supervision.statement", field)


def test_another_version_is_said_to_be_one() -> None:
    data = supervision().to_bytes()
    for old, code in ((b"xj.supervision-report/1", "bundle.version"), (b'"schools"', "supervision.statement")):
        with pytest.raises(Refusal) as caught:
            Supervision.from_bytes(data.replace(old, b"xj.supervision-report/9" if code[0] == "b" else b'"schoolz"'))
        assert caught.value.problems[0].code == code
