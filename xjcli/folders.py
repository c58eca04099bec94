"""A home that takes the place of another (第二十五条): built beside it, then put there at once or not at all.

What stood there is kept aside, never deleted. Between the two renames a power cut leaves no home but its finished
successor; whoever opens the home next puts it in place.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import sys
from pathlib import Path

from xjcli.files import make_private_dir, refusal, sync_folder


def successor_folder(home: Path, *, stale_before: float) -> Path:
    """An empty private folder beside `home`, in which what takes its place is built.

    What an interrupted attempt left there before `stale_before` (seconds since 1970) is removed.
    Raises Refusal: `file.unwritable`.
    """
    for left in home.parent.glob(f".{glob.escape(home.name)}.new-*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < stale_before:
                shutil.rmtree(left)
    fresh = home.with_name(f".{home.name}.new-{os.urandom(8).hex()}")
    make_private_dir(fresh)
    return fresh


def install_folder(fresh: Path, home: Path, *, aside: Path) -> bool:
    """Put the finished folder in the place of `home`, at once or not at all; what stood there is kept as `aside`.

    A power cut between the two renames leaves no `home` but its finished successor, which `finish_install` puts in
    place. True if something was kept aside. Raises Refusal: `file.unwritable`, and nothing has changed.
    """
    ready = _ready(home)
    try:
        _sync_tree(fresh)
        if not home.exists() or not any(home.iterdir()):
            if sys.platform == "win32" and home.exists():
                home.rmdir()
            fresh.rename(home)
            sync_folder(home.parent)
            return False
        if ready.exists():  # complete, but of an attempt that was cut off before it took effect
            ready.rename(home.with_name(f".{home.name}.new-{os.urandom(8).hex()}"))
        fresh.rename(ready)
        home.rename(aside)
        sync_folder(home.parent)
        _last_step(ready, home, aside)
    except OSError as error:
        raise refusal("file.unwritable", home) from error
    return True


def finish_install(home: Path) -> bool:
    """End what a power cut left between the two renames. True if there was anything to do."""
    if os.path.lexists(home) or not _ready(home).is_dir():
        return False
    with contextlib.suppress(OSError):  # another program is just doing it
        _ready(home).rename(home)
        sync_folder(home.parent)
    return home.is_dir()


def _last_step(ready: Path, home: Path, aside: Path) -> None:
    try:
        ready.rename(home)
        sync_folder(home.parent)
    except OSError:
        if home.is_dir() and not ready.exists():  # another program saw no home and has finished it already
            return
        aside.rename(home)
        raise


def _ready(home: Path) -> Path:
    return home.with_name(f".{home.name}.ready")


def _sync_tree(folder: Path) -> None:
    """Make every file below this folder, and every name, durable."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with Path(parent, name).open("r+b") as stream:
                os.fsync(stream.fileno())
        sync_folder(Path(parent))
