"""What can be wrong with a form that is to be written, or one that somebody brings back (第二十五条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_U, _L, _B = Family.USAGE, Family.RULE, Family.BUNDLE

ENTRIES: dict[str, Entry] = {
    "form.pupil": Entry(
        _U, 0, "表单 {kind} 一人一份，请写明学生，或用 --grade 写明班级（空白表写 --blank）", "The form {kind} is about one pupil each: name pupils, or a class with --grade (or --blank)",
        "xj form write {kind} 学生 --out 文件", "xj form write {kind} PUPIL --out FILE",
    ),
    "form.no-pupil": Entry(
        _U, 0, "表单 {kind} 是名册或不写学生，不能指定学生", "The form {kind} is a list, or about nobody; no pupil is named",
        "只要一个班时写 --grade", "for one class give --grade",
    ),
    "form.command": Entry(
        _U, 0, "表单 {kind} 随办理出具，另有命令", "The form {kind} goes with an errand that has a command of its own",
        "用 xj {command}", "use xj {command}",
    ),
    "form.nobody": Entry(
        _U, 0, "“{grade}”没有一名应列入的学生，没有写表单", "Nobody of “{grade}” belongs on this list; no form was written",
        "核对年级和班级；用 xj list 查看", "check grade and class; xj list shows them",
    ),
    "form.altered": Entry(
        _B, 25, "表单 {number} 的内容与本校出具时不同，或核验码不对", "The form {number} is not as this school wrote it, or its code is wrong",
        "不要采用；需要时重新出具", "do not rely on it; issue a new one where one is needed",
    ),
    "form.foreign": Entry(
        _B, 25, "表单 {number} 的文件中有{holds}，本校表单没有这些，无法核验", "The file of form {number} holds {holds}, which no form of ours does, so it cannot be verified",
        "不要采用；若只是编辑时留下的，接受修订、删去后另存为 .docx 或 .xlsx 再核验", "do not rely on it; what editing left behind can be taken out (accept all changes), then save as .docx or .xlsx and verify again",
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
