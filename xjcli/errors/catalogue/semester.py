"""What can be wrong with the report of a semester (第二十四条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

ENTRIES: dict[str, Entry] = {
    "semester-report.kind": Entry(
        Family.USAGE, 24, "统计报告只能写成 .html、.xlsx 或 .md，不能写成 {extension}",
        "The figures are written as .html, .xlsx or .md, not {extension}",
        "改文件名", "change the file's name",
    ),
}  # fmt: skip
