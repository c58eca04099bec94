"""kill -9 over every writing command (第二十四条): what is left is proved, and all of an errand or nothing."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import ROOT
from tests.commands.test_options import WRITING
from tests.crash.forkserver import PASSPHRASE
from tests.crash.rounds import BEFORE, DAYS, ELSEWHERE, LOCKING, TODAY, WORDS, Scene
from tests.offices import environment
from xjcli.desk import open_desk
from xjcli.errors import Refusal
from xjcli.procedures.doctor import doctor
from xjcli.registry.connect import Connection
from xjcli.report import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what a power cut looks like on POSIX")

SEED, ROUNDS = 20130901, 200
#: Several transactions, each whole; what they are. Doing it again ends where the errand would have ended.
STEPS = {
    "push": "the bundle is signed, then sent, then noted as sent",
    "pull": "each of the authority's bundles is taken in by itself",
    "sync": "both of these",
}
State = dict[str, Any]


@dataclass
class Server:
    """The warm program."""

    process: subprocess.Popen[str]

    def ask(self, home: Path, words: list[str], *, kill: int | None = None, seconds: float | None = None) -> State:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(
            json.dumps({"home": str(home), "words": words, "kill": kill, "seconds": seconds}) + "\n"
        )
        self.process.stdin.flush()
        found: State = json.loads(self.process.stdout.readline())
        return found


@pytest.fixture(autouse=True)
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who proves a closed home has its passphrase."""
    monkeypatch.setattr(Session, "ask", lambda again: PASSPHRASE)


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    """One program for each day that a command needs."""
    made = {}
    for day in {TODAY.isoformat(), *(f"{day}T04:00:00+00:00" for day in DAYS.values())}:
        command = [sys.executable, "-m", "tests.crash.forkserver", day]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment()
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        made[day[:10]] = Server(process)
    yield made
    for server in made.values():
        server.process.kill()
        server.process.communicate()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, servers: dict[str, Server]) -> Scene:
    made = Scene(tmp_path_factory.mktemp("scene"))
    for words in BEFORE:
        done = servers[TODAY.date().isoformat()].ask(made.home, [word.format_map(made.said) for word in words])
        assert done["status"] == 0, done
    return made


def state(home: Path) -> State:
    """What stands in the registry, without what differs each time: how many rows, of which kind, in which stage."""
    if not (home / "registry.db").exists():
        return {}
    with open_desk(home=home, now=TODAY) as desk:
        connection = desk.registry.connection
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        found: State = {name: rows_in(connection, name) for name in names}
        found["kinds"] = [row[0] for row in connection.execute("select kind from acts order by seq")]
        found["stages"] = [
            tuple(row) for row in connection.execute("select direction, stage from bundles order by direction, seq")
        ]
        found["revoked"] = [row[0] for row in connection.execute("select revoked_on from pupil_cards")]
        found["trust"] = [row[0] for row in connection.execute("select code from trusted")]
        found["settings"] = sorted(tuple(row) for row in connection.execute(_SETTINGS))
        return found


def rows_in(connection: Connection, table: str) -> int:
    found: int = connection.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608  a table's name
    return found


_SETTINGS = (
    "select key, value from settings where key not in ('target', 'recovering', 'installation', 'fingerprint',"
    " 'created_at')"
)


def prove(home: Path, *, locking: bool = False) -> State:
    """Doctor has no fault to find, and this is what stands there; where a lock is being changed, at most that it is."""
    try:
        with open_desk(home=home, now=TODAY) as desk:
            report = doctor(desk)
    except Refusal as refusal:
        assert refusal.problems[0].code == "registry.missing"
        return {}
    failed = [check["name"] for check in report.result["checks"] if not check["ok"]]
    assert failed == [] or (locking and failed == ["lock"]), report.result
    return state(home) | ({"lock": "unfinished"} if failed else {})


def require_whole(out: Path, calm: Path) -> None:
    """What was written beside the registry is there whole or not at all."""
    for path in (each for each in out.rglob("*") if each.is_file() and not each.name.startswith(".")):
        if path.suffix in (".xlsx", ".docx", ".xjbackup", ".xjb", ".xjd"):
            assert zipfile.ZipFile(path).testzip() is None
        else:
            sizes = [each.stat().st_size for each in calm.rglob(f"*{path.suffix}")]  # of another key and another time
            assert any(abs(path.stat().st_size - size) <= size // 10 for size in sizes), path


def test_there_is_a_line_for_every_writing_command() -> None:
    """A new command is not released before it was killed too."""
    assert sorted((*WORDS, *ELSEWHERE)) == sorted(WRITING)


def test_a_command_killed_at_any_moment_leaves_all_or_nothing(
    scene: Scene, servers: dict[str, Server], tmp_path: Path
) -> None:
    dice = random.Random(SEED)  # noqa: S311  the same rounds each time
    commands = [*WORDS] * (ROUNDS // len(WORDS)) + dice.sample([*WORDS], ROUNDS % len(WORDS))
    calm: dict[str, tuple[State, State, State]] = {}
    seen = {"nothing": 0, "all": 0, "between": 0, "late": 0}
    for number, command in enumerate(sorted(commands)):
        server = servers[DAYS.get(command, TODAY.date().isoformat())]
        place = tmp_path / command.replace(" ", "-")
        if command not in calm:
            calm[command] = run_calmly(scene, server, command, place)
        before, after, measured = calm[command]
        home, out = fresh(scene, command, tmp_path / str(number))
        line = scene.words(command, out)
        if number % 3:
            died = server.ask(home, line, kill=dice.randint(1, measured["events"]))
            assert died["status"] == -9, (command, died)
        else:
            died = server.ask(home, line, seconds=dice.uniform(0.2, 1.0) * measured["seconds"])
            seen["late"] += died["status"] != -9
        now = prove(home, locking=command in LOCKING)
        require_whole(out, place)
        seen["all" if now == after else "nothing" if now == before else "between"] += 1
        assert now in (before, after) or command in STEPS or "lock" in now, (command, died, differing(before, now))
        if now != after or command in STEPS:
            (again := tmp_path / f"{number}-again").mkdir()
            done = server.ask(home, scene.words(command, again))
            assert done["status"] in (0, 1), (command, done["out"])
            assert prove(home) == after, command
        shutil.rmtree(tmp_path / str(number))
    assert min(seen["nothing"], seen["all"]) >= ROUNDS // 10, seen
    assert seen["late"] <= ROUNDS // 6, seen


def differing(before: State, now: State) -> State:
    return {name: (before.get(name), now[name]) for name in now if before.get(name) != now[name]}


def fresh(scene: Scene, command: str, folder: Path) -> tuple[Path, Path]:
    """A home of its own and an empty folder for what is written."""
    home, out = folder / "S", folder / "out"
    out.mkdir(parents=True)
    if begun := scene.home_for(command):
        shutil.copytree(begun, home)
    return home, out


def run_calmly(scene: Scene, server: Server, command: str, place: Path) -> tuple[State, State, State]:
    """The state before, the state after, and what the errand took."""
    home, out = fresh(scene, command, place)
    before = state(home)
    done = server.ask(home, scene.words(command, out))
    assert done["status"] in (0, 1), (command, done["out"])
    assert done["events"] > 0, command
    return before, prove(home), done
