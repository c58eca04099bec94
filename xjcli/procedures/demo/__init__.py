"""Rehearse a whole county on this machine (第二十三条: staff are trained), with invented pupils and real programs.

Everything happens in one fresh folder that is left behind for looking around; the user's own registry is never
touched.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import make_private_dir
from xjcli.procedures.demo.county import County
from xjcli.procedures.demo.programs import require_authority_program
from xjcli.procedures.demo.steps import STEPS
from xjcli.report import Report

FEWEST, MOST = 20, 5_000
_TRIES = 1_000
#: Told before each step: its name, how many are done, how many there are.
Tell = Callable[[str, int, int], None]


def demo(folder: Path | None, pupils: int, *, own_home: Path, now: datetime, tell: Tell) -> Report:
    """Run every step and report its counts; exit 1 if something that has to hold did not.

    Refuses: usage.extra (2) without the authority's side, demo.folder (2) for a folder in use, demo.step with the
    exit of the command that failed.
    """
    require_authority_program()
    place = _fresh_folder(folder, own_home, now)
    started = time.perf_counter()
    with ExitStack() as open_:
        county = County(place, now.date(), pupils, open_)
        for done, (name, step) in enumerate(STEPS):
            tell(name, done, len(STEPS))
            step(county)
    tell("", len(STEPS), len(STEPS))
    checks = [{"name": name, "ok": ok} for name, ok in county.checks]
    result = {**county.facts, "checks": checks, "seconds": round(time.perf_counter() - started, 1)}
    failed = [name for name, ok in county.checks if not ok]
    return Report(result, [Problem("demo.unproven", where=name) for name in failed], 1 if failed else None)


def _fresh_folder(asked: Path | None, own_home: Path, now: datetime) -> Path:
    """The named folder if nothing stands in it; else a new one in the system's folder for temporary files."""
    if asked is None:
        return _temporary(now)
    folder = asked.expanduser().absolute()
    home = own_home.expanduser().absolute()
    if folder == home or home in folder.parents or (folder.exists() and _in_use(folder)):
        raise Refusal(Problem("demo.folder", params={"folder": folder.name}))
    make_private_dir(folder)
    return folder


def _in_use(folder: Path) -> bool:
    try:
        return not folder.is_dir() or any(folder.iterdir())
    except OSError:
        return True


def _temporary(now: datetime) -> Path:
    """A name of this day and the next free number; made for its owner only, never one that was there."""
    root = Path(tempfile.gettempdir())
    for number in range(1, _TRIES):
        folder = root / f"xj-demo-{now:%Y%m%d}-{number}"
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        except OSError:
            break
        return folder
    raise Refusal(Problem("file.unwritable", where=root.name))


__all__ = ["FEWEST", "MOST", "demo"]
