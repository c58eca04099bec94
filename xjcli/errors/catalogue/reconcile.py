"""The semester review (第二十四条): what does not add up, and a head count that the roll does not show."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_L = Family.RULE

ENTRIES: dict[str, Entry] = {
    "reconcile.future": Entry(
        Family.USAGE, 24, "{semester} 学期还没有开始", "The semester {semester} has not begun",
        "写本学期或更早的学期，如 2026-autumn", "name this semester or an earlier one, as 2026-autumn",
    ),
    "reconcile.no-class": Entry(
        Family.INPUT, 24, "{class} 从来没有学生", "Nobody was ever in {class}",
        "看看有哪些班：xj find --grade 年级", "see which classes there are: xj find --grade GRADE",
    ),
    "reconcile.unbalanced": Entry(
        _L, 24, "期初 {opening} + 增 {entered} − 减 {left} = {expected}，实有 {closing}", "Opening {opening} + in {entered} − out {left} = {expected}, but {closing} stand on the roll",
        "办理记录与学籍不符：xj doctor", "acts and records disagree: xj doctor",
    ),
    "check.roster-differs": Entry(
        _L, 24, "{date} 清点 {stated} 人，学籍 {counted} 人", "On {date} {stated} were counted, the roll has {counted}",
        "逐人核对，补办漏掉的变动；清点有误就重新记：xj assert roster", "compare pupil by pupil and record what is missing; if the count was wrong, state it again: xj assert roster",
    ),
}  # fmt: skip
