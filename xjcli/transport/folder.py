"""Bundles in a folder or on a stick: never half a file, never over another, and no name is trusted.

Schools' bundles and the authority's answers lie in the same folder; each side takes those addressed to it.
The folder must exist: a stick that is not plugged in must not turn into a folder on the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from xjcli import files
from xjcli.errors import Problem, Refusal
from xjcli.schema.bundle import MAX_BUNDLE_BYTES, Statement

#: How to read the claimed statement from the first bytes of a file: `xjcli.bundle.pack.peek`.
Peek: TypeAlias = Callable[[bytes], Statement]

SUFFIX = ".xjb"
_START = b"PK\x03\x04"
_ENVELOPE = b"statement.dsse.json"
_NAME_AT = 30
_LONGEST_START = 16 * 2**20 + 1024
_ID_DIGITS = 12
_MOST_NAMES = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """A bundle file with what it claims to be; only verifying `data` makes the claim worth something."""

    path: Path
    statement: Statement
    data: bytes = field(repr=False)


def file_name(statement: Statement) -> str:
    """The name we give a bundle, for people to read: `<from>-<to>-<seq>-<id>.xjb`."""
    who = f"{statement.sender}-{statement.recipient}"
    return f"{who}-{statement.seq:06d}-{statement.id[:_ID_DIGITS]}{SUFFIX}"


def send(folder: Path, statement: Statement, data: bytes) -> Path:
    """Put a bundle into the folder; the same bytes there already are fine. Returns where it lies.

    Under our name with other bytes (a broken copy, another bundle) it stays, and ours gets a new name.
    Raises Refusal: `transport.folder-missing`, `transport.read-back`, `file.unwritable`, `file.no-space`.
    """
    _require_folder(folder)
    for path in _names(folder / file_name(statement)):
        try:
            files.atomic_write(path, data)
        except Refusal as refusal:
            if refusal.problems[0].code != "file.exists":
                raise
            if not _holds(path, data):
                continue
        if not _holds(path, data):
            raise Refusal(Problem("transport.read-back", where=path.name))
        return path
    raise Refusal(Problem("file.exists", where=file_name(statement)))


def receive(folder: Path, recipient: str, peek: Peek, problems: list[Problem]) -> Iterator[Found]:
    """The bundles for `recipient`, by sender and place in the channel; the bytes are read one file at a time.

    What looks like a bundle and is none is added to `problems` (where: its file name) and never stops the
    others; the same bytes under two names come once. Raises Refusal `transport.folder-missing` at once.
    """
    _require_folder(folder)
    return _receive(_claims(folder, peek, problems), recipient, peek, problems)


def _receive(
    claims: Iterable[tuple[Statement, Path]], recipient: str, peek: Peek, problems: list[Problem]
) -> Iterator[Found]:
    seen: set[bytes] = set()
    for claimed, path in sorted(claims, key=_place):
        if claimed.recipient != recipient:
            continue
        try:
            data = files.read_bounded(path, MAX_BUNDLE_BYTES)
            statement = peek(data)
        except Refusal as refusal:
            problems += _at(path, refusal)
            continue
        if statement != claimed:
            problems.append(Problem("transport.changed", where=path.name))
            continue
        digest = hashlib.sha256(data).digest()
        if digest not in seen:
            seen.add(digest)
            yield Found(path, statement, data)


def _claims(folder: Path, peek: Peek, problems: list[Problem]) -> Iterator[tuple[Statement, Path]]:
    """Every file that begins as a bundle or is named like one, with what it claims."""
    for path in _ordinary_files(folder):
        try:
            start = files.read_start(path, _LONGEST_START) if _is_candidate(path) else None
            if start is not None:
                yield peek(start), path
        except Refusal as refusal:
            if not _is_other(path, refusal):
                problems += _at(path, refusal)


def _is_other(path: Path, refusal: Refusal) -> bool:
    """第十五条: a dossier that is handed over on the same stick is a package too, and no bundle that is broken."""
    return SUFFIX not in path.name.lower() and refusal.problems[0].code == "bundle.wrong-type"


def _ordinary_files(folder: Path) -> list[Path]:
    """All files in the folder itself, without hidden ones (our own unfinished files among them)."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file())
    except OSError as error:
        raise Refusal(Problem("file.unreadable", where=folder.name)) from error


def _is_candidate(path: Path) -> bool:
    if SUFFIX in path.name.lower():
        return True
    start = files.read_start(path, _NAME_AT + len(_ENVELOPE))
    return start.startswith(_START) and start[_NAME_AT:] == _ENVELOPE


def _place(claim: tuple[Statement, Path]) -> tuple[str, int, str, str]:
    statement, path = claim
    return statement.sender, statement.seq, statement.id, path.name


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in range(2, _MOST_NAMES):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _holds(path: Path, data: bytes) -> bool:
    """Read back and compare."""
    try:
        return files.read_bounded(path, len(data)) == data
    except Refusal:
        return False


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise Refusal(Problem("transport.folder-missing", where=folder.name))


def _at(path: Path, refusal: Refusal) -> list[Problem]:
    return [Problem(found.code, found.severity, path.name, found.params) for found in refusal.problems]
