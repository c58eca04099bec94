"""What can be wrong with a pupil's dossier, its evidence and the package it travels in (第七条至第九条、第十五条、第十六条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _B = Family.INPUT, Family.RULE, Family.BUNDLE

ENTRIES: dict[str, Entry] = {
    "evidence.pixels": Entry(
        _I, 13, "图片太大（{width}×{height} 像素）", "The picture is too large ({width}×{height} pixels)",
        "用 300 dpi 重新扫描，或另存为较小的图片", "scan again at 300 dpi, or save a smaller picture",
    ),
    "evidence.damaged": Entry(
        _I, 13, "文件损坏，读不出内容结构（{extension}）", "The file is damaged, its structure cannot be read ({extension})",
        "用原来的程序打开后另存一份", "open it in its own program and save it again",
    ),
    "evidence.unfolds": Entry(
        _I, 13, "文件展开后过大（{extension}）", "The file unfolds to far too much ({extension})",
        "另存为 pdf", "save it as pdf",
    ),
    "dossier.title": Entry(
        _I, 7, "材料名称太长（最多 {limit} 字）", "The title is too long (at most {limit} characters)", "写短一些", "use a shorter one",
    ),
    "dossier.paper-or-file": Entry(
        Family.USAGE, 8, "--paper 登记的是纸质材料，不能同时给文件", "--paper records a paper, so no file goes with it",
        "电子和纸质分两次归档", "add files and papers one after the other",
    ),
    "dossier.file-unmatched": Entry(
        _I, 7, "文件名对不上本校任何在籍学生，没有归档", "The file's name means no pupil on the roll; it was left out",
        "用身份证件号、学籍号或“学校标识码_班号_姓名”命名", "name it by document number, 学籍号, or 学校标识码_班号_姓名",
    ),
    "dossier.file-ambiguous": Entry(
        _I, 7, "文件名可指不止一名学生，或一名学生有几个文件，没有归档", "The name may mean several pupils, or a pupil has several files; it was left out",
        "改用身份证件号命名，每人只留一个；其余用 xj dossier add", "name it by document number, one for each pupil; add others with xj dossier add",
    ),
    "dossier.files-changed": Entry(
        _I, 7, "读取之后文件又被改动，没有归档", "Files were changed after they were read; nothing was added",
        "文件不再变动后再运行一次", "run again once nothing changes them",
    ),
    "dossier.not-last": Entry(
        _L, 9, "学生已到他校（{school}）就读，由最后终止学业的学校永久保存", "The pupil went on to another school ({school}); the last school archives the dossier",
        "转出档案：xj dossier export；本校保留备份", "send it with xj dossier export; a copy stays here",
    ),
    "dossier.not-gone": Entry(
        _L, 15, "学生没有办结转学、升学（现为{status}），不转出档案", "No handover of this pupil was completed (now {status}), so no dossier leaves",
        "办结后再转出：xj transfer show", "send it once the handover is completed: xj transfer show",
    ),
    "dossier.no-key": Entry(
        _B, 15, "转接告知里没有接收学校（{school}）的密钥", "The notice of the handover brought no key of the receiving school ({school})",
        "向对方要名片：xj dossier export --to 名片文件", "ask them for their card: xj dossier export --to CARD",
    ),
    "dossier.wrong-card": Entry(
        _B, 15, "名片是 {code} 的，档案应交给 {expected}", "The card is that of {code}; the dossier is due to {expected}",
        "向接收学校要名片", "ask the receiving school for its card",
    ),
    "dossier.no-card": Entry(
        _B, 16, "没有核对过签名学校的名片，不能验证", "The signing school's card was never compared, so nothing can be verified",
        "向对方要名片，电话核对指纹后加 --card 名片文件 --fingerprint 指纹", "get their card, compare the fingerprint by telephone, then add --card CARD --fingerprint FP",
    ),
    "dossier.statement": Entry(
        _B, 16, "档案包的说明不合格式（{field}）", "The statement of the package is malformed ({field})", "请对方重新转出", "ask the sender to export it again",
    ),
    "dossier.list": Entry(
        _B, 16, "档案包的清单不合格式或与内容不符（{field}）", "The list of the package is malformed or does not fit its contents ({field})",
        "请对方重新转出", "ask the sender to export it again",
    ),
    "dossier.contradicts": Entry(
        _B, 16, "档案包自相矛盾（{field}）", "The package contradicts itself ({field})",
        "不要使用；请对方查验登记库（xj doctor）后重新转出", "do not use it; the sender should run xj doctor and export it again",
    ),
    "dossier.part-kind": Entry(
        _B, 16, "档案包里有不认识的文件（{digest}…）", "The package holds a file of no known kind ({digest}…)",
        "请对方改用 jpg、png、pdf、ofd、docx 或 xlsx", "ask the sender for jpg, png, pdf, ofd, docx or xlsx",
    ),
    "dossier.no-pupil": Entry(
        _L, 16, "本校没有这份档案的学生（来自 {school}）", "No pupil of this school belongs to this dossier (from {school})",
        "先办结转学、升学：xj transfer list、xj pull", "complete the handover first: xj transfer list, xj pull",
    ),
    "dossier.two-pupils": Entry(
        _L, 16, "学籍号和证件号指向两名学生（{records}）", "Registry number and document point to two pupils ({records})",
        "先核对是谁的档案；证件号有误的用 xj correct 更正", "find out whose dossier it is; a wrong document number is mended with xj correct",
    ),
    "dossier.differs": Entry(
        _L, 16, "与原校档案有 {count} 项不同（{fields}），保留本校所记", "{count} fields differ from the dossier ({fields}); ours are kept",
        "核对户口簿；要更正用 xj correct 并附证明", "check the household register; to change them use xj correct with evidence",
    ),
    "dossier.paper-awaited": Entry(
        _L, 16, "清单上另有纸质材料 {count} 件", "The list names {count} papers besides",
        "收到后用 xj dossier add --paper --where 登记，或接收时加 --where", "record them with xj dossier add --paper --where when they arrive, or receive with --where",
    ),
}  # fmt: skip
