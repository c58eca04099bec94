"""What can be wrong with a form that is to be written, or one that somebody brings back (第二十五条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_U, _L, _B = Family.USAGE, Family.RULE, Family.BUNDLE

ENTRIES: dict[str, Entry] = {
    "form.pupil": Entry(
        _U, 0, "表单 {kind} 写的是一名学生，请写明一名（空白表写 --blank）", "The form {kind} is about one pupil: name one (or --blank)",
        "xj form write {kind} 学生 --out 文件", "xj form write {kind} PUPIL --out FILE",
    ),
    "form.nobody": Entry(
        _U, 0, "“{grade}”没有一名应列入的学生，没有写表单", "Nobody of “{grade}” belongs on this list; no form was written",
        "核对年级和班级；用 xj list 查看", "check grade and class; xj list shows them",
    ),
    "form.altered": Entry(
        _B, 25, "表单 {number} 的内容与本校出具时不同，或核验码不对", "The form {number} is not as this school wrote it, or its code is wrong",
        "不要采用；需要时重新出具", "do not rely on it; issue a new one where one is needed",
    ),
    "form.unknown": Entry(
        _B, 25, "本校没有出具过表单 {number}", "This school issued no form {number}",
        "向表上所写的学校核实", "ask the school that stands on it",
    ),
    "form.no-code": Entry(
        _B, 25, "文件上没有表单编号和核验码，无法核验", "The file bears no number and no code, so nothing can be verified",
        "核验的是 xj form write 写出的文件；空白表没有核验码", "only files of xj form write can be verified; a blank form bears no code",
    ),
    "form.damaged": Entry(
        _B, 25, "读不出这个文件（只读 .docx、.xlsx、.md），没有核验", "The file cannot be read (only .docx, .xlsx, .md); nothing was verified",
        "请对方另存为 .docx 或 .xlsx 再发来", "ask for it again, saved as .docx or .xlsx",
    ),
}  # fmt: skip
