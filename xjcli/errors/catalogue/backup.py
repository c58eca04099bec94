"""What can be wrong with backups, with bringing one back, and with the computer's clock."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _U, _W, _R = Family.INPUT, Family.USAGE, Family.WAITING, Family.REGISTRY

ENTRIES: dict[str, Entry] = {
    "backup.skipped": Entry(
        _R, 25, "自动备份没有写成（{cause}），办理照常进行", "The automatic copy could not be made ({cause}); the work goes on without it",
        "腾出磁盘空间；用 xj backup 备份到另一块盘", "free some disk space; back up to another disk with xj backup",
    ),
    "backup.plain": Entry(
        _R, 25, "备份没有加密，任何拿到它的人都能读", "The backup is not encrypted; whoever has the file can read it",
        "放在加密的盘上，或不写 --plain 重新备份", "keep it on an encrypted disk, or back up again without --plain",
    ),
    "backup.key-elsewhere": Entry(
        _R, 25, "备份里没有打开它的钥匙：本校的密钥在密钥文件或系统钥匙串里", "The key is not in the backup: it lies in a key file or in the system's keyring",
        "先运行 xj key passphrase 或 xj key recovery 再备份；或另外保管密钥文件", "run xj key passphrase or xj key recovery, then back up again; or keep the key file too",
    ),
    "backup.inside": Entry(
        _I, 25, "备份放在登记库自己的文件夹里，会和它一起丢失", "A backup inside the home would be lost with it",
        "写到另一块盘或 U 盘上", "write it to another disk or a stick",
    ),
    "backup.left-out": Entry(
        _R, 25, "{count} 个文件的名称换一台电脑无法使用，没有放进备份", "{count} files have names that another computer cannot use; they were left out",
        "登记库文件夹里只放 xj 写的文件；其他文件请移到别处", "keep only what xj wrote in its home; move other files elsewhere",
    ),
    "backup.passphrase-short": Entry(
        _U, 25, "口令太短，至少 {length} 个字符", "The passphrase is too short; at least {length} characters",
        "用几个词连成一句，另处保管；忘了口令备份就打不开", "use several words and keep it elsewhere; without it the backup cannot be opened",
    ),
    "backup.passphrase": Entry(
        _I, 25, "口令不对，备份打不开", "The passphrase is wrong; the backup cannot be opened",
        "检查大小写和输入法；没有口令谁也打不开", "check capitals and the input method; nobody can open it without",
    ),
    "backup.not-a-backup": Entry(
        _I, 0, "这个文件不是 xj 的备份", "This file is no backup of xj",
        "备份由 xj backup 写成；自动副本在登记库的 backups 文件夹里", "backups are written by xj backup; automatic copies lie in the home's folder backups",
    ),
    "backup.damaged": Entry(
        _R, 25, "备份已损坏或被改动，没有恢复任何内容", "The backup is damaged or was altered; nothing was restored",
        "换一份备份；U 盘可能已坏，请重新复制", "use another backup; the stick may be failing, copy it again",
    ),
    "backup.newer": Entry(
        _R, 0, "备份由更新版本的 xj 写成（{found}，本程序到 {known}）", "The backup was written by a newer xj ({found}; this program knows {known})",
        "请先升级 xj", "upgrade xj first",
    ),
    "restore.occupied": Entry(
        _R, 25, "这里已经有登记库，没有改动", "There is something in this home already; it was not touched",
        "恢复到空文件夹（--home），或加 --replace：原来的会完整保留在旁边", "restore into an empty folder (--home), or add --replace: what is there is kept aside",
    ),
    "restore.needs-home": Entry(
        _I, 25, "自动副本只有登记库，没有密钥和证明材料", "An automatic copy holds the registry alone, without keys and proofs",
        "在原来的文件夹里用 --replace 恢复；换了电脑要用 xj backup 写的备份", "restore it in its own home with --replace; on another computer use a file that xj backup wrote",
    ),
    "restore.other-school": Entry(
        _I, 25, "备份是另一所学校的，这里是 {school}", "The backup is another school's; this home is {school}",
        "用 --home 指明另一个空文件夹", "name another, empty folder with --home",
    ),
    "restore.keys": Entry(
        _R, 25, "密钥与登记库不是同一套，没有恢复", "The keys do not belong to this registry; nothing was restored",
        "换一份备份；钥匙和登记库要来自同一个文件夹", "use another backup: keys and registry must come from one home",
    ),
    "restore.unfit": Entry(
        _R, 24, "备份里的登记库没有通过检查，没有恢复", "The registry in the backup did not pass the checks; nothing was restored",
        "换一份较早的备份", "use an earlier backup",
    ),
    "restore.recovering": Entry(
        _R, 3, "恢复的登记库可能缺少备份之后上报的内容，暂不签名上报", "What was restored may lack what was sent since; nothing is signed for now",
        "先运行 xj recover 再办理：取回备份之后上报的，一致就自动解除", "run xj recover before any other work: it fetches back what was sent since; once both sides agree the mark goes by itself",
    ),
    "restore.one-desk": Entry(
        _R, 3, "同一所学校只能在一台电脑上办理", "A school is written on one computer only",
        "原来那台电脑上的登记库不要再用", "do not go on working in the old registry on another computer",
    ),
    "restore.finished": Entry(
        _R, 25, "上次恢复在最后一步断电，现已完成", "A restoration that was cut off at its last step has been finished",
        "原来的登记库在旁边的 .replaced- 文件夹里", "what was there before lies beside it, in the folder .replaced-",
    ),
    "registry.recovering": Entry(
        _W, 3, "登记库是 {at} 从备份恢复的，尚未与主管部门核对，不能签名", "The registry was restored at {at} and not yet compared with the authority; nothing can be signed",
        "运行 xj recover；两边一致后自动解除", "run xj recover; once both sides agree the mark goes by itself",
    ),
    "recover.done": Entry(
        _W, 3, "已与主管部门核对：到第 {seq} 包一致，可以上报", "Compared with the authority: the same up to bundle {seq}; sending is open again",
        "继续：xj push", "go on: xj push",
    ),
    "recover.stale": Entry(
        _W, 3, "文件夹里没有 {at} 恢复之后的回执，无法核对", "The folder holds no answer signed after the restoration at {at}; nothing can be compared",
        "用 https 地址运行 xj recover；或请主管部门写到U盘：xj-authority outbox 文件夹 --school 本校代码 --returned-after {ours}", "run xj recover with the https address, or have the authority write it: xj-authority outbox DIR --school CODE --returned-after {ours}",
    ),
    "recover.behind": Entry(
        _W, 3, "主管部门已收到本校第 {theirs} 包，这里只到第 {ours} 包或内容不同：备份之后上报过", "The authority has our bundle {theirs}; here is only {ours}, or another one: more was sent after the backup",
        "不要重新录入；用 https 地址运行 xj recover，或请主管部门写到U盘：xj-authority outbox 文件夹 --school 本校代码 --returned-after {ours}", "do not enter it again; run xj recover with the https address, or have the authority write it: xj-authority outbox DIR --school CODE --returned-after {ours}",
    ),
    "recover.unanswered": Entry(
        _W, 3, "本校第 {ours} 包主管部门还没有收到（到第 {theirs} 包）", "The authority has not received our bundle {ours} yet (it has {theirs})",
        "xj push 重发已签名的包（不会新签），再 xj pull", "xj push sends what was signed already (it signs nothing new), then xj pull",
    ),
    "recover.brought": Entry(
        _W, 3, "从主管部门取回备份之后上报的 {bundles} 包：{acts} 项办理、{files} 份证明材料", "Brought back from the authority: {bundles} bundles sent after the backup, {acts} acts, {files} proofs",
        "不用做什么", "nothing to do",
    ),
    "recover.evidence-lost": Entry(
        _W, 3, "取回的办理提到 {count} 份证明材料，没有随包上报过，本机也没有", "The acts that came back name {count} proofs that were never sent and are not here",
        "运行 xj doctor 看是哪些；从原件重新扫描补上", "xj doctor names them; scan the originals again",
    ),
    "recover.fork": Entry(
        _W, 3, "从第 {act} 项起，这里的 {count} 项办理与已上报的不同：恢复之后又办理过", "From act {act} on, {count} acts here differ from what was sent: work went on after the restoration",
        "用 xj log 记下这些办理；用同一份备份再次恢复，先运行 xj recover，再重新办理", "note them with xj log; restore the same backup again, run xj recover first, then do them again",
    ),
    "recover.not-needed": Entry(
        _W, 3, "登记库没有“待核对”标记，不用取回", "The registry is not marked as restored; there is nothing to fetch back",
        "平时用 xj sync", "use xj sync as usual",
    ),
    "recover.unsent": Entry(
        _W, 3, "备份之后办理、但从未上报的内容谁也没有，无法得知", "What was done after the backup and never sent is known to nobody",
        "对照纸质材料和申请表，缺的重新办理", "compare with the papers and forms, and do again what is missing",
    ),
    "clock.behind": Entry(
        _R, 13, "电脑时间 {now} 早于最近一次办理 {last}：时间被调回，或当时偏快", "The clock says {now}, before the last recorded act {last}: it was set back, or was ahead then",
        "先校准电脑时间；发生日期不对的用 --on 写明", "set the clock right first; give the day with --on where it matters",
    ),
}  # fmt: skip
