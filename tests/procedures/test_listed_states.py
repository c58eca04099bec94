"""第三、二十四条: what the national system said of a state is kept and named until it is settled, and is no act."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.procedures.changing import LATER, approved_child, errand
from tests.procedures.desks import TODAY, at, child, codes, opened, record_of, refused, resident
from tests.procedures.test_listed import export
from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.check import check
from xjcli.procedures.leave import leave
from xjcli.procedures.listed_states import kept
from xjcli.procedures.number import apply, confirm
from xjcli.procedures.settings import show
from xjcli.registry.doctor import examine


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "国家导出.csv"


def _found(desk: Desk) -> list[Problem]:
    return [each for each in check(desk).problems if each.code == "check.state-differs"]


def test_a_state_that_differs_is_named_by_every_check_with_the_command_that_settles_it(
    school: Path, book: Path
) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        head = desk.registry.head()
        report = confirm(desk, export(book, (901, "", "休学")), on=TODAY)
        assert (report.result["states_kept"], desk.registry.head()) == (1, head)
        assert all(line.ok for line in examine(desk.registry))
    with at(school, now=NOW + timedelta(days=1)) as desk:
        (found,) = _found(desk)
        assert (found.where, found.severity) == (pupil, "warn")
        assert found.params == {
            "here": "在读", "there": "休学", "date": TODAY.isoformat(), "command": f"xj leave {pupil}",
        }  # fmt: skip
        leave(desk, [pupil], until=date(2027, 8, 31), ground="疾病", extend=False, errand=errand(LATER))
        assert _found(desk) == []


def test_a_newer_export_that_says_the_same_as_we_settles_it_and_one_that_is_silent_does_not(
    desk: Desk, book: Path
) -> None:
    pupil = approved_child(desk)
    confirm(desk, export(book, (901, "", "休学")), on=TODAY)
    confirm(desk, export(book, (902, "", "在读")), on=TODAY)
    assert [each.where for each in _found(desk)] == [pupil]
    assert confirm(desk, export(book, (901, "", "在读")), on=TODAY).result["states_kept"] == 0
    assert _found(desk) == []
    assert kept(desk.registry) == {}


def test_an_older_list_does_not_contradict_what_was_recorded_since(desk: Desk, book: Path) -> None:
    pupil = approved_child(desk)
    confirm(desk, export(book, (901, "", "辍学")), on=TODAY)
    leave(desk, [pupil], until=date(2027, 8, 31), ground="疾病", extend=False, errand=errand())
    assert _found(desk) == []


def test_a_rehearsal_keeps_nothing_and_what_is_kept_is_no_setting(desk: Desk, book: Path) -> None:
    approved_child(desk)
    file = export(book, (901, "", "休学"))
    assert confirm(desk, file, on=TODAY, dry_run=True).result["states_kept"] == 0
    assert kept(desk.registry) == {}
    confirm(desk, file, on=TODAY)
    assert [*kept(desk.registry)] != []
    assert "national-states" not in show(desk).result["settings"]


def test_a_plan_of_a_list_is_looked_at_and_then_carried_out_as_it_is(desk: Desk, book: Path, tmp_path: Path) -> None:
    pupil = str(opened(desk, child()).result["record_id"])
    file, plan = export(book, (901, f"G{resident(901)}", "休学")), tmp_path / "方案.json"
    head = desk.registry.head()
    saved = confirm(desk, file, on=TODAY, because="学期复核", plan_out=plan)
    assert (saved.result["operation"], desk.registry.head(), kept(desk.registry)) == (None, head, {})
    document = json.loads(plan.read_text("utf-8"))
    assert [each["command"] for each in document["changes"]] == [f"xj leave {pupil}"]
    assert resident(901) not in plan.read_text("utf-8")
    done = apply(desk, file, plan)
    *_, act = desk.registry.acts()
    assert (act.kind, (act.body or {})["because"], done.result["operation"]) == (
        "number-confirmed", "学期复核", act.operation,
    )  # fmt: skip
    assert record_of(desk, pupil).registry_number == f"G{resident(901)}"
    assert [*kept(desk.registry)] == [pupil]
    assert codes(refused(lambda: apply(desk, file, plan))) == ["import.plan-stale"]


def test_a_plan_does_not_fit_another_list_nor_a_workbook_of_pupils(desk: Desk, book: Path, tmp_path: Path) -> None:
    approved_child(desk)
    plan = tmp_path / "方案.json"
    confirm(desk, export(book, (901, "", "休学")), on=TODAY, plan_out=plan)
    assert codes(refused(lambda: apply(desk, export(book, (901, "", "辍学")), plan))) == ["import.plan-stale"]
    document = {**json.loads(plan.read_text("utf-8")), "way": "enrol"}
    plan.write_text(json.dumps(document), encoding="utf-8")
    assert codes(refused(lambda: apply(desk, export(book, (901, "", "休学")), plan))) == ["import.plan-stale"]
