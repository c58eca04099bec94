"""A progress bar on a terminal for whatever takes over a second: rows done, rows in all, time left (第四条).

Only where a person looks: standard error is a terminal, and no script asked for JSON. It is drawn by hand, because
rich takes 30 ms to come, a good part of a short import; no colour is used, and on a console that is not UTF-8 the bar
is made of # and -, whose width every console agrees on. The line is gone before anything else is printed.
"""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from xjcli.report import Session
from xjcli.report.language import current
from xjcli.report.phrases import in_language
from xjcli.report.progress import Tell, silent

#: Seconds of work before the first line, and between two.
FIRST, BETWEEN = 1.0, 0.1
_WIDTH = 20
#: Counted in bytes, which say nothing to a person: the bar and the time only.
_UNCOUNTED = frozenset({"open"})


@contextmanager
def progress() -> Iterator[Tell]:
    """The callback for a procedure; silent where nobody looks. What is drawn is gone at the end, however that comes."""
    if Session.json or not sys.stderr.isatty():
        yield silent
        return
    bar = Bar(sys.stderr)
    try:
        yield bar
    finally:
        bar.clear()


class Bar:
    """One line that is drawn over; called as `Tell`."""

    def __init__(self, stream: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._now = stream, now
        self._drawn, self._stage = 0, ""
        self._next = now() + FIRST
        self._since = 0.0
        self._is_utf8 = (stream.encoding or "").lower().replace("-", "").startswith("utf8")

    def __call__(self, stage: str, done: int, total: int) -> None:
        at = self._now()
        if stage != self._stage:
            self._stage, self._since = stage, at
        if done >= total:
            self.clear()
        elif at >= self._next:
            self._next = at + BETWEEN
            self._draw(stage, done, total, (at - self._since) * (total - done) / done if done else None)

    def clear(self) -> None:
        """Nothing of the line is left."""
        if self._drawn:
            self._write(f"\r{' ' * self._drawn}\r")
            self._drawn = 0

    def _draw(self, stage: str, done: int, total: int, left: float | None) -> None:
        full, empty = ("█", "░") if self._is_utf8 else ("#", "-")
        filled = _WIDTH * done // total
        parts = [self._words(f"progress.{stage}"), f"[{full * filled}{empty * (_WIDTH - filled)}]"]
        if done and stage not in _UNCOUNTED:
            parts.append(self._words("progress.rows", done=f"{done:,}", total=f"{total:,}"))
        if left is not None:
            minutes, seconds = divmod(int(left) + 1, 60)
            parts.append(self._words("progress.left", minutes=minutes, seconds=f"{seconds:02}"))
        line = _cut(" ".join(parts), shutil.get_terminal_size().columns - 1)
        width = _width(line)
        self._write(f"\r{line}{' ' * (self._drawn - width)}")
        self._drawn = width

    def _write(self, text: str) -> None:
        """A terminal that was closed stops no errand."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()

    def _words(self, key: str, **params: object) -> str:
        """The phrase in the language of this process, or in English on a console that cannot show it."""
        text = in_language(key, english=current() == "en").format(**params)
        try:
            text.encode(self._stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return in_language(key, english=True).format(**params)
        return text


def _width(text: str) -> int:
    """Columns that a console needs for it: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(text: str, columns: int) -> str:
    """As much of it as fits on one line."""
    while text and _width(text) > columns:
        text = text[:-1]
    return text
