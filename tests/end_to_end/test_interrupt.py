"""Ctrl-C at any moment is a cancellation with its own exit status, and nothing was changed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.offices import environment, key_of, open_school, write_pupils
from xjcli.registry.connect import connect


def everything(home: Path) -> list[tuple[object, ...]]:
    """Every definition and every row. Not the bytes: a page that is rolled back is encrypted anew."""
    with closing(connect(home / "registry.db", "read", key=key_of(home))) as connection:
        found = [
            tuple(row) for row in connection.execute("select type, name, sql from sqlite_master order by type, name")
        ]
        for name in [name for kind, name, _ in found if kind == "table"]:
            rows = connection.execute(f'select * from "{name}" order by 1')  # noqa: S608  a table's name
            found += [tuple(row) for row in rows]
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT of another process is POSIX")
def test_ctrl_c_is_a_cancellation(tmp_path: Path) -> None:
    """Before the program stands, Python itself ends (-SIGINT); after it has finished, 0. In between it is ours: 3,
    and what it says of the registry is true: nothing was changed, or it was interrupted after storing."""
    school, _ = open_school(tmp_path / "S")
    book = write_pupils(tmp_path / "学生.xlsx", 2000)
    before = everything(school.home)
    cancelled = 0
    for tenths in range(3, 12):
        process = subprocess.Popen(
            school.command("import", book, "--yes", "--json"),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(), text=True,
        )  # fmt: skip
        time.sleep(tenths / 10)
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=60)
        if process.returncode == 0:
            break
        assert process.returncode in (3, -signal.SIGINT), printed
        if process.returncode == 3:
            (problem,) = json.loads(printed)["problems"]
            if problem["code"] == "usage.interrupted":
                break
            assert problem["code"] == "usage.cancelled"
            cancelled += 1
        assert everything(school.home) == before
    assert cancelled
    assert school.run("doctor").exit == 0
