"""kill -9 while a school takes in that a handover is done (第十四条): both of it or none of it, and once in the end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.authority.school_double import ROOT, environment
from tests.procedures.desks import at
from tests.procedures.test_notices import LATER, Town
from tests.procedures.test_notices import town as town
from xjcli.authority.decide import approve
from xjcli.authority.folder import outbox
from xjcli.procedures.doctor import doctor
from xjcli.procedures.pull import pull
from xjcli.registry.queries import record

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what a power cut looks like on POSIX")

#: Fetches from the stick and dies before its statement number LAST, or says how many statements there were.
_PULL = """
import os, signal
from datetime import datetime
from pathlib import Path
from xjcli.desk import open_desk
from xjcli.procedures.pull import pull
count = 0
def trace(_):
    global count
    count += 1
    if count == {last}:
        os.kill(os.getpid(), signal.SIGKILL)
with open_desk('write', home=Path({home!r}), now=datetime.fromisoformat({now!r})) as desk:
    desk.registry.connection.set_trace_callback(trace)
    assert pull(desk, {stick!r}).status == 0
print(count)
"""


def errand(home: Path, stick: Path, last: int) -> tuple[int, str]:
    script = _PULL.format(home=str(home), stick=str(stick), now=LATER.isoformat(), last=last)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=environment(), check=False
    )
    return done.returncode, done.stdout


@pytest.fixture
def done(town: Town) -> Iterator[Town]:
    """The pupil was asked for and moved; both notices lie on the stick in one bundle."""
    approve(town.office, [town.asked_for()], because="逾期")
    outbox(town.office, town.stick)
    yield town


def state(home: Path, pupil: str) -> tuple[str, int]:
    with at(home, "read", now=LATER) as desk:
        assert doctor(desk).status == 0
        found = record(desk.registry, pupil)
        assert found is not None
        return found.status, desk.registry.head().seq


def test_a_pull_killed_anywhere_has_taken_in_all_or_nothing(done: Town, tmp_path: Path) -> None:
    home = done.desk.home
    before = state(home, done.pupil)
    calm = tmp_path / "calm"
    shutil.copytree(home, calm)
    code, out = errand(calm, done.stick, 0)
    assert code == 0
    after = ("transferred-out", before[1] + 2)
    assert state(calm, done.pupil) == after
    statements = int(out)
    seen = set()
    for moment in sorted(
        {statements // 3, statements // 2, 2 * statements // 3, *range(statements - 5, statements + 1)}
    ):
        torn = tmp_path / f"torn{moment}"
        shutil.copytree(home, torn)
        assert errand(torn, done.stick, moment)[0] == -9
        found = state(torn, done.pupil)
        assert found in (before, after), moment
        seen.add(found)
        assert errand(torn, done.stick, 0)[0] == 0
        assert state(torn, done.pupil) == after
    assert before in seen
    assert pull(done.desk, str(done.stick)).result["notices"] == 2
