"""kill -9 at any moment of a restoration (第二十五条): there is the old home or the new one, whole, never a mixture."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.authority.school_double import ROOT
from tests.offices import Program, environment, open_school, write_pupils
from xjcli.desk import open_desk
from xjcli.procedures.doctor import doctor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what a power cut looks like on POSIX")

#: Runs a command and dies before its call number LAST that creates, renames, links or removes a file; or says how many
#: such calls there were.
_KILLED = """
import os, signal, sys
count, last = 0, int(sys.argv.pop(1))
def watch(event, told):
    global count
    if event in ('open', 'os.rename', 'os.link', 'os.remove', 'os.rmdir', 'os.mkdir', 'sqlite3.connect'):
        if event != 'open' or (told[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from xjcli.app import run
try:
    run(sys.argv[1:])
finally:
    print(count, file=sys.stderr)
"""
OLD, NEW = 40, 15
MOMENTS = 5


def killed(home: Path, last: int, *words: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-c", _KILLED, str(last), "--home", str(home), *map(str, words), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment(), check=False)
    return done.returncode, done.stderr


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of so many pupils, and a backup from when there were fewer."""
    folder = tmp_path_factory.mktemp("killed")
    school, _ = open_school(folder / "S")
    assert school.run("import", write_pupils(folder / "a.xlsx", NEW), "--yes").exit == 0
    assert school.run("backup", folder / "b.zip", "--plain").exit == 0
    assert school.run("import", write_pupils(folder / "b.xlsx", OLD - NEW, seed=2), "--yes").exit == 0
    return folder


def acts(home: Path) -> int:
    with open_desk(home=home) as desk:
        found = doctor(desk)
    assert found.status == 0, found.result
    return int(found.result["acts"])


@pytest.mark.parametrize("what", ["backup", "copy"])
def test_a_restoration_killed_anywhere_leaves_the_old_home_or_the_new_one(
    town: Path, tmp_path: Path, what: str
) -> None:
    (copy,) = (town / "S" / "backups").iterdir()
    shutil.copytree(town / "S", tmp_path / "calm" / "S")
    words = ("restore", town / "b.zip" if what == "backup" else copy, "--replace", "--yes")
    code, said = killed(tmp_path / "calm" / "S", 0, *words)
    assert code == 0
    steps = int(said.splitlines()[-1])
    moments = {steps * number // MOMENTS for number in range(1, MOMENTS)} | set(range(steps - 6, steps + 1))
    found = set()
    for moment in sorted(moments):
        home = tmp_path / f"killed{moment}" / "S"
        shutil.copytree(town / "S", home)
        assert killed(home, moment, *words)[0] == -9
        found.add(acts(home))
        aside = list(home.parent.glob("S.replaced-*"))
        assert [acts(each) for each in aside] == ([OLD] if acts(home) == NEW else [])
        again = Program("xjcli", home).run(*words)
        assert (again.exit, acts(home)) == (0, NEW), json.dumps(again.document)
    assert found == {OLD, NEW}
