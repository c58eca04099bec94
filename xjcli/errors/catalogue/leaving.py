"""What can stand against repeating, skipping, finishing or leaving (第十一条至第十三条、第十七条、第二十条至第二十二条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _U = Family.INPUT, Family.RULE, Family.USAGE

ENTRIES: dict[str, Entry] = {
    "resume.overdue": Entry(
        _L, 19, "休学期满（{until}）已过 {days} 天", "The leave ended on {until}, {days} days ago", "", "",
    ),
    "retain.first-grade": Entry(
        _L, 11, "学段的第一个年级没有可以留的年级", "There is no grade below the first of a stage",
        "入学未满一年的，九月以后不能办理留级", "a pupil who has just entered has no grade to repeat",
    ),
    "retain.finished": Entry(
        _L, 11, "这一届已经毕业，不能留级", "The cohort has finished; there is no grade to repeat",
        "核对入学年份", "check the year of entry",
    ),
    "skip.across-stages": Entry(
        _L, 11, "不能跳到下一学段", "A skip never leads into the next stage",
        "升入下一学段请办理升学：xj progress", "going on to the next stage is xj progress",
    ),
    "regrade.from-september": Entry(
        _L, 11, "按 {year} 学年计；九月一日前名册上的年级暂按新的级别推算",
        "Counts for the school year {year}; until 1 September lists show the grade of the new cohort", "", "",
    ),
    "finish.problem-record": Entry(
        _L, 13, "学籍有问题，不能毕业、结业、肄业：{codes}", "The record has problems, so the stage cannot be ended: {codes}",
        "先更正：xj correct；逐条含义见 xj explain", "mend it first with xj correct; xj explain says what each code means",
    ),
    "finish.no-number": Entry(
        _L, 5, "还没有正式学籍号", "There is no issued registry number",
        "先取得学籍号：xj number confirm；确有原因加 --because", "take it in with xj number confirm, or give the reason with --because",
    ),
    "finish.not-last-grade": Entry(
        _L, 13, "不在本学段最后一个年级", "The pupil is not in the last grade of the stage",
        "中途离校的办理肄业：--outcome left-early", "who leaves before the end leaves early: --outcome left-early",
    ),
    "finish.early": Entry(
        _L, 13, "最后一学期还没有开始", "The last term has not begun",
        "确有依据时加 --because 写明", "if there is a ground say so with --because",
    ),
    "finish.left-out": Entry(
        _L, 13, "没有列入：{codes}", "Left out: {codes}",
        "解决后单独办理：xj graduate 学生", "settle it, then: xj graduate PUPIL",
    ),
    "finish.nobody": Entry(
        _I, 13, "没有可以办理的学生", "There is nobody to whom this can be done",
        "核对 --grade、--class", "check --grade and --class",
    ),
    "finish.whom": Entry(
        _U, 13, "学生与 --grade、--class 选一种写", "Name pupils, or a --grade (and --class), not both",
        "整个年级：--grade 六年级", "a whole grade: --grade 六年级",
    ),
    "finish.certificate-twice": Entry(
        _I, 13, "证书编号用了两次", "A certificate number stands twice", "一张证书一个编号", "one certificate, one number",
    ),
    "finish.certificate-stranger": Entry(
        _I, 13, "证书名册中的这一行不是本次办理的学生", "This line of the certificate list is none of these pupils",
        "核对学籍号或身份证件号", "check the registry or document number",
    ),
    "finish.certificate-missing": Entry(
        _L, 13, "{count} 人没有证书编号", "{count} pupils have no certificate number",
        "可以以后补录", "it can be added later",
    ),
    "progress.not-taught": Entry(
        _L, 14, "本校没有下一学段", "The school does not teach the next stage",
        "由升入的学校启动升学", "the receiving school starts the progression",
    ),
    "progress.not-finished": Entry(
        _L, 13, "本学段还没有结束", "The stage is not over yet",
        "最后一学年结束（七月起）办理", "it can be recorded from July of the last year on",
    ),
    "progress.moved": Entry(
        _L, 14, "已升入他校（{school}）", "The pupil has gone on to school {school}",
        "学籍已转出，不能在本校升学", "the registration is there now",
    ),
    "withdraw.leave-runs": Entry(
        _L, 19, "休学还没有期满（{until}）", "There is no leave that has ended ({until})",
        "“休学期满”只用于期满未返校的学生", "this ground is for a pupil whose leave is over",
    ),
    "abroad.country": Entry(
        _I, 20, "没有这个国家或地区：“{value}”", "No such country or region: “{value}”",
        "写名称或代码；相近的：{close}", "write its name or code; like it: {close}",
    ),
    "abroad.inside": Entry(
        _I, 20, "中国内地不是境外", "The Chinese mainland is not abroad",
        "转到内地其他学校请办理转学", "going to another school here is a transfer",
    ),
    "abroad.until": Entry(
        _I, 20, "预计返回日期 {until} 不在 {since} 之后", "The day of return {until} is not after {since}",
        "核对 --until", "check --until",
    ),
    "missing.since": Entry(
        _I, 13, "失去联系的日期 {since} 不可能", "{since} cannot be the day since when the pupil is missing",
        "应在入学之后、登记日期之前", "it lies after entry and not after the day of the report",
    ),
    "decease.date": Entry(
        _I, 21, "死亡日期 {date} 不可能", "{date} cannot be the day of death",
        "应在出生之后、登记日期之前", "it lies after birth and not after the day of the report",
    ),
    "decease.name": Entry(
        _I, 21, "姓名不一致，没有登记", "The name is not this pupil's; nothing was recorded",
        "请逐字输入该生的姓名", "type the pupil's name exactly",
    ),
    "decease.late": Entry(
        _L, 21, "已超过上报期限 {deadline}", "The time to report it ended on {deadline}",
        "立即上报：xj push", "report it at once: xj push",
    ),
    "decease.provisional": Entry(
        _L, 21, "期限 {deadline} 为暂定：该年节假日安排尚未公布", "The deadline {deadline} is provisional: that year's holidays are not published",
        "公布后运行 xj calendar import", "once they are, run xj calendar import",
    ),
    "dropout.since": Entry(
        _I, 22, "离校日期 {since} 不可能", "{since} cannot be the day since when the pupil is away",
        "应在入学之后、登记日期之前", "it lies after entry and not after the day of the report",
    ),
    "dropout.in-clear": Entry(
        _L, 25, "书面报告要打印盖章，所以没有加密", "The reports are written to be printed, so they are not encrypted",
        "送出后用 xj dossier add 归档一份，再删除这些文件", "file a copy with xj dossier add once they are sent, then delete them",
    ),
    "dropout.county": Entry(
        _L, 22, "没有填写县级教育行政部门的名称，报告用“县级教育行政部门”称呼", "The county's education department is not named, so the report addresses it in general",
        "xj settings set county 名称", "xj settings set county NAME",
    ),
    "place.school": Entry(
        _I, 17, "就读学校就是本校", "The other school is this school", "核对 --at", "check --at",
    ),
    "place.already": Entry(
        _L, 17, "已在学校 {school} 就读", "The pupil is taught at school {school} already",
        "先办理返回：xj place 学生 --back", "bring the pupil back first: xj place PUPIL --back",
    ),
    "place.not-placed": Entry(
        _L, 17, "没有到他校就读，不需要返回", "The pupil is not taught at another school", "", "",
    ),
    "place.kind": Entry(
        _L, 17, "学校 {school} 的办学类型与“{ground}”不符", "The kind of school {school} does not fit “{ground}”",
        "核对学校标识码；确有依据时加 --because", "check the code, or say why with --because",
    ),
    "place.what": Entry(
        _U, 17, "--at 加 --ground，或者 --back，选一种写", "Give --at with --ground, or --back", "", "",
    ),
}  # fmt: skip
