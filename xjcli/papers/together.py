"""Files that belong together (第二十五条): all of them new, or every one as it was.

What a file held is kept under a name beside it until all are written; so it comes back with its mode and its times,
and a machine that stops in between has lost nothing.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.schema.masking import mask_text


@contextlib.contextmanager
def together() -> Iterator[Callable[[Path, Callable[[], None]], None]]:
    """Gives `write(path, errand)`; if the block is left by an error, no path shows it.

    An errand puts a new file in place of the old one, as `atomic_write` does, and never writes into it.
    """
    kept: list[tuple[Path, Path | None]] = []

    def write(path: Path, errand: Callable[[], None]) -> None:
        if path.is_file():
            kept.append((path, _kept(path)))
            errand()
        else:
            errand()
            kept.append((path, None))

    try:
        with unnumbered():
            yield write
    except BaseException:
        for path, old in reversed(kept):
            if old is None:
                path.unlink(missing_ok=True)
            else:
                old.replace(path)
                _drop(old)  # two names of one file: the path was not written yet, and both names stay
        raise
    for _, old in kept:
        _drop(old)


@contextlib.contextmanager
def unnumbered() -> Iterator[None]:
    """A refusal that names a file masks what in the name looks like a pupil's number."""
    try:
        yield
    except Refusal as refusal:
        refusal.problems = [replace(each, where=mask_text(each.where or "") or None) for each in refusal.problems]
        raise


def _kept(path: Path) -> Path:
    """The same file under a second name; a copy where a stick or a share knows no links."""
    beside = path.with_name(f".{path.name[:64]}.{secrets.token_hex(8)}.old")
    try:
        os.link(path, beside)
    except OSError:
        try:
            shutil.copy2(path, beside)
        except OSError:
            _drop(beside)
            raise Refusal(Problem("file.unwritable", where=path.name)) from None
    return beside


def _drop(old: Path | None) -> None:
    if old is not None:
        with contextlib.suppress(OSError):
            old.unlink(missing_ok=True)
