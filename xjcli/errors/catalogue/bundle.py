"""What can be wrong with a bundle (数据包), a card (名片文件) or a key."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_B = Family.BUNDLE
_ASK_AGAIN_ZH = "请勿使用该文件，并请对方重新发送。"
_ASK_AGAIN_EN = "Do not use the file; ask the other side to send it again."

ENTRIES: dict[str, Entry] = {
    "bundle.not-a-bundle": Entry(
        _B, 0, "这不是学籍数据包。", "This is not a registration bundle.",
        "请选择以 .xjb 结尾、由 xj 或主管部门生成的文件。",
        "Choose a file that ends in .xjb and was made by xj or by the authority.",
    ),
    "bundle.altered": Entry(
        _B, 0, "数据包与签发时不一致（损坏或被改动）。",
        "The bundle is not as it was signed: it was damaged or changed.",
        _ASK_AGAIN_ZH, _ASK_AGAIN_EN,
    ),
    "bundle.extra-entry": Entry(
        _B, 0, "数据包内有清单以外的内容。", "The bundle holds something that its statement does not name.",
        _ASK_AGAIN_ZH, _ASK_AGAIN_EN,
    ),
    "bundle.part": Entry(
        _B, 0, "数据包中的一部分打开后与清单不符。", "A part of the bundle is not what its statement says.",
        "请对方检查程序版本后重新生成并发送。",
        "Ask the other side to check its program, then to make and send it again.",
    ),
    "bundle.signature": Entry(
        _B, 0, "数据包的签名无效。", "The signature of the bundle is not valid.",
        "请勿使用该文件，并向发送方核实。", "Do not use the file, and ask the sender about it.",
    ),
    "bundle.unknown-signer": Entry(
        _B, 0, "签名所用的密钥未经本单位确认。", "It is signed with a key that nobody here has trusted.",
        "请向对方索取名片文件（.xjcard），核对指纹后再确认信任。",
        "Ask the other side for its card (.xjcard), compare the fingerprint, then trust it.",
    ),
    "bundle.threshold": Entry(
        _B, 0, "签名人数不足（同一密钥只算一次）。", "Too few people have signed; one key counts once.",
        "请补齐签名（经办人、负责人）后重新发送。", "Have it signed by all who must sign, then send it again.",
    ),
    "bundle.suite": Entry(
        _B, 0, "数据包使用的密码算法不受支持，或与密钥不符。",
        "The bundle uses algorithms that are not supported here or are not those of the key.",
        "请升级 xj，或向发送方核实。", "Update xj, or ask the sender.",
    ),
    "bundle.version": Entry(
        _B, 0, "该文件由更新版本的程序生成，本版本无法读取。",
        "The file was made by a newer program than this one.",
        "请升级 xj 后再试。", "Update xj, then try again.",
    ),
    "bundle.statement": Entry(
        _B, 0, "数据包的清单有误（{field}）。", "The statement of the bundle is wrong ({field}).",
        "请对方检查程序版本后重新生成并发送。",
        "Ask the other side to check its program, then to make and send it again.",
    ),
    "bundle.acts": Entry(
        _B, 0, "数据包中的办理记录有误（{field}）。", "An act in the bundle is wrong ({field}).",
        "请对方检查程序版本后重新生成并发送。",
        "Ask the other side to check its program, then to make and send it again.",
    ),
    "bundle.answer": Entry(
        _B, 0, "回执或批复的内容有误（{field}）。",
        "The content of a receipt or a decision is wrong ({field}).",
        "请主管部门检查程序版本后重新签发。", "Ask the authority to check its program and to issue it again.",
    ),
    "bundle.unknown": Entry(
        _B, 0, "本校没有编号以 {id} 开头的数据包。", "There is no bundle of ours whose id begins with {id}.",
        "用 xj status 或 xj push 查看编号。", "See the ids with xj push --dry-run.",
    ),
    "bundle.not-ours": Entry(
        _B, 0, "答复所说的数据包或学生不是本校的，没有采用。", "The answer is about a bundle or a pupil that is not ours; it was not taken in.",
        "请与主管部门核对；可能拿错了文件。", "Ask the authority; it may be another school's file.",
    ),
    "bundle.receipt-head": Entry(
        _B, 24, "回执所确认的内容与本校记录不一致，没有采用。", "The receipt does not confirm what our ledger says; it was not taken in.",
        "运行 xj doctor，并与主管部门核对。", "Run xj doctor and compare with the authority.",
    ),
    "bundle.wrong-type": Entry(
        _B, 0, "数据包的类型不对（例如把回执当作变动数据包）。",
        "This is another type of file, for instance a receipt in place of changes.",
        "请选择正确的文件。", "Choose the right file.",
    ),
    "bundle.wrong-recipient": Entry(
        _B, 0, "这个数据包不是发给本单位的。", "This bundle is for another office.",
        "请交给包上所写的接收单位。", "Hand it to the office that it names.",
    ),
    "bundle.wrong-sender": Entry(
        _B, 0, "签名密钥不属于包上所写的发送单位。",
        "The signing key is not that of the office named as sender.",
        "请勿使用该文件，并向发送方核实。", "Do not use the file, and ask the sender about it.",
    ),
    "bundle.sealed-to-another": Entry(
        _B, 25, "内容是加密给另一把密钥的，本单位打不开。",
        "The content is sealed to another key and cannot be opened here.",
        "请把本单位现用的名片文件（.xjcard）交给对方，请其重新发送。",
        "Give the other side the card (.xjcard) in use here and ask it to send again.",
    ),
    "bundle.too-large": Entry(
        _B, 0, "数据包或其内容超过允许的大小。", "The bundle or its content is larger than allowed.",
        "请对方分成几个数据包发送。", "Ask the other side to send it as several bundles.",
    ),
    "bundle.gap": Entry(
        _B, 0, "前面还有数据包没有收到。", "A bundle before this one has not arrived.",
        "请先收取缺少的数据包；可请对方重新发送。",
        "Take in the missing one first; ask the other side to send it again.",
    ),
    "bundle.fork": Entry(
        _B, 0, "同一序号收到过内容不同的数据包（历史出现分叉）。",
        "Another bundle with the same number was taken in before: the history has forked.",
        "可能是旧备份或第二台电脑在继续办理。请停止发送，并与对方核实。",
        "An old backup or a second computer may be in use. Stop sending, and settle it with the other side.",
    ),
    "bundle.chain": Entry(
        _B, 24, "办理记录的链条接不上，或与数据包清单不符。",
        "The chain of acts is broken or is not the one that the statement names.",
        "请勿登记；请对方运行 xj doctor 检查后再发送。",
        "Nothing was recorded; ask the other side to run xj doctor before it sends again.",
    ),
    "bundle.installation": Entry(
        _B, 24, "该数据包来自同一学校的另一套安装。",
        "The bundle comes from another installation of the same school.",
        "一所学校只能有一套办理学籍的电脑；请确认使用哪一套，另一套只作查询。",
        "One school keeps one registry: settle which computer it is, and use the other for reading only.",
    ),
    "key.no-authority": Entry(
        _B, 0, "还没有确认主管部门的密钥。", "No key of the authority has been trusted yet.",
        "请向主管部门索取名片文件，核对指纹后运行 xj key trust。",
        "Get the authority's card, compare the fingerprint, then run xj key trust.",
    ),
    "key.wrong-authority": Entry(
        _B, 0, "名片上的代码不是本校的主管部门。",
        "The code on the card is not that of this school's authority.",
        "请检查是否选对了名片文件。",
        "Check that it is the right card.",
    ),
    "key.fingerprint": Entry(
        _B, 0, "指纹不一致，未确认信任。", "The fingerprints differ; the card was not trusted.",
        "请通过电话或书面向对方重新核对；若仍不一致，名片可能被调换。",
        "Compare again by telephone or on paper; if they still differ, the card may have been exchanged.",
    ),
    "key.card-altered": Entry(
        _B, 0, "名片文件损坏、被改动或内容有误。", "The card is damaged, changed or wrong.",
        "请对方重新提供名片文件（.xjcard）。", "Ask the other side for its card (.xjcard) again.",
    ),
    "key.card-kind": Entry(
        _B, 0, "名片类型不对（学校与主管部门不能混用）。",
        "This is the other kind of card: a school's in place of an authority's, or the reverse.",
        "请选择正确的名片文件。", "Choose the right card.",
    ),
    "key.revoked": Entry(
        _B, 0, "签名密钥当时已被停用。", "The signing key had been revoked at that time.",
        "请勿使用该文件，并向发送方核实。", "Do not use the file, and ask the sender about it.",
    ),
    "key.expired": Entry(
        _B, 0, "签名密钥当时已过有效期。", "The signing key had expired at that time.",
        "请对方更换密钥并重新发送。", "Ask the other side to renew its key and to send again.",
    ),
    "key.not-yet": Entry(
        _B, 0, "签名密钥当时尚未生效。", "The signing key was not valid yet at that time.",
        "请检查本机日期，或向发送方核实。", "Check the date of this computer, or ask the sender.",
    ),
    "key.permissions": Entry(
        _B, 25, "私钥文件可被他人读取。", "Others can read this private key file.",
        "请只保留本人的读写权限（chmod 600）；若可能已泄露，请更换密钥。",
        "Let only yourself read it (chmod 600); if it may have leaked, change the key.",
    ),
    "key.missing": Entry(
        _B, 0, "找不到密钥文件。", "The key file was not found.",
        "请从备份恢复密钥，或先运行 init。", "Restore the key from your backup, or run init first.",
    ),
    "key.exists": Entry(
        _B, 0, "密钥文件已存在，未作改动。", "The key file exists already; nothing was changed.",
        "如需更换密钥，请先备份并移走旧文件。",
        "To change the key, back up the old file and move it away first.",
    ),
    "key.format": Entry(
        _B, 0, "密钥无法识别。", "The key is not understood.",
        "请检查是否选对了文件；必要时从备份恢复。",
        "Check that it is the right file; restore it from your backup if needed.",
    ),
}  # fmt: skip
