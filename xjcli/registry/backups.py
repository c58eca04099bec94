"""Copies of the registry that are made unasked (第二十五条): before its format changes and before batch work.

They lie in the home's own folder `backups`, encrypted where the registry is, and named by the moment and the reason.
They help against a damaged file and a wrong import, not against a lost disk: that is what `xj backup FILE` is for.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_path, make_private_dir

if TYPE_CHECKING:
    from xjcli.registry.ledger import Registry

FOLDER = "backups"
BATCH, UPGRADE = "batch", "upgrade"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"registry-(\d{8}T\d{6}Z)-([a-z]+)\.db")


class Rotation(NamedTuple):
    """Which copies stay: so many of the newest, and the newest of each of so many days on which there is one."""

    newest: int
    days: int


#: How many stay. A pupil takes some 4 KB in each.
ROTATION = Rotation(newest=10, days=14)
#: A second copy on one day is made only before an errand of at least this share of the ledger's acts: copying then
#: stays below a tenth of the errand's own time (measured: 12 microseconds an act here, 440 an imported one).
SHARE = 4


class Copy(NamedTuple):
    """One copy: when and why it was made. `at` is UTC, as in its name."""

    at: str
    reason: str
    path: Path

    @property
    def moment(self) -> datetime:
        return datetime.strptime(self.at, _STAMP).replace(tzinfo=UTC)


def made(home: Path) -> list[Copy]:
    """The copies of this home, the newest first. Files of other names are nobody's business."""
    found = [(path, _NAME.fullmatch(path.name)) for path in (home / FOLDER).glob("registry-*.db")]
    return sorted((Copy(match[1], match[2], path) for path, match in found if match), reverse=True)


def keep(registry: Registry, at: datetime, reason: str) -> Path:
    """Copy the registry as it was last committed, then let the rotation take the copies that are too many.

    Raises Refusal registry.* or file.* where it cannot be written; nothing half made is left.
    """
    folder = registry.path.parent / FOLDER
    path = folder / f"registry-{at.astimezone(UTC).strftime(_STAMP)}-{reason}.db"
    make_private_dir(folder)
    with atomic_path(path, private=True, force=True) as temporary:
        registry.copy_to(temporary)
    _rotate(made(registry.path.parent), path)
    return path


def due(registry: Registry, at: datetime, acts: int) -> bool:
    """True if a copy is to be made before an errand of so many acts: the day's first, or one before much work."""
    head = registry.head().seq
    if not head:
        return False
    today = at.astimezone(UTC).strftime("%Y%m%d")
    return acts * SHARE >= head or all(each.at[:8] != today for each in made(registry.path.parent))


def keep_before_upgrade(registry: Registry) -> None:
    """The file as the earlier program left it; it bears the time of its last change, for nothing here has a clock.

    Without this copy nothing is upgraded: the refusal (registry.*, file.*) stands.
    """
    keep(registry, datetime.fromtimestamp(registry.path.stat().st_mtime, UTC), UPGRADE)


def superfluous(copies: Iterable[Copy], rotation: Rotation = ROTATION) -> list[Copy]:
    """The copies (the newest first) that no rule of the rotation keeps."""
    ordered = list(copies)
    days: dict[str, Copy] = {}
    for each in ordered:
        days.setdefault(each.at[:8], each)
    kept = {*ordered[: rotation.newest], *list(days.values())[: rotation.days]}
    return [each for each in ordered if each not in kept]


def _rotate(copies: list[Copy], fresh: Path) -> None:
    """What was made just now stays, even where an earlier clock was ahead."""
    for each in superfluous(copies):
        if each.path != fresh:
            with contextlib.suppress(OSError):
                each.path.unlink()


def is_copy(path: Path) -> bool:
    """True for a file that bears the name of such a copy."""
    return _NAME.fullmatch(path.name) is not None


def skipped(refusal: Refusal) -> Problem:
    """A copy that could not be made is told, and stops nobody's work."""
    return Problem("backup.skipped", "warn", params={"cause": refusal.problems[0].code})
