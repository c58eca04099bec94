"""What the screens of the signed review and of the leader's key say (第二十四条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "review.head": ("{name} {semester} 学期复核结论（{first} 至 {last}）", "{name}: outcome of the review of {semester} ({first} to {last})"),
    "review.people": ("经办：{registrar}；负责人：{leader}", "Registrar: {registrar}; leader: {leader}"),
    "review.because": ("未了结事项的说明：{because}", "Why it was closed all the same: {because}"),
    "review.of.school": ("全校", "School"),
    "review.of.grade": ("{stage}{cohort}级", "{stage} {cohort}"),
    "review.of.class": ("{stage}{cohort}级({class_no})班", "{stage} {cohort} class {class_no}"),
    "review.of.unassigned": ("{stage}{cohort}级未分班", "{stage} {cohort} without a class"),
    "review.written": (
        "已用学校密钥签名：{file}\n下一步，负责人：xj review sign {file} --leader-key 密钥文件 --card 本校名片",
        "Signed with the school's key: {file}\nNext, the leader: xj review sign {file} --leader-key KEYFILE --card CARD",
    ),
    "review.unwritten": (
        "只是看看，没有写文件；要签名：xj review write {semester} --to 文件.xjreview",
        "Shown only; to sign it: xj review write {semester} --to FILE.xjreview",
    ),
    "review.signed": (
        "两人都已签名：{file}\n下一步：xj review submit {semester} {file}",
        "Signed by both: {file}\nNext: xj review submit {semester} {file}",
    ),
    "review.ask-sign": ("以负责人身份签名？", "Sign this as the responsible leader?"),
    "review.submitted": ("已登记；下一步：xj push", "Recorded. Next: xj push"),
    "review.none": ("还没有签名的复核结论：xj review write 学期 --to 文件", "No signed review yet: xj review write SEMESTER --to FILE"),
    "review.opening": ("期初取自已签的 {semester} 复核结论（第 {act} 号办理）", "The opening is that of the signed review of {semester} (act {act})"),
    "review.differences": ("与已签的复核结论不同，{count} 处：", "Other than signed, {count}:"),
    "review.difference": (
        "  {semester} {label} {roll} {column}：已签 {was}，现在 {now}  → {command}",
        "  {semester} {label} {roll} {column}: signed {was}, now {now}  → {command}",
    ),
    "review.holds": ("相符", "holds"),
    "review.broken": ("不符", "differs"),
    "review.unverified": ("签名无效", "signature fails"),
    "review.replaced": ("已被新的代替", "replaced"),
    "column.semester": ("学期", "semester"),
    "column.registrar": ("经办", "registrar"),
    "column.leader": ("负责人", "leader"),
    "column.outcome": ("结果", "outcome"),
    "authority.review.none": ("没有收到", "none"),
    "authority.review.received": ("已收到，相符", "received, holds"),
    "authority.review.differs": ("已收到，与名册不符", "received, differs"),
    "authority.review-difference": (
        "  {school} {where} {roll} {column}：学校签的 {was}，本部门名册 {now}", "  {school} {where} {roll} {column}: signed {was}, roster here {now}",
    ),
    "authority.review-total": (
        "{semester}：{total} 所学校，相符 {received}，不符 {differs}，没有收到 {none}",
        "{semester}: {total} schools, {received} hold, {differs} differ, {none} none",
    ),
    "authority.column.review": ("复核结论", "review"),
    "authority.column.received": ("收到", "received"),
    "authority.column.registrar": ("经办", "registrar"),
    "authority.column.leader": ("负责人", "leader"),
    "authority.column.unsettled": ("未了结", "open"),
    "authority.column.differences": ("不符处", "differences"),
    "leader.made": (
        "负责人 {name} 的密钥：{file}\n新名片 {card}，指纹 {fingerprint}\n下一步：把新名片交给主管部门核对指纹（xj-authority school add）",
        "The key of {name}: {file}\nNew card {card}, fingerprint {fingerprint}\nNext: give the card to the authority, which compares the fingerprint (xj-authority school add)",
    ),
    "leader.replaced": ("{replaced} 的密钥从现在起停用", "The key of {replaced} counts no more"),
    "leader.revoked": (
        "{name} 的密钥从现在起停用\n新名片 {card}，指纹 {fingerprint}\n下一步：把新名片交给主管部门核对指纹（xj-authority school add）",
        "The key of {name} counts no more\nNew card {card}, fingerprint {fingerprint}\nNext: give the card to the authority, which compares the fingerprint (xj-authority school add)",
    ),
    "leader.shown": ("负责人 {leader}", "Leader {leader}"),
    "leader.passphrase": ("密钥口令：", "Passphrase of the key:"),
    "leader.again": ("再输入一次：", "Once more:"),
}  # fmt: skip
