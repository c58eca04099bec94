"""What can be wrong at the authority (学籍主管部门): its own house, what it takes in, what it decides."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_B = Family.BUNDLE
_R = Family.RULE

ENTRIES: dict[str, Entry] = {
    "authority.missing": Entry(
        Family.REGISTRY, 3, "这里还没有主管部门的数据库。", "There is no authority's database here yet.",
        "请先运行 xj-authority init，或用 --home 指明文件夹。",
        "Run xj-authority init first, or name its folder with --home.",
    ),
    "authority.exists": Entry(
        Family.REGISTRY, 3, "这里已经有主管部门的数据库，没有改动。",
        "There is an authority's database here already; it was not touched.",
        "请换一个文件夹（--home）。", "Choose another folder (--home).",
    ),
    "authority.store-busy": Entry(
        Family.REGISTRY, 0, "数据库正被另一个程序使用。", "Another program is using the database.",
        "请稍后再试；没有任何改动。", "Try again in a moment; nothing was changed.",
    ),
    "authority.store-unusable": Entry(
        Family.REGISTRY, 24, "数据库打不开、已损坏或不能写入。",
        "The database cannot be opened or written, or it is damaged.",
        "请检查权限和磁盘空间，再运行 xj-authority doctor；必要时从备份恢复。",
        "Check permissions and disk space, then run xj-authority doctor; restore a backup if needed.",
    ),
    "authority.check": Entry(
        Family.REGISTRY, 24, "检查“{check}”没有通过：{detail}。", "The check “{check}” failed: {detail}.",
        "请停止办理，复制保留数据库文件，并从备份恢复后与学校核对。",
        "Stop deciding, keep a copy of the database, restore a backup and compare with the schools.",
    ),
    "authority.alarm": Entry(
        _B, 24, "学校 {school} 的第 {seq} 号数据包出现过两种内容。",
        "Two different bundles number {seq} came from school {school}.",
        "请与该校核对：可能有第二台电脑或旧备份在办理。",
        "Settle it with the school: a second computer or an old backup may be in use.",
    ),
    "authority.port": Entry(
        Family.TRANSPORT, 0, "端口 {port} 无法使用。", "Port {port} cannot be used.",
        "请换一个端口（--port 0 由系统选择）。", "Choose another port (--port 0 lets the system choose).",
    ),
    "school.installation": Entry(
        _B, 24, "该校已在另一套安装上办理。", "This school already writes from another installation.",
        "一所学校只能有一套办理学籍的电脑；请先与该校核实。",
        "One school keeps one registry: settle it with the school first.",
    ),
    "school.revoked": Entry(
        _B, 25, "这所学校的密钥已被停用，不能再用。", "A key of this school was revoked and never counts again.",
        "请学校先生成新的密钥，交来新的名片，核对指纹后运行 xj-authority school add。",
        "The school makes new keys first; then compare the new card's fingerprint and run xj-authority school add.",
    ),
    "intake.unknown-school": Entry(
        _B, 3, "没有登记过这所学校的名片。", "No card of this school has been added here.",
        "请向学校索取名片文件，核对指纹后运行 xj-authority school add。",
        "Get the school's card, compare the fingerprint, then run xj-authority school add.",
    ),
    "intake.body": Entry(
        _B, 24, "一条办理记录的内容有误（{field}）。", "The content of an act is wrong ({field}).",
        "整个数据包没有登记；请学校升级程序后重新上报。",
        "Nothing of the bundle was recorded; ask the school to update its program and send again.",
    ),
    "intake.act": Entry(
        _B, 24, "办理记录（{kind}）与已登记的情况接不上。",
        "An act ({kind}) cannot follow what is recorded here.",
        "整个数据包没有登记；请学校运行 xj doctor 检查。",
        "Nothing of the bundle was recorded; ask the school to run xj doctor.",
    ),
    "intake.echo": Entry(
        _B, 24, "学校记载的批复与本部门的决定不一致。",
        "What the school recorded as our decision is not what we decided.",
        "整个数据包没有登记；请与学校核对。",
        "Nothing of the bundle was recorded; settle it with the school.",
    ),
    "intake.peer": Entry(
        _B, 24, "学校所说的最后一份批复或回执，本部门没有发出过。",
        "The school countersigns an answer that was never sent from here.",
        "整个数据包没有登记；请与学校核对。",
        "Nothing of the bundle was recorded; settle it with the school.",
    ),
    "intake.evidence": Entry(
        _B, 10, "数据包内有证明材料，但没有办理记录引用它。", "The bundle holds evidence that none of its acts names.",
        "请学校重新生成数据包。", "Ask the school to build the bundle again.",
    ),
    "duplicate.other-school": Entry(
        _R, 6, "疑似重复建籍：另一所学校已有同一学生（事项 {case}）。",
        "Perhaps registered twice: another school has the same pupil (case {case}).",
        "请核对双方材料后再决定；学校只会得知事项编号。",
        "Compare both sides before deciding; a school is told the case number only.",
    ),
    "duplicate.same-school": Entry(
        _R, 6, "疑似重复建籍：本校已有同一学生（事项 {case}）。",
        "Perhaps registered twice: the school has the same pupil already (case {case}).",
        "请学校核对；多余的一份应不予核准。", "Ask the school; the record that is too many should be refused.",
    ),
    "duplicate.number": Entry(
        _R, 5, "这个学籍号属于另一名学生（事项 {case}）。", "This registry number belongs to another pupil (case {case}).",
        "一人一号：请核对双方的证件和学籍号。", "One pupil, one number: compare the documents of both.",
    ),
    "duplicate.number-differs": Entry(
        _R, 5, "学校按名单确认的学籍号，与已发的不同。",
        "The number that the school confirmed differs from the one it was given.",
        "学籍号终身不变：请核对名单后决定。", "A number stays for life: check the list, then decide.",
    ),
    "number.claims-other": Entry(
        _R, 5, "学校所报的学籍号，含有另一个身份证号。",
        "The number that the school brings along carries another identity number.",
        "身份证号更正过的，核对户籍材料后写明理由核准；否则不予核准。",
        "After a corrected identity number: check the proof, then approve and say why. Otherwise refuse.",
    ),
    "number.claimed": Entry(
        _R, 5, "学校所报的学籍号不是本部门发放的。", "The school brings along a number that was not given out here.",
        "请与名单或原学籍核对；属实的写明理由核准，号码终身不变；否则不予核准。",
        "Check it against the list or the earlier record; if it is right, approve and say why: a number stays for life.",
    ),
    "decide.no-case": Entry(
        Family.INPUT, 0, "没有这个事项。", "There is no such case.",
        "请运行 xj-authority pending 查看事项编号。", "Run xj-authority pending for the case numbers.",
    ),
    "decide.closed": Entry(
        Family.INPUT, 4, "这个事项已经办结。", "This case has been decided.",
        "请运行 xj-authority show 查看结果。", "Run xj-authority show to see how.",
    ),
    "decide.needs-reason": Entry(
        _R, 4, "这个事项有疑问，核准须写明理由。", "This case has problems; approving it needs a reason.",
        "请先用 xj-authority show 核对，再加 --because 理由。",
        "Look at it with xj-authority show, then add --because REASON.",
    ),
    "decide.duplicate": Entry(
        _R, 6, "同一证件号已有学籍，不能再核准一份。",
        "This document number has a record already; a second one cannot be approved.",
        "请先处理另一份（不予核准），或要求学校更正证件号。",
        "Refuse the other one first, or have the school correct the document number.",
    ),
    "decide.number-taken": Entry(
        _R, 5, "应发的学籍号已属于另一名学生。", "The number to be given belongs to another pupil.",
        "一人一号：请核对双方后，对其中一份不予核准。", "One pupil, one number: compare both and refuse one.",
    ),
    "decide.no-number-left": Entry(
        _R, 5, "该地区该出生日期的自编号码已用完。", "No number is left for this region and birth date.",
        "请向上级主管部门申请。", "Ask the higher authority.",
    ),
    "pull.missing": Entry(
        _B, 25, "没有证明是哪所学校在取件。", "Nothing proves which school is asking.",
        "请用 xj pull 取件。", "Use xj pull.",
    ),
    "pull.proof": Entry(
        _B, 25, "取件证明有误（{field}）。", "The proof of who is asking is wrong ({field}).",
        "请升级 xj 后再试。", "Update xj, then try again.",
    ),
    "pull.challenge": Entry(
        _B, 25, "取件凭证已过期，或不是本部门发出的。", "The challenge has expired or is not ours.",
        "请再运行一次 xj pull，并检查本机时间。", "Run xj pull again, and check the clock of the computer.",
    ),
    "web.path": Entry(
        Family.INPUT, 0, "没有这个地址。", "There is nothing at this address.",
        "请检查网址。", "Check the address.",
    ),
    "web.too-many": Entry(
        Family.TRANSPORT, 0, "贵校短时间内发送的数据包太多；{seconds} 秒后再发。",
        "Too many bundles of this school in a short time; send again in {seconds} seconds.",
        "xj 会按时自动重发，不必另做什么。", "xj waits and sends again by itself.",
    ),
    "authority.disk": Entry(
        Family.REGISTRY, 0, "主管部门的磁盘已满或不能写入；没有收下任何内容。",
        "The authority's disk is full or cannot be written; nothing was taken in.",
        "请主管部门腾出磁盘空间；过后再发，内容不会丢失。",
        "The authority has to make room on its disk; send again later: nothing is lost.",
    ),
    "web.request": Entry(
        Family.INPUT, 0, "请求写法有误。", "The request is not right.",
        "请用 xj 收发。", "Use xj to send and fetch.",
    ),
}  # fmt: skip
