"""What `xj init` asked and `xj settings` can change, typed; and where a school's files lie on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xjcli.regulation.safeguards import LOCK_DAYS
from xjcli.schema.values.classes import Stage, System


@dataclass(frozen=True, slots=True)
class Settings:
    """The school as its registry knows it. Texts as stored; `stages` in the order primary, junior, senior."""

    school_code: str
    name: str
    region: str
    stages: tuple[Stage, ...]
    system: System
    authority: str
    kind: str
    founder: str
    registrar: str
    rules: tuple[str, ...]
    installation: str
    target: str
    township: str = ""
    county: str = ""
    lock_days: int = LOCK_DAYS
    leader_acts: tuple[str, ...] = ()


def from_stored(stored: Mapping[str, str]) -> Settings:
    """Read the settings table."""
    return Settings(
        school_code=stored.get("school_code", ""),
        name=stored.get("name", ""),
        region=stored.get("region", ""),
        stages=tuple(stage for stage in _STAGES if stage in stored.get("stages", "").split(",")),
        system="5-4" if stored.get("system") == "5-4" else "6-3",
        authority=stored.get("authority", ""),
        kind=stored.get("kind", "regular"),
        founder=stored.get("founder", ""),
        registrar=stored.get("registrar", ""),
        rules=tuple(stored.get("rules", "national-2013").split(",")),
        installation=stored.get("installation", ""),
        target=stored.get("target", ""),
        township=stored.get("township", ""),
        county=stored.get("county", ""),
        lock_days=int(stored.get("lock_days") or LOCK_DAYS),
        leader_acts=tuple(filter(None, stored.get("leader_acts", "").split(","))),
    )


_STAGES: tuple[Stage, ...] = ("primary", "junior", "senior")


def home_folder(option: str | None = None) -> Path:
    """`--home`, then XJ_HOME, then the platform's folder for a user's data."""
    chosen = option or os.environ.get("XJ_HOME")
    if chosen:
        return user_path(chosen)
    system = str(sys.platform)
    if system == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "xj"
    if system == "darwin":
        return Path.home() / "Library" / "Application Support" / "xj"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "xj"


def user_path(text: str) -> Path:
    """A path as a person types it, ~ included; ~name of nobody here is a folder that is called so, as in a shell."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)
