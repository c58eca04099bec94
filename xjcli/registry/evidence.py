"""Evidence files (证明材料, 第十条、第十三条): kept by content, never by the name they came with.

Accepted by what the bytes are, not by what the file is called; the original stays byte for byte. A pupil's name in
a file name would leak (第二十五条), so on disk a file is its SHA-256; in an encrypted home it is closed and named by a
keyed digest of that. While a re-key is unfinished a file may lie under either key.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir, read_bounded
from xjcli.registry.formats import find_faults
from xjcli.vault.sealed import Vault, with_overhead

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


def keep(vault: Vault, files: dict[str, bytes]) -> None:
    """Write each file under its digest, 0600; before the act that names it is committed.

    What lies there whole is left alone; a damaged copy is mended by the same file given again.
    """
    for digest, content in files.items():
        if find(vault, digest) is None:
            put(vault, digest, content)


def put(vault: Vault, digest: str, content: bytes) -> Path:
    """Write this file in its place, whatever lies there. Gives the place."""
    path = _place(vault.home, vault.hidden(digest))
    make_private_dir(vault.home / FOLDER)
    make_private_dir(path.parent)
    atomic_write(path, vault.seal(content), private=True, force=True)
    return path


def load(vault: Vault, digest: str) -> bytes:
    """The evidence with this digest, verified. Refuses with evidence.lost where it is gone or altered."""
    content = find(vault, digest)
    if content is None:
        raise Refusal(Problem("evidence.lost", params={"digest": digest[:12]}))
    return content


def is_whole(vault: Vault, digest: str) -> bool:
    """True if the evidence with this digest lies in the store, unaltered."""
    return find(vault, digest) is not None


def find(vault: Vault, digest: str) -> bytes | None:
    """The evidence with this digest, verified; None where it is gone or altered."""
    for one, name in vault.hidden_names(digest):
        content = read_stored(one, _place(one.home, name))
        if content is not None and hashlib.sha256(content).hexdigest() == digest:
            return content
    return None


def read_stored(vault: Vault, path: Path) -> bytes | None:
    """What a file of the store holds; None where it is gone, grown, altered, of another key, or a folder."""
    try:
        return vault.unseal(read_bounded(path, with_overhead(CAP_BYTES)))
    except Refusal:
        return None


def _place(home: Path, name: str) -> Path:
    return home / FOLDER / name[:2] / name
