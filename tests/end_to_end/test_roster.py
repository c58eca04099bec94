"""The authority's signed roster over a stick and over HTTP, with real processes (第二十四条)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from tests.end_to_end.test_flow import serving
from tests.offices import Answer, Program, introduce, open_authority, open_school, write_pupils
from tests.people import SCHOOL_CODE

PUPILS = 12
AGAINST = ("reconcile", "--against", "authority")


class Way:
    """How school and authority reach each other: a stick that is carried, or the network."""

    def __init__(self, folder: Path, url: str) -> None:
        self.school, school_print = open_school(folder / "S")
        self.authority = Program("xjcli.authority", folder / "A")
        introduce(self.school, school_print, self.authority, self.authority.run("key", "show").result["fingerprint"])
        self.stick, self.url = folder / "stick", url
        self.stick.mkdir()

    def sync(self) -> None:
        assert self.school.run("push", "--to", self.url or self.stick).exit == 0
        if not self.url:
            assert self.authority.run("intake", self.stick).exit == 0
            assert self.authority.run("outbox", self.stick).exit == 0
        assert self.school.run("pull").exit == 0

    def roster(self) -> Answer:
        if not self.url:
            assert self.authority.run("roster", "--school", SCHOOL_CODE, "--to", self.stick).exit == 0
        return self.school.run("pull", "--roster")


@contextmanager
def opened(folder: Path, *, network: bool) -> Iterator[Way]:
    authority, _ = open_authority(folder / "A")
    with serving(authority) if network else nullcontext("") as url:
        yield Way(folder, url)


@pytest.mark.parametrize("network", [False, True])
def test_a_roster_is_asked_for_compared_and_level_after_the_next_push(tmp_path: Path, network: bool) -> None:
    with opened(tmp_path, network=network) as way:
        school = way.school
        none = school.run(*AGAINST)
        assert (none.exit, none.codes) == (30, ["roster.none"])
        assert school.run("import", write_pupils(tmp_path / "新生.xlsx", PUPILS), "--yes").exit == 0
        way.sync()
        taken = way.roster()
        assert (taken.exit, taken.result["rosters"]) == (0, 1)
        (pupil, *_) = school.run("find", "--limit", "1").result["items"]
        assert school.run("update", pupil["record_id"], "--set", "phone=13900000001", "--yes").exit == 0

        waits = school.run(*AGAINST)
        assert (waits.exit, waits.result["differences"]) == (1, [])
        assert [(line["record_id"], line["acts"], line["command"]) for line in waits.result["not_sent"]] == [
            (pupil["record_id"], ["updated"], "xj push")
        ]
        assert (waits.result["against"]["rows"], waits.result["against"]["matched"]) == (PUPILS, PUPILS)
        zh, en = school.raw(*AGAINST, "--lang", "zh"), school.raw(*AGAINST, "--lang", "en")
        assert "尚未报送到主管部门的 1 处" in zh.out and "更新联系信息" in zh.out
        assert "Not yet with the authority, 1" in en.out and "No differences" in en.out

        assert way.authority.run("approve", "--all-clean", "--yes").exit == 0
        way.sync()
        assert way.roster().result["rosters"] == 1
        level = school.run(*AGAINST)
        assert (level.result["differences"], level.result["not_sent"]) == ([], [])
        assert (school.run("doctor").exit, way.authority.run("doctor").exit) == (0, 0)


def test_a_stick_without_a_roster_is_told_with_the_command_of_the_authority(tmp_path: Path) -> None:
    with opened(tmp_path, network=False) as way:
        asked = way.school.run("pull", "--roster", "--from", way.stick)
        assert (asked.exit, asked.codes) == (30, ["roster.not-given"])
        assert f"xj-authority roster --school {SCHOOL_CODE}" in asked.document["problems"][0]["hint_zh"]


def test_a_plan_is_made_from_a_file_and_never_from_the_authoritys_roster(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    answer = school.run(*AGAINST, "--plan", tmp_path / "p.json")
    assert (answer.exit, answer.codes) == (2, ["usage.together"])
