"""The school as its settings table knows it, and where its files lie on each platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xjcli.settings import from_stored, home_folder

STORED = {
    "school_code": "2132000456",
    "name": "虚构市测试学校",
    "region": "320106",
    "stages": "junior,primary",
    "system": "5-4",
    "authority": "320106",
    "kind": "special",
    "founder": "虚构市教育局",
    "registrar": "测试老师",
    "rules": "province-x,national-2013",
    "installation": "i-1",
    "target": "/media/stick",
}


def test_what_was_stored_is_read_typed() -> None:
    found = from_stored(STORED)
    assert (found.stages, found.system) == (("primary", "junior"), "5-4")
    assert found.rules == ("province-x", "national-2013")
    plain = {name: value for name, value in STORED.items() if name not in ("stages", "system", "rules")}
    assert {name: getattr(found, name) for name in plain} == plain


def test_an_old_table_without_the_newer_settings_is_a_regular_school_of_the_national_rules() -> None:
    found = from_stored({"school_code": "2132000456"})
    assert (found.system, found.kind, found.rules, found.target) == ("6-3", "regular", ("national-2013",), "")
    assert found.stages == ()


def test_a_stage_that_nobody_knows_is_not_taught() -> None:
    assert from_stored({"stages": "kindergarten,senior,"}).stages == ("senior",)


def test_the_option_counts_before_the_variable_and_the_variable_before_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    platform = home_folder()
    monkeypatch.setenv("XJ_HOME", str(tmp_path / "variable"))
    assert home_folder(str(tmp_path / "option")) == tmp_path / "option"
    assert home_folder() == tmp_path / "variable"
    monkeypatch.setenv("XJ_HOME", "")
    assert home_folder() == platform


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/x/data"}, Path("/x/data/xj")),
        ("linux", {"XDG_DATA_HOME": ""}, Path("/x/.local/share/xj")),
        ("darwin", {}, Path("/x/Library/Application Support/xj")),
        ("win32", {"LOCALAPPDATA": "/x/Local"}, Path("/x/Local/xj")),
        ("win32", {"LOCALAPPDATA": ""}, Path("/x/AppData/Local/xj")),
    ],
)
def test_each_platform_has_its_folder_for_a_users_data(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], expected: Path
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: Path("/x"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert home_folder() == expected


def test_a_tilde_is_the_users_folder_and_nobodys_tilde_is_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/x")
    monkeypatch.setenv("USERPROFILE", "/x")
    assert home_folder("~/school") == Path("/x/school")
    assert home_folder("~nobody-of-this-name/school") == Path("~nobody-of-this-name/school")
