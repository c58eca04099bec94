"""The nightly script of README is run as it is printed (第二十四条): a script that nobody ran is no recipe."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offices import Program, environment, introduce, key_of, open_authority, open_school, write_pupils
from xjcli.registry.connect import connect

README = Path(__file__).resolve().parent.parent / "README.md"


def script() -> str:
    found = re.search(r"<!-- recipe: nightly.sh -->\n```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def school(tmp_path: Path) -> Program:
    authority, authority_print = open_authority(tmp_path / "A")
    program, fingerprint = open_school(tmp_path / "S")
    introduce(program, fingerprint, authority, authority_print)
    table = write_pupils(tmp_path / "pupils.xlsx", 12)
    assert program.run("import", table, "--as", "take-on", "--yes").exit in (0, 1)
    (tmp_path / "stick").mkdir()
    assert program.run("push", "--to", tmp_path / "stick").exit == 0
    return program


def night(school: Program, tmp_path: Path) -> tuple[int, dict[str, int], Path]:
    """One night: exit status, exit status of each job, and the folder of results."""
    place = tmp_path / "bin"
    place.mkdir(exist_ok=True)
    (place / "xj").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xjcli "$@"\n')
    (place / "xj").chmod(0o755)
    file, out = tmp_path / "xj-nightly.sh", tmp_path / "out"
    file.write_text(script(), "utf-8")
    surroundings = environment() | {
        "PATH": f"{place}{os.pathsep}{os.environ['PATH']}", "XJ_HOME": str(school.home), "XJ_NIGHTLY": str(out),
    }  # fmt: skip
    done = subprocess.run(["/bin/sh", str(file)], env=surroundings, capture_output=True, text=True, check=False)
    jobs = {job: int(code) for job, code in (line.split() for line in done.stdout.splitlines())}
    return done.returncode, jobs, out


def test_the_nightly_script_looks_through_the_registry_and_sends_what_was_not_sent(
    school: Program, tmp_path: Path
) -> None:
    more = write_pupils(tmp_path / "more.xlsx", 3, seed=7)
    assert school.run("import", more, "--as", "take-on", "--yes").exit in (0, 1)
    code, jobs, out = night(school, tmp_path)
    assert list(jobs) == ["doctor", "check", "reconcile", "push"]
    assert (jobs["doctor"], jobs["push"]) == (0, 0)
    assert code == max(jobs.values()) <= 1
    for job in jobs:
        document = json.loads((out / f"{job}.json").read_text("utf-8"))
        assert (document["command"], document["exit"]) == (job, jobs[job])
        assert stat.S_IMODE((out / f"{job}.json").stat().st_mode) == 0o600
    assert json.loads((out / "push.json").read_text("utf-8"))["result"]["bundles"][-1]["acts"] == 3


def test_the_nightly_script_sends_nothing_from_a_registry_that_was_tampered_with(
    school: Program, tmp_path: Path
) -> None:
    database = connect(school.home / "registry.db", "write", key=key_of(school.home))
    for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        database.execute(f'drop trigger "{name}"')
    database.execute("update acts set occurred_on = '2020-01-01' where seq = 2")
    database.commit()
    database.close()
    code, jobs, _ = night(school, tmp_path)
    assert list(jobs) == ["doctor"]
    assert code == jobs["doctor"] != 0
