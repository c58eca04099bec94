"""第二十五条: the screen of forms is short, however many were written, and counts nobody where nobody is named."""

from __future__ import annotations

from typing import Any

import pytest

from xjcli.report.language import choose
from xjcli.ui.forms import written


def lines(count: int, rows: int) -> list[str]:
    choose("zh")
    result: dict[str, Any] = {
        "zh": "学籍卡片", "rows": rows, "dry_run": False, "files": [f"卡-{n}.docx" for n in range(1, count + 1)],
        "numbers": [f"2026-00000{n}" for n in range(1, count + 1)],
    }  # fmt: skip
    return list(written(result))


@pytest.mark.parametrize(
    ("count", "rows", "first"),
    [
        (1, 0, "已写“学籍卡片”：卡-1.docx"),
        (2, 2, "已写“学籍卡片”，2 人：卡-1.docx、卡-2.docx"),
        (9, 9, "已写“学籍卡片”，9 人：卡-1.docx 至 卡-9.docx，共 9 个"),
    ],
)
def test_of_many_files_the_first_and_the_last_are_named(count: int, rows: int, first: str) -> None:
    told = lines(count, rows)
    assert told[0] == first
    assert "2026-000001" in told[1]
