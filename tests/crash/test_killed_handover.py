"""kill -9 while a handover is taken in or completed (第十四条): the pupil is on one roll at every moment."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.authority.school_double import (
    NOW,
    OTHER_SCHOOL,
    ROOT,
    SCHOOL,
    environment,
    fetch,
    reopened,
    whole,
)
from tests.authority.towns import Town, new_town
from xjcli.authority.store import records

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what a power cut looks like on POSIX")

#: One errand of the authority that dies before its statement number LAST (-1: before its commit), or says how many
#: statements there were until then.
_ERRAND = """
import os, signal
from datetime import datetime
from pathlib import Path
from sqlalchemy import event
from xjcli.authority import decide, intake
from xjcli.authority.office import open_office
office = open_office(Path({home!r}), moment=lambda: datetime.fromisoformat({now!r}))
count, last, kept = 0, {last}, 0
def die():
    os.kill(os.getpid(), signal.SIGKILL)
@event.listens_for(office.store.engine, 'before_cursor_execute')
def before(*_):
    global count
    count += 1
    if count == last:
        die()
@event.listens_for(office.store.engine, 'commit')
def commit(tx):
    global kept
    if kept or not tx.get_execution_options()['xj_writes']:  # readings commit too, and so does the chain of the heads
        return
    if last == -1:
        die()
    kept = count
done = {errand}
assert done, done
print(kept)
"""
_COMPLETE = "decide.approve(office, all_clean=True).result['approved'] == 1"
_TAKE_IN = "intake.take_in(office, Path({bundle!r}).read_bytes()).outcome == 'accepted'"


def errand(home: Path, words: str, last: int) -> tuple[int, str]:
    script = _ERRAND.format(home=str(home), now=NOW.isoformat(), last=last, errand=words)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=environment(), check=False
    )
    return done.returncode, done.stdout


def rolls(home: Path) -> list[tuple[str, str]]:
    """Where the pupil is on a roll."""
    office = reopened(home)
    assert whole(office)
    with office.store.reading() as tx:
        return [(code, record.record_id) for code, record in records.every(tx) if record.status == "enrolled"]


def made(home: Path) -> Town:
    return new_town(home, [1])


def kill_everywhere(home: Path, words: str, before: tuple[str, str], after: tuple[str, str]) -> None:
    """Kill the errand at moments from its first statement to its commit, each time on a fresh copy."""
    calm = home.with_name("calm")
    shutil.copytree(home, calm)
    code, out = errand(calm, words, 0)
    assert code == 0
    statements = int(out)
    assert rolls(calm) == [after]
    moments = {3, statements // 4, statements // 2, 3 * statements // 4, statements - 1, statements, -1}
    for moment in sorted(moments):
        torn = home.with_name(f"torn{moment}")
        shutil.copytree(home, torn)
        assert errand(torn, words, moment)[0] == -9, moment
        assert rolls(torn) == [before], moment
        assert errand(torn, words, 0)[0] == 0
        assert rolls(torn) == [after]


def test_a_completion_killed_anywhere_leaves_the_pupil_where_he_was_and_can_be_done_again(tmp_path: Path) -> None:
    town = made(tmp_path / "a")
    town.answer(town.ask())
    town.office.store.close()
    kill_everywhere(tmp_path / "a", _COMPLETE, (SCHOOL, "r-1"), (OTHER_SCHOOL, "a-1"))


def test_an_answer_that_is_taken_in_is_taken_in_once_wherever_the_power_fails(tmp_path: Path) -> None:
    town = made(tmp_path / "a")
    case = town.ask()
    fetch(town.office, town.old)
    town.old.write("transfer-released", "r-1", {"case": case, "reason": ""})
    bundle = tmp_path / "released.xjb"
    bundle.write_bytes(town.old.bundle().bytes)
    town.office.store.close()
    words = _TAKE_IN.format(bundle=str(bundle))
    kill_everywhere(tmp_path / "a", words, (SCHOOL, "r-1"), (SCHOOL, "r-1"))
    assert errand(tmp_path / "calm", _COMPLETE, 0)[0] == 0
    assert rolls(tmp_path / "calm") == [(OTHER_SCHOOL, "a-1")]
