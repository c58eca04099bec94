"""explain, rules and calendar as a registrar meets them: before init, in both languages, and for scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import Program, open_school

BEFORE_INIT: tuple[tuple[str, ...], ...] = (
    ("explain", "22"),
    ("explain", "Art.", "14"),
    ("explain", "休学"),
    ("explain", "enrol.duplicate"),
    ("rules",),
    ("rules", "show", "sichuan-2026"),
    ("rules", "show", "national-2025"),
    ("rules", "show", "hunan-2019", "retain-max-share"),
    ("rules", "diff", "national-2013", "sichuan-2026"),
    ("calendar", "show"),
    ("calendar", "show", "2026"),
)


@pytest.mark.parametrize("words", BEFORE_INIT, ids=" ".join)
def test_the_law_can_be_asked_before_init_in_both_languages(tmp_path: Path, words: tuple[str, ...]) -> None:
    program = Program("xjcli", tmp_path / "nowhere")
    chinese, english = (program.raw("--lang", lang, *words) for lang in ("zh", "en"))
    assert (chinese.exit, english.exit) == (0, 0), chinese.err + english.err
    assert chinese.out and english.out and chinese.out != english.out
    assert program.run(*words).document["ok"]
    assert not (tmp_path / "nowhere").exists()


def test_a_choice_a_notice_and_a_closure_are_stored_and_shown(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    changed = school.run("settings", "set", "rules", "national-2013,shandong")
    assert (changed.exit, changed.codes) == (0, ["rules.partial", "rules.elsewhere"])
    assert school.run("rules").result["chosen"] == ["national-2013", "shandong"]
    assert school.raw("rules").out.splitlines()[0].startswith("* national-2013")
    days = "\n".join(f"2027-{day},休" for day in ("01-01", "05-01", "10-01", "10-02", "10-03"))
    (tmp_path / "2027.csv").write_text(f"日期,类型\n{days}\n2027-01-03,班\n", encoding="utf-8")
    assert school.run("calendar", "import", tmp_path / "2027.csv", "--notice", "测试1号", "--dry-run").exit == 0
    assert len(school.run("calendar", "show").result["years"]) == 3
    assert school.run("calendar", "import", tmp_path / "2027.csv", "--notice", "测试1号").exit == 0
    assert school.run("calendar", "show", "2027").result["years"][0]["work_days"] == ["2027-01-03"]
    assert "2027-01-03" in school.raw("calendar", "show", "2027").out
    assert school.run("calendar", "add", "2026-11-25", "2026-11-26", "--reason", "校舍检修").exit == 0
    assert "校舍检修" in school.raw("calendar", "show").out
    assert school.run("calendar", "remove", "2026-11-26").result["removed"] == ["2026-11-26"]


def test_a_rehearsal_of_them_changes_nothing(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    days = "\n".join(f"2027-{day},休" for day in ("01-01", "05-01", "10-01", "10-02", "10-03"))
    (tmp_path / "2027.csv").write_text(f"日期,类型\n{days}\n", encoding="utf-8")
    before = (school.home / "registry.db").read_bytes()
    for words in (
        ("calendar", "import", str(tmp_path / "2027.csv")),
        ("calendar", "add", "2026-11-25", "--because", "校舍检修"),
        ("settings", "set", "rules", "national-2013,shandong"),
    ):
        assert school.run(*words, "--dry-run").exit == 0, words
        assert (school.home / "registry.db").read_bytes() == before


def test_what_is_missing_or_wrong_is_a_refusal_with_its_status(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    for status, words in (
        (2, ("settings", "set", "rules", "shandong")),
        (2, ("rules", "show", "atlantis")),
        (2, ("rules", "diff", "national-2013", "atlantis")),
        (2, ("calendar", "add", "2026-11-25")),
        (2, ("calendar", "add", "13/13/13", "--because", "x")),
        (10, ("calendar", "show", "2031")),
        (10, ("explain", "31")),
        (10, ("calendar", "remove", "2026-11-25")),
    ):
        assert school.run(*words).exit == status, words


def test_calendar_commands_that_write_need_a_registry(tmp_path: Path) -> None:
    program = Program("xjcli", tmp_path / "nowhere")
    assert program.run("calendar", "add", "2026-11-25", "--because", "x").exit == 40
