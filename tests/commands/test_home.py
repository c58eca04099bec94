"""`xj` alone: where things stand and what comes next; where nothing stands yet, the three ways to begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import Program, open_school, write_pupils
from xjcli.report.tables import width


@pytest.mark.parametrize(("lang", "word"), [("zh", "排练"), ("en", "rehearse")])
def test_before_init_it_names_the_three_ways_to_begin(tmp_path: Path, lang: str, word: str) -> None:
    nobody = Program("xjcli", tmp_path / "none")
    answer = nobody.raw("--lang", lang)
    assert answer.exit == 0
    assert all(f"xj {way}" in answer.out for way in ("init", "demo", "--help"))
    assert word in answer.out
    assert not nobody.home.exists()
    result = nobody.run().result
    assert (result["registry"], result["choices"], result["next"]) == (False, ["init", "demo", "--help"], "init")


def test_with_a_registry_it_says_how_things_stand_and_the_next_step(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    assert school.run().result["next"] == "import"
    assert school.run("import", write_pupils(tmp_path / "x.xlsx", 4), "--yes").exit == 0
    answer, stands, clocks = school.run(), school.run("status").result, school.run("due").result
    assert answer.exit == 0
    assert answer.result["registry"] is True
    assert {name: answer.result[name] for name in stands if name != "next"} == {
        name: value for name, value in stands.items() if name != "next"
    }
    assert answer.result["due"]["total"] == clocks["total"]
    assert answer.result["next"] == stands["next"]
    shown = school.raw()
    assert (shown.exit, f"xj {answer.result['next']}" in shown.out) == (0, True)
    assert max(width(line) for line in shown.out.splitlines()) <= 80


def test_a_registry_that_cannot_be_read_is_refused_and_never_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / "registry.db").write_bytes(b"something else" * 200)
    answer = Program("xjcli", tmp_path).run()
    assert (answer.exit, answer.codes) == (40, ["registry.not-a-registry"])


def test_the_version_is_said_among_other_options_too(tmp_path: Path) -> None:
    nobody = Program("xjcli", tmp_path)
    plain = nobody.raw("--version")
    assert (plain.exit, plain.out.startswith("xj ")) == (0, True)
    assert nobody.run("--version").result["version"] == plain.out.split()[1]
    authority = Program("xjcli.authority", tmp_path).raw("--version")
    assert (authority.exit, authority.out.split()) == (0, ["xj-authority", plain.out.split()[1]])
