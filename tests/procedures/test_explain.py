"""xj explain: an article, a code or an act, however it is called, in words of both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at, refused
from xjcli import reference
from xjcli.errors.catalogue import ENTRIES
from xjcli.procedures import settings
from xjcli.procedures.explain import explain
from xjcli.report.language import choose
from xjcli.report.phrases import in_language
from xjcli.ui import law


@pytest.mark.parametrize("word", ["22", "第22条", "第二十二条", "二十二", "Art. 22", "art22", "ARTICLE 22", " 22 "])
def test_an_article_is_found_however_it_is_written(word: str) -> None:
    found = explain(word).result
    assert (found["kind"], found["article"]) == ("article", 22)
    assert [act["kind"] for act in found["acts"]] == ["dropout-reported"]
    assert "dropout" in found["commands"]


@pytest.mark.parametrize("number", range(1, 31))
def test_every_article_is_explained_in_both_languages(number: int) -> None:
    found = explain(str(number)).result
    assert found["article"] == number and found["zh"] and found["en"] and found["heading_en"]
    assert bool(found["why_zh"]) == (found["reach"] == "outside")
    _spoken(found)


def test_chinese_numerals_are_counted_right() -> None:
    numerals = ["一", "九", "十", "十一", "十九", "二十", "二十九", "三十"]
    assert [explain(f"第{each}条").result["article"] for each in numerals] == [1, 9, 10, 11, 19, 20, 29, 30]


def test_an_article_shows_its_time_limit_and_what_the_chosen_packs_add(school: Path) -> None:
    assert explain("14").result["deadlines"] == [{"name": "handover", "amount": 10, "unit": "workday"}]
    assert [each["key"] for each in explain("19").result["limits"]] == []
    with at(school) as desk:
        settings.change(desk, "rules", "national-2013,fujian")
    with at(school, "read") as desk:
        added = explain("19", desk).result["limits"]
    assert {each["key"] for each in added} == {
        "leave-max",
        "leave-extensions",
        "leave-forbidden-terms",
        "leave-evidence",
    }
    assert all(each["pack"] == "fujian" and each["source"] for each in added)


def test_promptly_is_explained_as_no_number() -> None:
    assert [each["id"] for each in explain("22").result["readings"]] == ["promptly"]
    assert explain("22").result["deadlines"] == []
    assert explain("21").result["readings"] == []


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_every_code_is_explained_without_a_blank_left_open(code: str) -> None:
    found = explain(code).result
    assert (found["kind"], found["code"], found["exit"]) == ("code", code, int(ENTRIES[code].family))
    words = found["zh"] + found["hint_zh"]
    assert all("{" + name + "}" not in words for name in found["params"])
    _spoken(found)


def test_braces_that_are_meant_stay() -> None:
    assert explain("form.unreadable").result["hint_zh"].startswith('形如 {"name"')
    assert explain("enrol.duplicate").result["zh"].endswith("（记录 …）")


@pytest.mark.parametrize("kind", sorted(reference.rule_pack().acts))
def test_every_act_is_explained_by_its_stored_name_and_by_its_words(kind: str) -> None:
    act = reference.rule_pack().acts[kind]
    names = [in_language(f"kind.{kind}", english=english) for english in (False, True)]
    found = explain(kind).result
    assert (found["kind"], found["act"], found["article"]) == ("act", kind, act.article)
    assert [explain(name.upper()).result for name in names] == [found, found]
    _spoken(found)


def test_leave_is_a_registration_and_waits_for_nothing() -> None:
    found = explain("leave-granted").result
    assert (found["legal_act"], found["needs_approval"], found["deadline"]) == ("REGISTER", False, None)
    assert (found["evidence"], found["expected"]) == (["application"], ["hospital-certificate"])
    assert any("登记" in line for line in law.explain(found))


def test_a_death_has_its_ten_working_days_and_an_expulsion_its_prohibition() -> None:
    assert explain("死亡注销").result["deadline"] == {"name": "death", "amount": 10, "unit": "workday"}
    expelled = explain("expelled").result
    assert (expelled["compulsory"], expelled["basis"]) == ("forbidden", "义务教育法 第二十七条")


@pytest.mark.parametrize(
    ("word", "close"),
    [
        ("enrol.duplicat", "enrol.duplicate"),
        ("leave-grant", "leave-granted"),
        ("转学", "14"),
        ("死亡", "death-reported"),
        ("31", "1–30"),
        ("0", "1–30"),
        ("第十十条", "1–30"),
        ("xyzzy", "1–30"),
    ],
)
def test_a_near_miss_is_told_what_is_close(word: str, close: str) -> None:
    problem = refused(lambda: explain(word)).problems[0]
    assert problem.code == "explain.unknown"
    assert close in str(problem.params["close"]).split(", ")


def _spoken(found: dict[str, object]) -> None:
    """Both screens can be made, and speak their language."""
    for language in ("zh", "en"):
        choose(language)
        lines = list(law.explain(found))
        assert lines and not any("None" in line for line in lines)
