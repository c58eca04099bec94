"""第二十九条: a province lies over the national text from its day on, and every value knows where it is from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xjcli import reference
from xjcli.reference.packs import load_pack

BEFORE, AFTER = date(2026, 1, 31), date(2026, 2, 1)
HEAD = """
id = "province-x"
level = "province"
title = "虚构省规定"
title_en = "Invented"
document = "无"
from = 2020-01-01
source = "测试"
confidence = "L"
[[limits]]
severity = "warn"
section = "第一条"
text_zh = "无"
text_en = "none"
"""


def test_without_a_province_the_national_text_sets_no_length_of_a_leave() -> None:
    rules = reference.rule_set()
    assert [pack.id for pack in rules.packs] == ["national-2013"]
    assert rules.limit("leave-max", on=AFTER) is None
    assert rules.id == "national-2013" and rules.article_of("leave-granted") == 19


def test_a_province_holds_from_its_day_on_and_not_before() -> None:
    rules = reference.rule_set(("national-2013", "sichuan-2026"))
    assert rules.limit("leave-max", on=BEFORE) is None
    found = rules.limit("leave-max", on=AFTER, stage="junior")
    assert found is not None
    assert (found.number, found.unit, found.severity, found.pack) == (12, "month", "refuse", "sichuan-2026")
    assert found.source and found.section and found.confidence == "M"
    assert rules.limit("leave-max", on=date(2031, 2, 1)) is None


def test_the_last_pack_wins_and_the_others_can_still_be_seen() -> None:
    rules = reference.rule_set(("national-2013", "fujian", "sichuan-2026"))
    assert [each.pack for each in rules.find_limits("leave-max", on=AFTER)] == ["fujian", "sichuan-2026"]
    last, before = rules.limit("leave-max", on=AFTER), rules.limit("leave-max", on=BEFORE)
    assert last and before and (last.pack, before.pack) == ("sichuan-2026", "fujian")


def test_a_word_is_found_wherever_a_pack_says_it() -> None:
    rules = reference.rule_set(("national-2013", "sichuan-2026"))
    across = rules.saying("transfer-forbidden", "irregular-across-cities", on=AFTER, stage="senior")
    assert across is not None and across.severity == "refuse"
    assert rules.saying("transfer-forbidden", "same-area-first-grade", on=AFTER, stage="senior") is not None
    assert rules.saying("transfer-forbidden", "irregular-across-cities", on=AFTER, stage="junior") is None
    assert rules.saying("transfer-forbidden", "on-leave", on=AFTER) is None


def test_a_time_limit_is_the_national_one_until_a_pack_puts_another_in_its_place() -> None:
    rules = reference.rule_set(("national-2013", "sichuan-2026"))
    assert rules.deadline("dossier") == rules.deadline("dossier", on=BEFORE) == (1, "month", 7)
    assert rules.deadline("dossier", on=AFTER) == (2, "month", 7)
    assert rules.deadline("handover", on=AFTER) == (10, "workday", 14)
    assert rules.deadline("reconcile", on=AFTER) == (1, "term", 24)


def test_the_revision_lies_on_the_text_it_revises() -> None:
    rules = reference.rule_set(("national-2025",))
    assert [pack.id for pack in rules.packs] == ["national-2013", "national-2025"]
    assert rules.id == "national-2013"
    assert rules.deadline("dossier", on=date(2025, 1, 2)).amount == 1
    assert rules.deadline("dossier", on=date(2025, 1, 3)).amount == 2


def test_a_pack_tells_which_acts_need_approval_without_changing_the_law_of_the_others() -> None:
    rules = reference.rule_set(("national-2013", "hunan-2019"))
    assert rules.approval_of("skipped", on=AFTER, stage="primary") is not None
    assert rules.approval_of("leave-granted", on=AFTER, stage="primary") is None
    assert not rules.needs_approval("skipped")


def test_an_excerpt_that_speaks_of_approval_makes_nothing_wait() -> None:
    """福建: the text was read in part, so 休学 stays the 登记 of 第十九条 there, and the note is only shown."""
    rules = reference.rule_set(("national-2013", "fujian"))
    assert rules.saying("needs-approval", "leave-granted", on=AFTER) is not None
    assert rules.approval_of("leave-granted", on=AFTER) is None


def test_a_share_is_meant_for_its_grade() -> None:
    rules = reference.rule_set(("national-2013", "hunan-2019"))
    share = rules.limit("retain-max-share", on=AFTER, stage="senior", grade=11)
    assert share is not None and (share.number, share.unit) == (2, "percent")
    assert rules.limit("retain-max-share", on=AFTER, stage="senior", grade=10) is None


def test_a_province_alone_is_no_law() -> None:
    with pytest.raises(ValueError):
        reference.rule_set(("sichuan-2026",))
    with pytest.raises(KeyError):
        reference.rule_set(("national-2013", "atlantis"))
    with pytest.raises(KeyError):
        reference.pack("../national-2013")


@pytest.mark.parametrize(
    "row",
    [
        'key = "leave-maximum"\nvalue = 12',
        'key = "leave-max"\nvalue = 12\nunit = "year"',
        'key = "leave-max"\nvalue = 12',
        'key = "leave-max"\nvalue = true\nunit = "month"',
        'key = "leave-max"\nvalue = "12"\nunit = "month"',
        'key = "retain-allowed"\nvalue = 0',
        'key = "transfer-forbidden"\nvalue = ["on-a-whim"]',
        'key = "transfer-freeze"\nvalue = [["02-30", "03-01"]]',
        'key = "leave-max"\nvalue = 12\nunit = "month"\nextra = 1',
    ],
)
def test_a_pack_that_uses_a_word_of_its_own_does_not_load(tmp_path: Path, row: str) -> None:
    path = tmp_path / "province-x.toml"
    path.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    with pytest.raises(ValueError):
        load_pack(path)


def test_what_a_row_does_not_say_is_its_packs(tmp_path: Path) -> None:
    path = tmp_path / "province-x.toml"
    path.write_text(f'{HEAD}key = "leave-max"\nvalue = 12\nunit = "month"\n', encoding="utf-8")
    limit = load_pack(path).limits[0]
    assert (limit.source, limit.confidence, limit.begins, limit.ends) == ("测试", "L", date(2020, 1, 1), None)
