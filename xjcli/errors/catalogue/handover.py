"""What can stand against a handover, or a change that waits, at the authority (第十条、第十四条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_L, _W = Family.RULE, Family.WAITING

ENTRIES: dict[str, Entry] = {
    "handover.no-record": Entry(
        _L, 14, "学校 {school} 没有这名学生可转出的学籍。", "School {school} has no record of this pupil that can move.",
        "请与双方学校核对证件号和学籍号；确实没有的，写明理由退回。",
        "Compare document and registry number with both schools; if there is none, refuse and say why.",
    ),
    "handover.under-way": Entry(
        _W, 14, "学校 {school} 的这份学籍已在办理另一次转接。", "Another handover of this record at school {school} is under way.",
        "请先办结或退回另一件：xj-authority transfers。", "Complete or refuse the other one first: xj-authority transfers.",
    ),
    "handover.not-released": Entry(
        _W, 14, "转出学校 {school} 还没有同意转出。", "School {school} has not released the pupil.",
        "请催办；逾期或无正当理由不放的，加 --because 理由办结。",
        "Remind it; where it is late or has no good reason, complete with --because REASON.",
    ),
    "handover.declined": Entry(
        _L, 14, "转出学校 {school} 不同意转出。", "School {school} has declined.",
        "请看理由（xj-authority show）；理由不成立的，加 --because 理由办结。",
        "Read its reason (xj-authority show); if it is not a good one, complete with --because REASON.",
    ),
    "handover.identity-differs": Entry(
        _L, 14, "双方学校所填不一致：{fields}。", "The two schools describe the pupil differently: {fields}.",
        "请核对是否同一名学生；是的，加 --because 理由办结，再由转入学校申请修改。",
        "Make sure that it is the same pupil; then complete with --because, and have the new school correct it.",
    ),
    "handover.number-differs": Entry(
        _L, 14, "转入学校所报的学籍号与原学籍不同。", "The registry number that the new school gives is not the record's.",
        "请核对是否同一名学生；办结后仍用原学籍号。", "Make sure that it is the same pupil; the number of the record stays.",
    ),
    "change.from-differs": Entry(
        _L, 10, "申请所写的原内容，与学籍不一致。", "What the request says it was is not what the record says.",
        "请与学校核对。", "Settle it with the school.",
    ),
    "change.no-longer": Entry(
        _L, 13, "{status}的学生已不能办理{act}。", "{act} can no longer follow for a pupil who is {status}.",
        "请写明理由退回。", "Refuse it and say why.",
    ),
    "authority.older": Entry(
        Family.REGISTRY, 0, "数据库是旧版本（{found}），查看前须先升级。", "The database is of an older version ({found}); it must be upgraded first.",
        "请先复制一份，再运行任何会写入的命令（如 xj-authority outbox），随即升级。",
        "Keep a copy, then run any command that writes (as xj-authority outbox): it upgrades the file.",
    ),
    "authority.newer": Entry(
        Family.REGISTRY, 0, "数据库由更新版本的程序（{found}）写成。", "The database was written by a newer program ({found}).",
        "请升级程序。", "Update the program.",
    ),
}  # fmt: skip
