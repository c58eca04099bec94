"""第二十四条: whatever the scenes of the thirty articles record, both sides hold the same afterwards.

A difference that a lawful act leaves behind would be told at every review from then on; so there is none.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.scenarios.test_scenarios import _FILES, do
from tests.scenarios.world import SCHOOLS, World
from xjcli.authority import rosters
from xjcli.errors import Refusal
from xjcli.procedures.against_authority import HeldComparison, find_held_differences
from xjcli.procedures.pull import pull

#: Scenes whose acts come from no authority (its word is written by hand) are not taken in by one: these are compared.
MOST = 90


def compared(world: World, school: str) -> HeldComparison | None:
    """The roster of this school after everything was sent; None where the scene wrote the authority's word itself."""
    try:
        world.send(school)
        world.fetch(school)
    except AssertionError as refused:
        (problems,) = refused.args
        assert {each.code for each in problems} == {"intake.echo"}
        return None
    rosters.to_folder(world.office, world.stick, school=SCHOOLS[school].school_code)
    with world.desk(school) as desk:
        assert pull(desk, str(world.stick), roster=True).status == 0
        return find_held_differences(desk)


def test_after_every_scene_school_and_authority_are_level(tmp_path: Path) -> None:
    level, differing = 0, []
    scenes = [(stem, scene) for stem, file in _FILES.items() for scene in file.get("scene", [])]
    for number, (stem, scene) in enumerate(scenes):
        with closing(World(tmp_path / str(number), default=scene.get("school", "本校"))) as world:
            world.root.mkdir()
            for line in (*scene.get("given", []), *scene["when"]):
                do(world, line)
            world.refusal = None
            for school in list(world.homes):
                try:
                    found = compared(world, school)
                except Refusal as refusal:
                    differing.append((stem, scene["name"], school, [each.code for each in refusal.problems]))
                    continue
                if found is not None:
                    level += 1
                    differing += [(stem, scene["name"], school, each["cause"]) for each in found.differences]
                    differing += [(stem, scene["name"], school, each["acts"]) for each in found.not_sent]
    assert differing == []
    assert level >= MOST
