"""第十一条、第二十九条: packs are listed, shown, compared and chosen; nothing is said without its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import at, codes, refused, refusing
from xjcli import reference
from xjcli.procedures import rules, settings
from xjcli.procedures.init import init

TODAY = NOW.date()


def test_every_pack_is_listed_with_what_it_is_worth() -> None:
    shown = rules.list_packs(None, today=TODAY).result
    found = {each["id"]: each for each in shown["packs"]}
    assert tuple(found) == reference.pack_names()
    assert (found["national-2013"]["confidence"], found["national-2013"]["partial"]) == ("H", False)
    assert (found["sichuan-2026"]["in_force"], found["sichuan-2026"]["to"]) == (True, "2031-01-31")
    assert not any(each["chosen"] for each in found.values())


def test_a_pack_is_in_force_between_its_days() -> None:
    for day, held in ((date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2031, 2, 1), False)):
        assert rules.show("sichuan-2026", today=day).result["in_force"] is held


def test_a_chosen_pack_is_marked(school: Path) -> None:
    with at(school) as desk:
        settings.change(desk, "rules", "national-2013，fujian, fujian")
    with at(school, "read") as desk:
        assert rules.list_packs(desk, today=TODAY).result["chosen"] == ["national-2013", "fujian"]


def test_one_value_of_a_pack_is_shown_with_text_and_source() -> None:
    shown = rules.show("hunan-2019", "retain-max-share", today=TODAY)
    assert codes(shown) == ["rules.partial"]
    [value] = shown.result["items"]
    assert (value["value"], value["unit"], value["grades"], value["severity"]) == (2, "percent", [11], "refuse")
    assert value["source"] and value["zh"] and value["en"] and value["section"]
    assert rules.show("national-2013", "leave-max", today=TODAY).result["items"] == []


def test_a_pack_is_shown_with_its_readings_and_what_it_changes() -> None:
    assert {each["id"] for each in rules.show("national-2013", today=TODAY).result["readings"]} >= {
        "handover-clock",
        "promptly",
    }
    assert rules.show("national-2025", today=TODAY).result["changes"]


def test_a_misspelt_pack_or_value_gets_what_is_close() -> None:
    pack = refused(lambda: rules.show("sichuan", today=TODAY)).problems[0]
    value = refused(lambda: rules.show("fujian", "leave-maximum", today=TODAY)).problems[0]
    assert (pack.code, "sichuan-2026" in str(pack.params["close"])) == ("rules.unknown", True)
    assert (value.code, "leave-max" in str(value.params["close"])) == ("rules.key", True)


def test_a_difference_shows_both_sides_with_their_sources() -> None:
    shown = rules.diff("national-2013", "national-2025")
    dossier = next(each for each in shown.result["items"] if each["key"] == "dossier-deadline")
    assert [
        (side[0]["value"], side[0]["unit"], bool(side[0]["source"])) for side in (dossier["first"], dossier["second"])
    ] == [
        (1, "month", True),
        (2, "month", True),
    ]
    assert "transfer-party-workdays" not in {each["key"] for each in shown.result["items"]}
    assert shown.result["same"] == 1
    freeze = next(each for each in shown.result["items"] if each["key"] == "transfer-freeze")
    assert freeze["second"] is None


def test_a_pack_does_not_differ_from_itself() -> None:
    assert rules.diff("hunan-2019", "hunan-2019").result["items"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("national-2013,atlantis", "rules.unknown"),
        ("", "rules.unknown"),
        (",", "rules.unknown"),
        ("sichuan-2026", "rules.first"),
        ("hunan-2019,national-2013", "rules.first"),
    ],
)
def test_a_choice_begins_with_a_national_pack_and_names_only_what_exists(school: Path, text: str, code: str) -> None:
    assert code in [each.code for each in rules.find_choice_faults(text)]
    with at(school) as desk:
        assert code in refusing(refused(lambda: settings.change(desk, "rules", text)))
        assert desk.registry.settings()["rules"] == "national-2013"


def test_a_choice_of_another_province_or_of_a_partial_text_is_said() -> None:
    found = rules.find_choice_faults("national-2013,sichuan-2026", "320106")
    assert [(each.code, each.severity) for each in found] == [("rules.partial", "note"), ("rules.elsewhere", "warn")]
    assert [each.code for each in rules.find_choice_faults("national-2013,sichuan-2026", "510104")] == ["rules.partial"]
    assert rules.find_choice_faults("national-2013", "320106") == []


def test_init_stores_the_choice_and_the_desk_works_with_it(tmp_path: Path) -> None:
    init(tmp_path / "s", replace(SCHOOL, region="510104", rules="national-2013, sichuan-2026"), now=NOW)
    with at(tmp_path / "s", "read") as desk:
        assert desk.settings.rules == ("national-2013", "sichuan-2026")
        assert desk.rules.deadline("dossier", on=desk.today).amount == 2
        assert desk.rules.id == "national-2013"


def test_init_refuses_a_choice_that_cannot_be(tmp_path: Path) -> None:
    found = refused(lambda: init(tmp_path / "s", replace(SCHOOL, rules="sichuan"), now=NOW))
    assert refusing(found) == ["rules.unknown"]
    assert not (tmp_path / "s").exists()


def test_a_stored_pack_that_this_program_does_not_know_says_how_to_go_on(school: Path) -> None:
    with at(school) as desk:
        settings.store(desk, "rules", "national-2030")
    with at(school, "read") as desk:
        assert codes(refused(lambda: desk.rules)) == ["rules.stored"]
    with at(school) as desk:
        settings.change(desk, "rules", "national-2013")
    with at(school, "read") as desk:
        assert desk.rules.id == "national-2013"


def test_an_act_before_the_law_gets_a_note() -> None:
    rule_set = reference.rule_set()
    assert [each.code for each in rules.find_date_notes(rule_set, date(2013, 8, 31))] == ["rules.before"]
    assert rules.find_date_notes(rule_set, date(2013, 9, 1)) == []
