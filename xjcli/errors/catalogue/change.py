"""What can stand against a change of a pupil's registration (第三章)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _W = Family.INPUT, Family.RULE, Family.WAITING

ENTRIES: dict[str, Entry] = {
    "change.impossible": Entry(
        _L, 13, "{status}的学生不能办理{act}", "{act} cannot follow for a pupil who is {status}",
        "现在可以办理：{possible}", "what is possible now: {possible}",
    ),
    "change.case-open": Entry(
        _W, 13, "还有一件事在等核准：{act}（{on}）", "Another act still waits for approval: {act} ({on})",
        "一名学生同时只能有一件在办业务；取回批复（xj pull）后再办", "one pupil, one open case; fetch the answer (xj pull) first",
    ),
    "change.handover-open": Entry(
        _W, 14, "学籍转接正在办理（对方学校 {school}）", "A handover with school {school} is under way",
        "办结、被退回或撤回之后才能办理：xj transfer show", "wait until it is completed, refused or withdrawn: xj transfer show",
    ),
    "change.not-approved": Entry(
        _W, 4, "学籍还没有核准，不能办理变动", "The enrolment has not been approved yet, so nothing can be changed",
        "xj sync 上报并取回批复；死亡、辍学、失踪可以先报", "xj sync sends it and fetches the decision; deaths, dropouts and disappearances can be reported at once",
    ),
    "change.enrolment-refused": Entry(
        _L, 4, "学籍申报被退回，不能办理变动", "The enrolment was refused, so nothing can be changed",
        "先补正：xj resubmit", "mend it first: xj resubmit",
    ),
    "change.future": Entry(
        _I, 13, "日期 {date} 还没有到", "The date {date} has not come yet", "改为今天或更早", "use today or an earlier date",
    ),
    "change.before-last": Entry(
        _I, 13, "日期 {date} 早于这名学生最近一次办理（{last}）", "The date {date} is before the pupil's last act ({last})",
        "核对日期；先后次序以 xj history 为准", "check the date; xj history shows the order",
    ),
    "change.evidence": Entry(
        _L, 13, "缺少证明材料：{wanted}", "Evidence is missing: {wanted}",
        "加 --evidence 文件；纸质材料写 --paper 存放处", "add --evidence FILE; for a paper say where it lies with --paper PLACE",
    ),
    "change.compulsory-forbidden": Entry(
        _L, 11, "义务教育阶段不得{act}（义务教育法第二十七条）", "{act} is forbidden in compulsory years (Compulsory Education Law, Art. 27)",
        "应予批评教育；情节严重的依法进入专门学校", "the law asks for education, and in grave cases a specialised school",
    ),
    "change.compulsory-only": Entry(
        _L, 22, "{act}只适用于义务教育阶段", "{act} is for compulsory years only",
        "高中阶段请办理退学：xj withdraw", "in senior secondary use xj withdraw",
    ),
    "change.compulsory-because": Entry(
        _L, 11, "义务教育阶段一般没有{act}", "Compulsory years usually know no {act}",
        "确有依据时加 --because 写明；理由随变动上报", "if there is a ground say so with --because; it is stored and travels upward",
    ),
    "leave.until": Entry(
        _I, 19, "休学期满日 {until} 不在 {since} 之后", "The leave's last day {until} is not after {since}",
        "核对 --until 和 --on", "check --until and --on",
    ),
    "resume.too-soon": Entry(
        _I, 19, "返校日期不在离开日期（{since}）之后", "The day of return is not after the day of leaving ({since})",
        "核对 --on", "check --on",
    ),
}  # fmt: skip
