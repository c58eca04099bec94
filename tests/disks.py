"""Disks as they fail: one that is really full, and one that is really write-protected, as far as this machine lets us.

Where file systems may be mounted it is a tmpfs of a few megabytes. Elsewhere the kernel's limit on the size of one
file stands for a full disk, and rights that the program's user lacks for a write-protected one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.offices import Answer, Program, environment

#: Starts the program with a limit on what one file may hold; a write beyond it fails as one on a full disk does.
_LIMITED = (
    "import os, resource, sys; limit = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit));"
    " os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
)
_NOBODY = 65534


def _run(*words: str) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _may_mount() -> bool:
    if sys.platform != "win32" and os.geteuid() == 0:
        with tempfile.TemporaryDirectory() as folder:
            return _run("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder) and _run("umount", folder)
    return False


MAY_MOUNT = _may_mount()


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own at this folder."""
    folder.mkdir()
    assert _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "none", str(folder))
    try:
        yield folder
    finally:
        _run("umount", "-l", str(folder))


def fill(disk: Path, leave: int) -> Path:
    """A file that leaves so many bytes of the disk free."""
    filler = disk / "filler"
    filler.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - leave)))
    return filler


def limited(program: Program, largest: int, *words: str | Path) -> Answer:
    """Run with --json where no file may grow beyond `largest` bytes."""
    command = [sys.executable, "-c", _LIMITED, str(largest), *program.command(*words)[1:], "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    return Answer(done.returncode, json.loads(done.stdout), done.stdout, done.stderr)


@contextmanager
def write_protected(home: Path) -> Iterator[Path]:
    """The home on a disk that cannot be written: a mount of its own, or the rights of another user."""
    if MAY_MOUNT:
        assert _run("mount", "--bind", str(home), str(home))
        try:
            assert _run("mount", "-o", "remount,bind,ro", str(home))
            yield home
        finally:
            _run("umount", "-l", str(home))
        return
    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]
    for path in home.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    home.chmod(0o555)
    try:
        yield home
    finally:
        for path in folders:
            path.chmod(0o700)


def as_reader(program: Program, *words: str | Path) -> Answer:
    """Run with --json as a user whom the rights of a file bind: root is made somebody else where it could write."""
    user = _NOBODY if sys.platform != "win32" and os.geteuid() == 0 and not MAY_MOUNT else None
    done = subprocess.run(
        [*program.command(*words), "--json"], capture_output=True, text=True, env=environment(), check=False, user=user
    )
    return Answer(done.returncode, json.loads(done.stdout), done.stdout, done.stderr)
