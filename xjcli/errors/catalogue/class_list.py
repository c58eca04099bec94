"""What the class list of a semester can say (第二十四条, 人籍一致): refusals of a foreign list, findings of an answered one."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_S, _L = Family.SHEET, Family.RULE

ENTRIES: dict[str, Entry] = {
    "class-list.nobody": Entry(
        Family.INPUT, 24, "没有符合的在籍学生", "Nobody on the roll fits",
        "看看有哪些班：xj find --grade 年级", "see which classes there are: xj find --grade GRADE",
    ),
    "class-list.not-now": Entry(
        Family.USAGE, 24, "名单列的是今天的学生，只能写本学期（{now}）或下学期，不能写 {semester}", "The list names today's pupils: for this semester ({now}) or the next, not for {semester}",
        "以前学期的人数看 xj reconcile", "xj reconcile has the numbers of an earlier semester",
    ),
    "class-list.no-mark": Entry(
        _S, 24, "不是本程序写的班级核查名单（找不到核对行或表头）", "Not a class list of this program (its own line or its headings are gone)",
        "表头和它上面的几行要原样保留；重新写一份：xj class-list write", "the headings and the lines above them must stay; write it again: xj class-list write",
    ),
    "class-list.other-school": Entry(
        _S, 24, "这是另一所学校（{code}）的名单，本校是 {own}", "A list of another school ({code}); this one is {own}",
        "请换本校的名单", "take this school's list",
    ),
    "class-list.other-semester": Entry(
        _S, 24, "这是 {semester} 学期的名单，要核查的是 {wanted}", "A list of the semester {semester}; {wanted} was asked for",
        "换这个学期的名单，或改命令中的学期", "take the list of this semester, or name the other one",
    ),
    "class-list.other-ledger": Entry(
        _S, 24, "名单写于登记库的第 {seq} 条，和本机登记库对不上", "The list was written at act {seq}, which this registry has otherwise or not at all",
        "名单可能来自另一份登记库；先运行 xj doctor，再重新写名单", "it may come from another copy of the registry: run xj doctor, then write the list again",
    ),
    "class-list.sheet-missing": Entry(
        _L, 24, "文件里少了 {count} 个班（共 {total} 个）", "{count} of {total} classes are missing from the file",
        "向班主任收齐，或用 --class 重写缺的班", "collect the rest from the teachers, or write the missing class again with --class",
    ),
    "class-list.sheet-twice": Entry(
        _L, 24, "同一个班在文件里有两张表", "The same class stands in the file twice",
        "只留班主任最后签名的一张", "keep the one that the teacher signed last",
    ),
    "class-list.sheet-aside": Entry(
        _L, 24, "这张表不是班级名单，没有读", "This sheet is no class list and was not read", "", "",
    ),
    "class-list.not-answered": Entry(
        _L, 24, "全班 {count} 人都还没有填", "No line of the {count} pupils is answered",
        "请班主任填写后再读", "ask the teacher to fill it in, then read it again",
    ),
    "class-list.unanswered": Entry(
        _L, 24, "{name}（{record}）没有填", "{name} ({record}) was not answered",
        "请班主任补填", "ask the teacher",
    ),
    "class-list.unreadable": Entry(
        _L, 24, "{name}（{record}）填的不是 在、不在、不认识", "The answer for {name} ({record}) is none of 在, 不在, 不认识",
        "从下拉列表中选", "choose from the list of the cell",
    ),
    "class-list.twice": Entry(
        _L, 24, "{name}（{record}）在表里出现两次", "{name} ({record}) stands in the sheet twice",
        "只留一行；后一行没有采用", "keep one row; the later one was not used",
    ),
    "class-list.key": Entry(
        _L, 24, "{name} 的记录号被改动，没有这个学籍（{record}）", "The record id of {name} was altered: no record of it ({record})",
        "括号里若是本班学生的记录号，即同名的那一个：改回后再读", "if the id in brackets is of this class, it is the pupil of that name: put it back and read again",
    ),
    "class-list.name": Entry(
        _L, 10, "姓名和学籍 {record}（{name}）不同", "The name is not that of the record {record} ({name})",
        "行被改写：改回；姓名真有变动：xj correct；看学籍：{next}", "a row was overwritten: put it back; a name that did change: xj correct; the record: {next}",
    ),
    "class-list.row-missing": Entry(
        _L, 24, "{name}（{record}）的一行不在表里", "The row of {name} ({record}) is missing",
        "多半是误删；问班主任后补上：{next}", "probably deleted by mistake; ask the teacher: {next}",
    ),
    "class-list.not-listed": Entry(
        _L, 24, "{name}（{record}）在名单写出以后有变动，不在表里", "{name} ({record}) changed after the list was written and is not on it",
        "新到本班的，重新写名单或当面核对：{next}", "new in this class: write the list again, or see for yourself: {next}",
    ),
    "class-list.changed": Entry(
        _L, 24, "{name}（{record}）在名单写出以后有变动，现在：{status}", "{name} ({record}) changed since the list was written; now: {status}", "", "",
    ),
    "class-list.absent": Entry(
        _L, 24, "{name}（{record}）在籍，不在班：可能人籍分离或空挂学籍", "{name} ({record}) is on the roll and not in class: record and pupil may have parted",
        "查去向（{next}）后办理：转学由转入校申请，休学 xj leave，境外 xj abroad，辍学 xj dropout，下落不明 xj missing", "find out where ({next}), then: the receiving school asks for a transfer; xj leave, xj abroad, xj dropout or xj missing",
    ),
    "class-list.unknown": Entry(
        _L, 24, "班主任不认识 {name}（{record}）：可能空挂学籍，或分错了班", "The teacher does not know {name} ({record}): a record without a pupil, or the wrong class",
        "先问年级各班，分错班的用 xj assign；没有这个人的查办理记录：{next}", "ask the other classes; wrong class: xj assign; nobody: look at its acts: {next}",
    ),
    "class-list.present": Entry(
        _L, 24, "{name}（{record}）在班，学籍状态却是{status}", "{name} ({record}) is in class while the record says {status}",
        "多半已经返校没有办理：{next}", "probably back without it being recorded: {next}",
    ),
    "class-list.extra": Entry(
        _L, 24, "在班没有学籍：{name}", "In class without a record: {name}",
        "本校没有同名的学籍：转来的由本校申请转学（xj transfer request），新生建籍：{next}", "nobody of this name: a pupil from elsewhere: xj transfer request; a new one: {next}",
    ),
    "class-list.extra-near": Entry(
        _L, 24, "{name} 在班，不在名单；同名学籍 {record}：{class}，{status}", "{name} is in class and not on the list; a record of the same name, {record}: {class}, {status}",
        "核对是否同一人，然后：{next}", "make sure that it is the same child, then: {next}",
    ),
}  # fmt: skip
