"""What an official sees of a change and of a handover: both sides, masked, in both languages (第二十五条)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    SCHOOL,
    approve_clean,
    reopened,
    resident,
    run,
    send,
)
from tests.authority.towns import Town, new_town
from xjcli.authority import screens
from xjcli.authority.describing import transfers
from xjcli.authority.viewing import pending, show
from xjcli.report.language import choose


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return new_town(tmp_path / "a", address="样例路12号3单元")


def correct(town: Town) -> str:
    changes = {
        "document_number": {"from": resident(1), "to": resident(3)},
        "birthplace": {"from": "", "to": "320102"},
    }
    town.old.write("corrected", "r-1", {"changes": changes, "because": f"误录 {resident(1)}"}, awaits=True)
    assert send(town.office, town.old.bundle()).outcome == "accepted"
    return "C-000001"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_change_is_shown_field_by_field_and_no_number_is_whole(town: Town, language: str) -> None:
    case = correct(town)
    result = show(town.office, case).result
    choose(language)
    shown = "\n".join([*screens.show(result), *screens.pending(pending(town.office).result)])
    assert [line["field"] for line in result["changes"]] == ["birthplace", "document_number"]
    assert result["change"] == "corrected"
    assert " → " in shown
    for whole in (resident(1), resident(3)):
        assert whole not in json.dumps(result, ensure_ascii=False)
        assert whole not in shown


def test_a_change_is_still_shown_after_it_was_decided(town: Town) -> None:
    case = correct(town)
    approve_clean(town.office)
    assert (show(town.office, case).result["state"], len(show(town.office, case).result["changes"])) == ("approved", 2)


def test_any_act_that_waits_is_shown_with_what_it_says(town: Town) -> None:
    town.old.write("withdrawn", "r-1", {"ground": "迁居"}, awaits=True)
    send(town.office, town.old.bundle())
    assert show(town.office, "C-000001").result["changes"] == [{"field": "ground", "from": "", "to": "迁居"}]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_handover_is_shown_with_its_parties_its_days_and_the_record_it_comes_from(town: Town, language: str) -> None:
    case = town.ask()
    town.answer(case, "transfer-declined", f"欠费，家长 {resident(1)}")
    result = show(town.office, case).result
    found = result["handover"]
    assert (found["from_school"], found["to_school"], found["state"]) == (SCHOOL, OTHER_SCHOOL, "declined")
    assert (found["requested_on"], found["notified_on"], found["answered_on"], found["ended_on"]) == (
        "2026-09-01", "2026-09-02", "2026-09-02", None,
    )  # fmt: skip
    assert found["origin"]["name"] == "测试1号"
    choose(language)
    shown = "\n".join([*screens.show(result), *screens.transfers(transfers(town.office).result)])
    assert "欠费" in shown
    for text in (shown, json.dumps(result, ensure_ascii=False)):
        assert resident(1) not in text
        assert "样例路12号3单元" not in text


def test_the_days_are_those_of_whoever_has_the_case_now(town: Town) -> None:
    town.ask()
    later = reopened(town.office.home, lambda: town.office.moment().replace(day=16))
    (line,) = transfers(later).result["items"]
    assert (line["party"], line["days"]) == ("from-school", 14)


def test_the_list_is_of_those_under_way_and_of_one_school_if_asked(town: Town) -> None:
    case = town.ask()
    assert run(town.office.home, "transfers", "--school", OTHER_SCHOOL)[1]["result"]["total"] == 1
    assert run(town.office.home, "transfers", "--school", "2132000009")[1]["result"]["total"] == 0
    run(town.office.home, "refuse", case, "--because", "材料不全")
    assert run(town.office.home, "transfers")[1]["result"]["total"] == 0
    ended = run(town.office.home, "transfers", "--all")[1]["result"]["items"]
    assert [(line["state"], line["party"], line["days"]) for line in ended] == [("refused", "", None)]
    choose("en")
    assert list(screens.transfers({"total": 0, "items": []})) == ["No handover is under way."]


def test_a_rehearsed_decision_moves_nobody(town: Town) -> None:
    case = town.ask()
    status, document = run(town.office.home, "approve", case, "--because", "逾期", "--dry-run")
    assert (status, document["result"]["approved"]) == (0, 1)
    assert town.rolls() == [(SCHOOL, "r-1")]
    assert town.state() == "forwarded"
