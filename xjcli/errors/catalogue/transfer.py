"""What can stand against a transfer or a progression to another school (第九条、第十四条至第十八条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _W, _U = Family.INPUT, Family.RULE, Family.WAITING, Family.USAGE

ENTRIES: dict[str, Entry] = {
    "transfer.no-handover": Entry(
        _L, 14, "没有等本校办理的学籍转接，不能{act}", "No handover waits for this school, so there is no {act}",
        "xj transfer list 列出在办的转接；主管部门的告知用 xj pull 取回", "xj transfer list shows what is under way; xj pull fetches the authority's notices",
    ),
    "transfer.answered": Entry(
        _W, 14, "本校已经答复（{since}），现由主管部门核办", "This school has answered already ({since}); it is with the authority now",
        "等主管部门办结：xj pull", "wait for the authority: xj pull",
    ),
    "transfer.on-roll": Entry(
        _L, 6, "这名学生已经在本校（记录 {record}）", "This pupil is at this school already (record {record})",
        "不必转入；校内升学用 xj progress inside", "there is nothing to transfer; within the school use xj progress inside",
    ),
    "transfer.same-school": Entry(
        _I, 14, "转出学校就是本校（{school}）", "The school of origin is this school ({school})",
        "核对 --from 的学校标识码", "check the code given with --from",
    ),
    "transfer.no-identity": Entry(
        _L, 14, "没有证件号，也没有学籍号，无法找到原来的学籍", "Neither a document number nor a registry number, so the record cannot be found",
        "向原校或家长问清学籍号，加 --number", "ask the school of origin or the guardian for the registry number and add --number",
    ),
    "transfer.no-reason": Entry(
        _L, 14, "没有写明转学理由", "No reason for the transfer is given", "加 --reason", "add --reason",
    ),
    "transfer.twice": Entry(
        _I, 6, "名单内重复：与 {first} 是同一人", "Twice in this list: the same child as {first}",
        "删去一行", "remove one row",
    ),
    "transfer.list-or-set": Entry(
        _U, 14, "--list 名单和单个学生的字段不能同时给", "--list cannot be combined with the fields of one pupil",
        "一批用 --list，一人用 --set 字段=值", "use --list for many, --set field=value for one",
    ),
    "transfer.not-directly-run": Entry(
        _L, 18, "本校的学籍主管部门就是所在地（{region}）的县级主管部门，不需要另行告知", "This school's authority is that of its own county ({region}), so no notice is due",
        "省、市直管学校先写明主管部门：xj settings show", "only schools run by a province or city send it: xj settings show",
    ),
    "transfer.nobody-late": Entry(
        _L, 14, "这名学生没有在办的学籍转接", "No handover of this pupil is under way",
        "xj transfer list 列出在办的转接", "xj transfer list shows what is under way",
    ),
    "transfer.own-turn": Entry(
        _L, 14, "现在轮到本校办理，不必催办", "It is this school's own turn, so nobody else is late",
        "xj transfer release 或 xj transfer refuse", "xj transfer release or xj transfer refuse",
    ),
    "custody.none": Entry(
        _L, 9, "没有需要移交的档案", "There is no record to hand over", "xj find 查看本校记录", "xj find lists the records",
    ),
    "custody.moved": Entry(
        _L, 9, "本校档案已于 {on} 移交（{custodian}）", "This school's records were handed over on {on} (to {custodian})",
        "登记库只供查阅", "the registry is for reading only",
    ),
    "custody.open": Entry(
        _W, 9, "还有 {count} 名学生的业务在办，不能移交", "{count} pupils have business under way, so custody cannot move",
        "先办结、撤回或取回批复：xj transfer list、xj pull", "finish it first: xj transfer list, xj pull",
    ),
    "custody.waits": Entry(
        _W, 9, "还有 {count} 名学生的学籍没有核准，不能移交", "{count} enrolments are not approved yet, so custody cannot move",
        "先上报并取回批复：xj sync；退回的先补正：xj resubmit", "send and fetch first: xj sync; mend what was refused: xj resubmit",
    ),
}  # fmt: skip
