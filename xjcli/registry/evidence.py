"""Evidence files (证明材料, 第十条、第十三条): kept by content, never by the name they came with.

Accepted by what the bytes are, not by what the file is called; the original stays byte for byte. A pupil's name in
a file name would leak (第二十五条), so on disk a file is its SHA-256.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir, read_bounded
from xjcli.registry.formats import find_faults

FOLDER = "evidence"
CAP_BYTES = 10 * 1024 * 1024


def read_evidence(paths: list[Path]) -> dict[str, bytes]:
    """Digest → bytes of these files. Refuses with evidence.*, file.missing, file.too-large; all at once."""
    problems: list[Problem] = []
    found: dict[str, bytes] = {}
    for path in paths:
        try:
            content = read_bounded(path, CAP_BYTES)
        except Refusal as refusal:
            problems += refusal.problems
            continue
        faults = find_faults(content, path.suffix.lower())
        if faults:
            problems += faults
            continue
        found[hashlib.sha256(content).hexdigest()] = content
    if problems:
        raise Refusal(*problems)
    return found


def keep(home: Path, files: dict[str, bytes]) -> None:
    """Write each file under its digest, 0600; before the act that names it is committed.

    What lies there whole is left alone; a damaged copy is mended by the same file given again.
    """
    for digest, content in files.items():
        folder = home / FOLDER / digest[:2]
        make_private_dir(home / FOLDER)
        make_private_dir(folder)
        if _whole(folder / digest, digest) is None:
            atomic_write(folder / digest, content, private=True, force=True)


def load(home: Path, digest: str) -> bytes:
    """The evidence with this digest, verified. Refuses with evidence.lost where it is gone or altered."""
    content = _whole(home / FOLDER / digest[:2] / digest, digest)
    if content is None:
        raise Refusal(Problem("evidence.lost", params={"digest": digest[:12]}))
    return content


def is_whole(home: Path, digest: str) -> bool:
    """True if the evidence with this digest lies in the store, unaltered."""
    return _whole(home / FOLDER / digest[:2] / digest, digest) is not None


def _whole(path: Path, digest: str) -> bytes | None:
    try:
        content = read_bounded(path, CAP_BYTES)
    except Refusal:  # gone, grown, or a folder
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
