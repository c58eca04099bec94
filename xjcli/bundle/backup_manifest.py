"""The list in a backup of what it holds (第二十五条): every file by name, size and digest, and nothing besides.

A manifest comes from a file that anyone may have made: a name that could lead out of the folder it is unpacked in, or
mean another file on another system, is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from xjcli.errors import Problem, Refusal
from xjcli.schema.canonical import canonical

SCHEMA = "xj.backup/1"
KEY, MANIFEST, SEALED_MANIFEST = "key.age", "manifest.json", "manifest.age"
#: A part of a path that means the same on every system: no drive, no parent, no control character, no lost ending.
_PART = re.compile(r'[^\x00-\x1f\x7f/\\:*?"<>|]*[^\x00-\x1f\x7f/\\:*?"<>|. ]')
_SURROGATE = re.compile("[\ud800-\udfff]")


class Kept(NamedTuple):
    """A file as the manifest names it; `entry` is what the zip calls it."""

    name: str
    entry: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: `about` is a flat table of texts and numbers."""

    about: Mapping[str, Any]
    files: tuple[Kept, ...]
    sealed: bool


def spelled(about: Mapping[str, Any], files: Iterable[Kept]) -> bytes:
    """The manifest as it is stored."""
    return canonical({"schema": SCHEMA, "about": dict(about), "files": [each._asdict() for each in files]})


def parsed(data: bytes, *, sealed: bool) -> Manifest:
    """A manifest as it was stored. Raises Refusal: `backup.newer`, `backup.damaged`."""
    try:
        body = json.loads(data)
        schema = str(body["schema"])
        if schema != SCHEMA and schema.startswith("xj.backup/"):
            raise Refusal(Problem("backup.newer", params={"found": schema, "known": SCHEMA}))
        files = tuple(_line(each) for each in body["files"])
        about = dict(body["about"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refusal(Problem("backup.damaged", where=MANIFEST)) from None
    if schema != SCHEMA or not all(is_safe(each.name) for each in files) or _clash(files):
        raise Refusal(Problem("backup.damaged", where=MANIFEST))
    return Manifest(about, files, sealed)


def _line(line: Mapping[str, Any]) -> Kept:
    size = line["size"]
    if not isinstance(size, int):
        raise TypeError("a size is a number")
    return Kept(str(line["name"]), str(line["entry"]), size, str(line["sha256"]))


def is_safe(name: str) -> bool:
    """A name that can only lie below the folder it is unpacked in, and can be written as text."""
    return all(_PART.fullmatch(part) for part in name.split("/")) and not _SURROGATE.search(name)


def _clash(files: Iterable[Kept]) -> bool:
    """Two names of one file on a system that does not tell small letters from capitals."""
    names = [each.name.casefold() for each in files]
    return len(set(names)) != len(names)


def require_exactly(names: list[str], manifest: Manifest) -> None:
    """Every entry is in the manifest, once, and nothing besides."""
    wanted = [each.entry for each in manifest.files]
    wanted += [KEY, SEALED_MANIFEST] if manifest.sealed else [MANIFEST]
    if sorted(names) != sorted(wanted):
        raise Refusal(Problem("backup.damaged", where=MANIFEST))
