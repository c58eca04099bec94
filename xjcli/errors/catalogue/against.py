"""What can be wrong with a roster that the roll is compared with (第二十四条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_S, _L = Family.SHEET, Family.RULE

ENTRIES: dict[str, Entry] = {
    "against.other-school": Entry(
        _S, 24, "这份名册是别的学校的：{rows} 行中有 {count} 行学校标识码是 {code}，本校是 {own}", "This roster is another school's: {count} of {rows} rows have school code {code}, ours is {own}",
        "请导出本校的名册再比对", "export this school's roster and compare again",
    ),
    "against.earlier-semester": Entry(
        _S, 24, "这份名册是以前学期的：{total} 名学生中有 {count} 名的年级低 {years} 级", "This roster is of an earlier semester: the grade of {count} of {total} pupils is {years} lower",
        "请导出本学期的名册再比对", "export the roster of this semester and compare again",
    ),
    "against.later-semester": Entry(
        _S, 24, "这份名册的学期比本校晚：{total} 名学生中有 {count} 名的年级高 {years} 级", "This roster is of a later semester: the grade of {count} of {total} pupils is {years} higher",
        "本校还没有办理升级的，先用 xj promote；否则请换本学期的名册", "use xj promote first if it was not done here; otherwise take the roster of this semester",
    ),
    "against.plan-undoes": Entry(
        _L, 24, "有 {count} 处本校较新或学生已离校，导入这份名册会改回旧的（记录 {records}），没有写出计划", "In {count} places ours is newer or the pupil has left; importing this roster would undo it (records {records}); no plan was written",
        "先用 xj push、xj sync 报送并收取，再导出新的名册比对", "use xj push and xj sync first, then compare with a new roster",
    ),
    "against.plan-left-out": Entry(
        _L, 24, "有 {count} 行没有写进方案：导入会改回本校较新的，或给已有学籍的学生再建一条（第 {rows} 行）", "{count} rows are not in the plan: importing them would undo what is newer here, or open a second record (rows {rows})",
        "先按差异清单办理，再比对一次", "do what the list of differences says, then compare again",
    ),
    "against.plan-doubles": Entry(
        _L, 24, "导入这份名册会给 {count} 名已有学籍的学生再建一条学籍，没有写出计划", "Importing this roster would open a second record for {count} pupils who have one; no plan was written",
        "先按差异清单改正证件号，再比对一次", "correct the document numbers as the list of differences says, then compare again",
    ),
}  # fmt: skip
