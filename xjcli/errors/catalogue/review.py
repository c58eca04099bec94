"""The signed review of a semester (第二十四条) and the leader's key: what keeps it from being signed, sent or taken in."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_B = Family.BUNDLE

ENTRIES: dict[str, Entry] = {
    "review.open": Entry(
        Family.RULE, 24, "还有 {count} 项没有了结，没有出具复核结论", "{count} points are still open; no statement was written",
        "先办完（xj reconcile 列出每一项）；确需先报的写明原因：--because 原因", "settle them first (xj reconcile lists them); where it cannot wait, say why: --because TEXT",
    ),
    "review.changed": Entry(
        Family.RULE, 24, "签名以后数已经变了（{count} 处），没有上报", "The figures have changed since they were signed ({count}); nothing was reported",
        "看看变在哪里（--json 的 differences），再出具并签名：xj review write", "see what changed (differences in --json), then write and sign it again: xj review write",
    ),
    "review.differs": Entry(
        Family.RULE, 24, "{semester} 已签的{column}是 {was}，现在是 {is}", "{semester}: the signed {column} is {was}, it is {is} now",
        "看是哪次办理：xj reconcile 加 --drill；补办或更正后仍不同，重新复核并签名：xj review write", "find the act with xj reconcile --drill; where it is right as it is, review and sign again: xj review write",
    ),
    "review.filed": Entry(
        Family.RULE, 24, "这份复核结论已经登记（第 {act} 号办理）", "This statement is recorded already (act {act})",
        "不必重复；上报：xj push", "there is nothing to repeat; send it with xj push",
    ),
    "review.too-early": Entry(
        Family.RULE, 24, "{date} 还在复核结论所统计的日期之内", "{date} lies before the last day that the statement counts",
        "--on 写 {last} 或以后的日期", "give --on {last} or a later day",
    ),
    "review.no-leader": Entry(
        Family.RULE, 24, "还没有登记负责人的密钥", "No key of a responsible leader is known yet",
        "请负责人在场办理：xj key leader --name 姓名 --to U盘上的文件", "with the leader present: xj key leader --name NAME --to FILE-ON-A-STICK",
    ),
    "review.same-person": Entry(
        Family.RULE, 24, "经办人和负责人不能是同一个人（{name}）", "Registrar and leader cannot be one person ({name})",
        "请另一位负责人签名；经办人姓名用 xj settings set registrar 核对", "have another leader sign; check who the registrar is with xj settings set registrar",
    ),
    "review.number": Entry(
        Family.RULE, 25, "复核结论和名片不加密，不能写证件号码、学籍号或电话", "A statement and a card lie in clear: no number of a person may stand in them",
        "改用记录号，或只写件数和原因", "name a record id instead, or only how many and why",
    ),
    "review.statement": Entry(
        _B, 24, "复核结论的内容有误（{field}）", "The statement of the review is wrong ({field})",
        "请学校检查程序版本后重新出具：xj review write", "have it written again with xj review write, after a look at the program's version",
    ),
    "review.other-school": Entry(
        _B, 24, "这是另一所学校（{school}）的复核结论", "This is the statement of another school ({school})",
        "请选择本校的文件", "choose the file of this school",
    ),
    "review.semester": Entry(
        _B, 24, "这份复核结论是 {found} 的，不是 {semester} 的", "This statement is about {found}, not {semester}",
        "请选择这个学期的文件", "choose the file of that semester",
    ),
    "review.head": Entry(
        _B, 24, "复核结论所依据的第 {act} 号办理与登记库不符", "Act {act}, on which the statement rests, is another one in the ledger",
        "结论出自别的副本或旧备份；请在办理学籍的电脑上重新出具", "it was written on a copy or an old backup; write it again on the computer that keeps the registry",
    ),
    "review.roles": Entry(
        _B, 24, "应当由经办人（学校密钥）和负责人各签一次", "It has to be signed once by the registrar (the school's key) and once by the leader",
        "先 xj review write，再由负责人 xj review sign", "xj review write first, then xj review sign by the leader",
    ),
    "review.other-leader": Entry(
        _B, 24, "结论上写的负责人是 {name}，签名的不是", "The statement names {name} as leader, and somebody else signed",
        "换了负责人就重新出具：xj review write", "after a change of leader write it again: xj review write",
    ),
    "bundle.signed-before": Entry(
        _B, 24, "这把密钥已经签过；一把密钥不能算两个人", "This key has signed already; one key is never two people",
        "请用负责人自己的密钥签名", "sign it with the leader's own key",
    ),
    "key.passphrase": Entry(
        _B, 25, "口令不对，打不开密钥", "The passphrase does not open the key",
        "核对输入法和大小写再试", "look at the keyboard layout and at capitals, then try again",
    ),
    "key.passphrase-weak": Entry(
        _B, 25, "口令太短，至少 {least} 个字符", "The passphrase is too short: at least {least} characters",
        "用几个不相干的词连起来", "put a few unrelated words together",
    ),
    "key.passphrase-twice": Entry(
        _B, 25, "两次输入的口令不一样", "The two passphrases differ", "重新输入", "type it again",
    ),
    "key.leader-place": Entry(
        _B, 25, "负责人的密钥不能放在学籍登记库的文件夹里", "The leader's key cannot lie in the folder of the registry",
        "放到负责人自己的U盘或电脑上", "put it on the leader's own stick or computer",
    ),
    "key.leader-waiting": Entry(
        _B, 24, "还有 {count} 份用原密钥签名的复核结论没有收到回执；换钥以后会被退回", "{count} reviews signed with the present key have no receipt yet and would be refused after the change",
        "先 xj sync 取得回执；密钥可能泄露、不能等的，写明原因：--because 原因", "get the receipt first with xj sync; where the key may have leaked, say so: --because TEXT",
    ),
    "school.card-older": Entry(
        _B, 24, "这张名片缺少已登记的负责人密钥，或恢复了已停用的，可能是旧名片", "This card lacks a leader's key that is known here, or brings back a revoked one; it may be an old card",
        "请学校提供现用的名片（.xjcard）", "ask the school for the card (.xjcard) in use",
    ),
}  # fmt: skip
