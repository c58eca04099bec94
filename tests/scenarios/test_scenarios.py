"""The regulation as scenes that a lawyer can read: what was, what is done, what must be, in the words of the text.

One file per article. A step that refuses leaves the ledger as it was; after each scene every school's registry
proves itself. Articles that no program can do anything about say so, with the reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.checks import holds
from tests.scenarios.steps import STEPS, read
from tests.scenarios.world import Line, World
from xjcli import reference
from xjcli.errors import Refusal
from xjcli.procedures.doctor import doctor

_FOLDER = Path(__file__).parent
_FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))}


def scenes() -> Iterator[Any]:
    for stem, file in _FILES.items():
        for scene in file.get("scene", []):
            yield pytest.param(scene, id=f"{stem} {scene['name']}")


def test_every_article_has_its_scenes_or_a_reason_why_it_has_none() -> None:
    articles = reference.rule_pack().articles
    told = {file["article"]: file for file in _FILES.values()}
    assert set(told) == set(articles)
    for article, file in told.items():
        assert file["title"] == articles[article]
        assert file["text"].startswith(f"第{_chinese(article)}条")
        assert bool(file.get("scene")) != bool(file.get("without")), f"第{article}条"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{('', '十', '二十', '三十')[tens]}{'零一二三四五六七八九'[ones] if ones else ''}"


def test_every_word_of_a_step_is_used_in_some_scene() -> None:
    """A word that no scene uses would be a promise that nobody keeps."""
    used = {
        read(line, "本校").word
        for file in _FILES.values()
        for scene in file.get("scene", [])
        for line in (*scene.get("given", []), *scene["when"])
    }
    assert used == set(STEPS)


@pytest.mark.parametrize("scene", list(scenes()))
def test_scene(scene: dict[str, Any], tmp_path: Path) -> None:
    with closing(World(tmp_path, default=scene.get("school", "本校"))) as world:
        for line in scene.get("given", []):
            do(world, line)
            assert world.refusal is None, f"{line}：{world.refusal and world.refusal.problems}"
        for line in scene["when"]:
            assert world.refusal is None, f"被拒绝之后还有一步：{line}"
            do(world, line)
        for line in scene["then"]:
            holds(world, line)
        if world.refusal is not None:
            assert any(line.startswith("拒绝 ") for line in scene["then"]), world.refusal.problems
        for school in world.homes:
            with world.desk(school) as desk:
                assert [check["name"] for check in doctor(desk).result["checks"] if not check["ok"]] == [], school


def do(world: World, text: str) -> None:
    """One step on its day. What it refuses with is kept; a refused step has stored nothing."""
    step = read(text, world.default)
    world.today, world.report, world.refusal = step.on, None, None
    before = world.acts(step.school)
    try:
        world.report = STEPS[step.word](Line(world, step.school, step.pupils, step.said))
    except Refusal as refusal:
        world.refusal = refusal
        assert world.acts(step.school) == before
