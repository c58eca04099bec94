"""Whoever works through rows says how far it has come, seldom enough to cost nothing."""

from __future__ import annotations

from xjcli.report.progress import STRIDE, told


def test_rows_are_told_every_few_hundred_and_at_the_end() -> None:
    heard: list[tuple[str, int, int]] = []
    rows = list(told(range(STRIDE + 1), "write", STRIDE + 1, lambda *words: heard.append(words)))
    assert rows == list(range(STRIDE + 1))
    assert heard == [("write", 0, STRIDE + 1), ("write", STRIDE, STRIDE + 1), ("write", STRIDE + 1, STRIDE + 1)]
