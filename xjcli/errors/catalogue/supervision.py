"""The report of an authority on its schools (第三、二十六条): what keeps it from being made or believed."""

from __future__ import annotations

from xjcli.errors import Entry, Family

ENTRIES: dict[str, Entry] = {
    "supervision.not-begun": Entry(
        Family.INPUT, 24, "{semester} 学期还没有开始", "The semester {semester} has not begun",
        "请写本学期或以前的学期", "name the running semester or an earlier one",
    ),
    "supervision.statement": Entry(
        Family.BUNDLE, 26, "报告的内容有误（{field}）", "The content of the report is wrong ({field})",
        "不要采用；请下级主管部门重新出具", "do not use it; ask its authority to write it again",
    ),
    "supervision.other-authority": Entry(
        Family.BUNDLE, 26, "报告写的是另一个主管部门（{authority}）", "The report is that of another authority ({authority})",
        "请用该部门的名片核验，或与下级核对", "verify it with that authority's card, or settle it with the sender",
    ),
}  # fmt: skip
