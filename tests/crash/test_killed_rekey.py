"""A power cut while everything is closed anew (第二十五条): the home works at once, and the same command finishes it.

Real processes, real SIGKILL, at moments spread over the measured length of an undisturbed run.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.offices import KEYS, Program, environment, open_school, write_pupils
from tests.proofs import png

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what a power cut looks like on POSIX")
PUPILS, PAPERS, KILLS = 200, 30, 10


def filled(school: Program, folder: Path) -> None:
    """Pupils, and a dossier with papers, so that there is something to close anew."""
    assert school.run("import", write_pupils(folder / "学生.xlsx", PUPILS), "--yes").exit == 0
    one = school.run("find", "--limit", "1").result["items"][0]["record_id"]
    papers = []
    for number in range(PAPERS):
        papers.append(folder / f"{number}.png")
        papers[-1].write_bytes(png(number + 1, 3) + b"")
    for paper in papers[:3]:
        assert school.run("dossier", "add", one, paper, "--item", "4", "--title", "体检表", "--yes").exit == 0
    for paper in papers[3:]:
        keep_quickly(school, paper)


def keep_quickly(school: Program, paper: Path) -> None:
    """More papers in the store than acts name; a program each would take long."""
    from tests.offices import key_of
    from xjcli.registry.evidence import keep, read_evidence
    from xjcli.vault.sealed import Vault

    key = key_of(school.home) if (school.home / "lock.json").exists() else None
    keep(Vault(school.home, (key,)), read_evidence([paper]))


def killed_after(program: Program, seconds: float, *words: str) -> bool:
    process = subprocess.Popen(
        program.command(*words), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    running = process.poll() is None
    process.kill()
    process.wait()
    return running


def copied(home: Path, to: Path) -> Program:
    """A home of its own, its key file too: two copies of one home would share it."""
    shutil.copytree(home, to)
    return Program("xjcli", to)


def papers_of(home: Path) -> int:
    return sum(path.is_file() for path in (home / "evidence").rglob("*"))


def put_back(keys: dict[Path, bytes]) -> None:
    """The copies of one home share its key file."""
    for path, content in keys.items():
        path.write_bytes(content)


def length_of(school: Program, verb: str, keys: dict[Path, bytes]) -> float:
    """Seconds of an undisturbed run."""
    put_back(keys)
    started = time.perf_counter()
    assert school.run("key", verb, "--yes").exit == 0
    return time.perf_counter() - started


def restored_keys() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path(KEYS.name).iterdir()}


@pytest.mark.parametrize("plain", [False, True], ids=["rekey", "encrypt"])
def test_closing_anew_that_is_killed_loses_nothing_and_can_be_done_again(tmp_path: Path, plain: bool) -> None:
    verb = "encrypt" if plain else "rekey"
    fresh, _ = open_school(tmp_path / "fresh", plain=plain)
    filled(fresh, tmp_path)
    before = fresh.run("find", "--limit", "1000").result["items"]
    keys = restored_keys()
    length = min(length_of(copied(fresh.home, tmp_path / f"measured-{turn}"), verb, keys) for turn in range(3))
    interrupted, unfinished = 0, 0
    for attempt in range(KILLS):
        put_back(keys)
        school = copied(fresh.home, tmp_path / f"school-{attempt}")
        interrupted += killed_after(school, length * (0.35 + 0.6 * attempt / KILLS), "key", verb, "--yes")
        checks = school.run("doctor").result["checks"]
        failed = [check["name"] for check in checks if not check["ok"]]
        unfinished += failed == ["lock"]
        assert failed in ([], ["lock"])
        assert school.run("find", "--limit", "1000").result["items"] == before
        assert school.run("check").exit in (0, 1)
        added = school.run("assign", before[0]["record_id"], "--class", "7", "--yes")
        assert added.exit == 0
        again = school.run("key", verb, "--yes")
        assert again.exit == 0 or again.codes == ["lock.is-encrypted"]
        assert school.run("doctor").exit == 0
        assert school.run("find", "--limit", "1000").result["total"] == len(before)
        assert school.run("history", before[0]["record_id"]).exit == 0
        assert papers_of(school.home) == PAPERS
        assert list(school.home.glob(".registry*")) == []
        assert "样例小学".encode() not in b"".join(path.read_bytes() for path in school.home.glob("registry.db*"))
    assert interrupted >= KILLS // 2, "most kills came too late to say anything"
    assert unfinished, "no kill came between the first and the last step"


@pytest.mark.parametrize("plain", [False, True], ids=["rekey", "encrypt"])
def test_who_wants_to_write_meanwhile_waits_or_is_refused_and_nothing_is_lost(tmp_path: Path, plain: bool) -> None:
    """Pupils are moved by other programs while everything is closed anew."""
    school, _ = open_school(tmp_path / "S", plain=plain)
    filled(school, tmp_path)
    ids = [item["record_id"] for item in school.run("find", "--limit", "8").result["items"]]
    rekey = subprocess.Popen(
        school.command("key", "encrypt" if plain else "rekey", "--yes", "--json"), env=environment(),
        stdout=subprocess.PIPE,
    )  # fmt: skip
    writers = [
        (each, subprocess.Popen(
            school.command("assign", each, "--class", "9", "--yes", "--json"), env=environment(),
            stdout=subprocess.DEVNULL,
        ))
        for each in ids
    ]  # fmt: skip
    stored = {each for each, writer in writers if writer.wait(120) == 0}
    told = json.loads(rekey.communicate(timeout=120)[0])
    codes = [problem["code"] for problem in told["problems"] if problem["severity"] == "refuse"]
    assert (rekey.returncode, codes) in ((0, []), (40, ["registry.locked"]))  # it waits its turn too, or is refused
    assert school.run("doctor").exit == 0
    moved = {
        item["record_id"] for item in school.run("find", "--limit", "1000").result["items"] if item["class"] == "09"
    }
    assert moved & set(ids) == stored
