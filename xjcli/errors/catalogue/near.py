"""What came near to something that was not found; notes beside a refusal or an empty list."""

from __future__ import annotations

from xjcli.errors import Entry, Family

ENTRIES: dict[str, Entry] = {
    "pupil.near": Entry(
        Family.INPUT, 0,
        "相近的学生：{close}", "Pupils that come near: {close}",
        "确认是哪一名后，用括号里的记录号再办一次", "once you are sure who is meant, do it again with the record id in brackets",
    ),
    "class.nobody": Entry(
        Family.INPUT, 0,
        "{class} 班现在没有学生", "There is no pupil in class {class}",
        "有学生的班：{close}", "classes that have pupils: {close}",
    ),
}  # fmt: skip
