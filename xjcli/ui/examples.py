"""The examples that each help page begins with: lines to type, and what they do.

A test reads every one of them with the program's own parser, and runs those that only read. What differs with the
language stands in braces and is named below.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xjcli.report.language import pick
from xjcli.report.manual import Example

#: What a line says in Chinese and in English. Every name is invented.
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pupil": ("样小满", "r7k2m9qd"),
        "other": ("样大江", "r3d8w5hc"),
        "name": ("样小曼", "NAME"),
        "school": ("某某小学", "NAME"),
        "registrar": ("王老师", "NAME"),
        "form": ("申请.png", "form.png"),
        "proof": ("证明.png", "proof.png"),
        "book": ("新生.xlsx", "new.xlsx"),
        "list": ("名单.xlsx", "list.xlsx"),
        "out": ("结果.xlsx", "out.xlsx"),
        "folder": ("文件夹", "folder"),
        "grade": ("三年级", "3"),
        "last": ("六年级", "6"),
        "class": ("三(2)班", "3.2"),
        "shelf": ("柜3-2", "shelf-3"),
        "why": ("理由", "REASON"),
        "ill": ("疾病", "illness"),
        "place": ("某某区教育局", "OFFICE"),
        "fields": ("姓名,性别", "name,sex"),
        "note": ("通知.pdf", "note.pdf"),
    }
)


def _table(rows: Mapping[str, tuple[tuple[str, str, str], ...]]) -> dict[str, tuple[Example, ...]]:
    """The lines in the language of this process."""
    words = {name: pick(*both) for name, both in WORDS.items()}
    return {
        name: tuple(Example(f"xj {line.format(**words)}".rstrip(), zh, en) for line, zh, en in lines)
        for name, lines in rows.items()
    }


EXAMPLES: Mapping[str, tuple[Example, ...]] = _table(
    {
        "": (
            ("", "现在怎样、下一步做什么", "where things stand and what comes next"),
            ("init", "建立本校的登记库，逐项提问", "set up the registry, question by question"),
            ("import {book} --dry-run", "先看一张表会怎样，什么也不改", "see what a workbook would do; change nothing"),
            ("leave --help", "一个命令的例子和选项", "examples and options of one command"),
        ),
        "init": (
            ("init", "在终端里逐项提问", "asks question by question on a terminal"),
            (
                "init --school-code 2132000456 --name {school} --region 320102 --stage primary --authority 320102"
                " --registrar {registrar}",
                "写全了就不再提问", "nothing is asked where all of it is given",
            ),
        ),
        "demo": (
            ("demo", "两百名虚构学生，从导入到取回学籍号", "200 invented pupils, from import to issued numbers"),
            ("demo --pupils 40", "少一些学生，快一些", "fewer pupils, and faster"),
        ),
        "status": (("status", "今天的工作台", "the home screen"),),
        "settings": (("settings show", "全部设置", "every setting"),),
        "settings show": (("settings show", "全部设置", "every setting"),),
        "settings set": (("settings set registrar {registrar}", "换了学籍管理员", "another registrar"),),
        "enroll": (
            ("enroll", "在终端里逐项提问", "asks question by question on a terminal"),
            ("enroll --name {name} --grade {grade}", "只问还缺的", "asks only what is still missing"),
            ("enroll --file form.json --dry-run", "看一份表单会怎样", "see what a form would do"),
        ),
        "resubmit": (
            ("resubmit {pupil} --set sex=2 --evidence {proof}", "补正后重新申报", "mend it and ask again"),
        ),
        "assign": (("assign {pupil} {other} --class 2", "两名学生编入 2 班", "two pupils into class 2"),),
        "correct": (
            ("correct {pupil} --set name={name} --evidence {proof}", "更正姓名，等核准", "mend a name"),
        ),
        "update": (("update {pupil} --set postcode=210001", "改邮政编码", "another postcode"),),
        "leave": (
            ("leave {pupil} --ground {ill} --until 2027-02-28 --evidence {form}", "休学", "leave"),
            ("leave {pupil} --extend --until 2027-08-31 --evidence {form}", "续休", "extend it"),
        ),
        "resume": (("resume {pupil} --class 2", "复学并编班", "back from leave, into class 2"),),
        "retain": (("retain {pupil} --class 2 --evidence {form}", "留级", "repeat the grade"),),
        "skip": (("skip {pupil} --class 2 --evidence {form}", "跳级", "skip a grade"),),
        "graduate": (
            ("graduate --grade {last} --outcome graduated --dry-run", "先看谁能毕业", "see first who can graduate"),
            ("graduate {pupil} --outcome completed --because {why}", "一名学生结业", "one pupil completes"),
        ),
        "progress": (("progress inside --grade {last}", "本校升入下一学段", "go on within this school"),),
        "progress inside": (("progress inside --grade {last} --dry-run", "先看谁升学", "see first who goes on"),),
        "progress request": (
            ("progress request --from 2132000777 --list {list}", "按名单接收毕业生", "ask for graduates by a list"),
        ),
        "withdraw": (
            ("withdraw {pupil} --ground voluntary --evidence {form}", "退学（非义务教育）", "leave (senior high)"),
        ),
        "abroad": (("abroad {pupil} --country 840 --evidence {proof}", "出境就读", "to school abroad"),),
        "place": (
            (
                "place {pupil} --at 5132000009 --ground special --evidence {proof}",
                "到特教学校就读，学籍保留", "taught at a special school, the record stays",
            ),
            ("place {pupil} --back", "返回本校", "back again"),
        ),
        "dropout": (
            ("dropout {pupil} --since 2026-11-02 --ground {why}", "辍学上报", "report a dropout"),
        ),
        "missing": (("missing {pupil} --since 2026-11-10", "报告下落不明", "report a missing pupil"),),
        "decease": (
            (
                "decease {pupil} --died-on 2026-11-20 --certificate 123 --evidence {proof}",
                "死亡注销，须输入姓名确认", "asks for the name to confirm",
            ),
        ),
        "promote": (
            ("promote --dry-run", "先看谁升级、谁例外", "see first who goes up and who does not"),
            ("promote --grade {grade} --except {pupil}", "一个年级，留下一人", "one grade, but for one pupil"),
        ),
        "undo": (
            ("undo --last --dry-run", "看最后一次办理撤销后会怎样", "see what taking back the last one would do"),
            ("undo --last", "撤销最后一次", "take back the last one"),
        ),
        "transfer": (
            ("transfer request", "转入学校申请，逐项提问", "ask for a pupil, question by question"),
            ("transfer list", "在谁那里、几天了", "whose turn it is, and for how long"),
        ),
        "transfer request": (
            ("transfer request", "在终端里逐项提问", "asks question by question on a terminal"),
            (
                "transfer request --from 2132000777 --number - --file form.json --evidence {form}",
                "学生信息在表单里，学籍号从标准输入读", "the pupil in a form, the number from standard input",
            ),
        ),
        "transfer withdraw": (("transfer withdraw {pupil} --because {why}", "撤回申请", "take the request back"),),
        "transfer release": (("transfer release {pupil}", "同意转出", "agree"),),
        "transfer refuse": (("transfer refuse {pupil} --because {why}", "不同意，写明理由", "decline, and say why"),),
        "transfer list": (("transfer list", "在办的全部转接", "everything under way"),),
        "transfer show": (("transfer show {pupil}", "一名学生办到哪一步", "where one pupil's case stands"),),
        "transfer notice": (
            ("transfer notice 2026-autumn --out {folder}", "书面告知县级部门", "the notice to the county"),
        ),
        "transfer remind": (("transfer remind {pupil} --out {folder}", "写催办函", "write a reminder"),),
        "dossier": (("dossier list {pupil}", "档案目录", "what a dossier holds"),),
        "dossier add": (
            ("dossier add {pupil} {proof} --item 4", "归档一份电子件", "add a file"),
            ("dossier add {pupil} --paper --where {shelf} --item 2", "登记纸质件", "note where a paper lies"),
        ),
        "dossier import": (
            ("dossier import {folder} --photos --dry-run", "成批归档照片，先看", "photos by the folder; look first"),
        ),
        "dossier list": (("dossier list {pupil}", "档案目录", "what a dossier holds"),),
        "dossier export": (("dossier export {pupil} {folder}", "密封转出", "seal it for the next school"),),
        "dossier receive": (
            (
                "dossier receive a.xjd --card 2132000777.xjcard --fingerprint 6609-8403",
                "验证并接续", "verify it and go on with it",
            ),
        ),
        "dossier archive": (("dossier archive {pupil} --where {shelf}", "永久保存", "kept for ever"),),
        "dossier handover-list": (
            ("dossier handover-list {pupil} --out {out}", "移交清单", "the list to hand over with it"),
        ),
        "school": (("school merge --to 2132000777 --letter {note}", "并入另一所学校", "merge into a school"),),
        "school merge": (
            ("school merge --to 2132000777 --letter {note} --dry-run", "先看移交什么", "see first what goes over"),
        ),
        "school close": (("school close --custodian {place} --letter {note} --dry-run", "先看", "look first"),),
        "find": (
            ("find {pupil}", "按姓名", "by name or record id"),
            ("find yxm", "按拼音首字母", "by pinyin initials"),
            ("find --grade {grade} --class 2", "一个班", "one class"),
        ),
        "show": (("show {pupil}", "一名学生的学籍卡", "one pupil's card"),),
        "history": (("history {pupil}", "一名学生的全部办理", "every act of one pupil"),),
        "number": (("number show {pupil}", "学籍号和依据", "a number and its rule"),),
        "number show": (("number show {pupil}", "学籍号和依据", "a number and its rule"),),
        "number explain": (
            ("number explain G11010519491231002X", "各位的含义", "what each part says"),
        ),
        "number confirm": (("number confirm --file {list}", "按官方名单确认", "confirm by the official list"),),
        "id": (("id check 11010519491231002X", "检查一个号码", "check a number"),),
        "id check": (
            ("id check 11010519491231002X", "检查一个号码", "check a number"),
            ("id check --file {list}", "检查一张表里的号码", "check those of a workbook"),
        ),
        "import": (
            ("import {book} --dry-run", "先看，什么也不改", "look first; change nothing"),
            ("import {book}", "看过计数后确认保存", "shows the counts, then asks"),
            ("import {book} --as take-on", "接管已有学籍的学生", "take on pupils with a record"),
            ("import {book} --annotate {out}", "原表标出错误", "your own workbook, errors marked"),
        ),
        "export": (
            ("export {out}", "花名册，号码遮盖", "a roster, numbers masked"),
            ("export {out} --as national-a --full --because {why}", "国家系统的表", "the national workbook"),
        ),
        "due": (
            ("due", "什么到哪天、轮到谁", "what, until when, whose turn"),
            ("due --ics due.ics", "写成手机日历", "as a calendar file"),
        ),
        "check": (("check", "全部学籍过一遍规则", "every rule over every record"),),
        "reconcile": (
            ("reconcile 2026-autumn", "一学期的增减和未了结事项", "a semester's sums and what is open"),
            ("reconcile --against {list}", "和上级名单比对", "compare with a list from above"),
        ),
        "cancel": (("cancel {pupil} --because {why}", "退回后不再申报", "give a refused enrolment up"),),
        "assert": (("assert roster --class 3.2 --count 41", "清点到 41 人", "41 were counted"),),
        "assert roster": (
            ("assert roster --class 3.2 --count 41", "一个班清点到 41 人", "41 were counted in a class"),
        ),
        "class-list": (("class-list write 2026-autumn {out}", "每班一张名单", "a list for each class"),),
        "class-list write": (("class-list write 2026-autumn {out}", "每班一张名单", "a list for each class"),),
        "class-list read": (("class-list read 2026-autumn {list}", "读回填好的", "read it back"),),
        "registrar": (("registrar list", "学籍管理员和培训", "registrars and their training"),),
        "registrar list": (("registrar list", "学籍管理员和培训", "registrars and their training"),),
        "registrar add": (("registrar add {registrar} --trained 2026-09-01", "配备并报送", "name one, and report it"),),
        "registrar train": (("registrar train {registrar} --on 2026-09-01", "登记培训", "note a training"),),
        "registrar retire": (("registrar retire {registrar}", "离岗", "the last day"),),
        "registrar account": (("registrar account {registrar} li", "此人登录的系统账户", "whose account it is"),),
        "registrar unlock": (("registrar unlock {registrar} --because {why}", "解锁", "let them in again"),),
        "form": (("form list", "有哪些表单", "which forms there are"),),
        "form list": (("form list", "有哪些表单", "which forms there are"),),
        "form write": (
            ("form write registration-certificate {pupil} --out a.docx", "在读证明", "a certificate of attendance"),
        ),
        "form template": (("form template leave-application --out a.docx", "改成本校的样子", "make it our own"),),
        "verify-form": (("verify-form a.docx", "核验一份表单", "is this form genuine"),),
        "template": (("template national-a {out}", "国家系统的空表", "the national workbook, empty"),),
        "disclose": (
            (
                "disclose {out} --approval 1 --to {place} --purpose {why} --fields {fields}",
                "按批准文号提供", "what was approved, and no more",
            ),
        ),
        "push": (
            ("push --to {folder}", "上报到文件夹或 U 盘", "to a folder or a stick"),
            ("push --dry-run", "看会送什么", "see what would be sent"),
        ),
        "pull": (("pull --from {folder}", "取回批复", "fetch the answers"),),
        "sync": (("sync --to {folder}", "上报并取回", "send, then fetch"),),
        "recover": (("recover --from {folder}", "恢复之后与主管部门核对", "compare after a restoration"),),
        "bundle": (("bundle build --dry-run", "看会打包什么", "see what would be packed"),),
        "bundle build": (("bundle build --dry-run", "看会打包什么", "see what would be packed"),),
        "bundle show": (("bundle show a.xjb", "包里说的内容", "what a bundle claims"),),
        "bundle verify": (("bundle verify a.xjb --card 2132000777.xjcard", "验证签名和内容", "verify it"),),
        "key": (("key show", "本校名片和指纹", "our card and its fingerprint"),),
        "key show": (("key show", "本校名片和指纹", "our card and its fingerprint"),),
        "key trust": (("key trust 320102.xjcard", "电话核对指纹后信任", "compare the fingerprint first"),),
        "key passphrase": (("key passphrase", "设置或更改口令", "set or change it"),),
        "key recovery": (("key recovery", "打印新的恢复密钥", "print a new one"),),
        "key reset": (("key reset", "忘了口令：用恢复密钥", "by the recovery key"),),
        "key keyring": (("key keyring", "存进系统钥匙串", "into the keyring"),),
        "key rekey": (("key rekey", "换密钥，全部重新加密", "everything anew"),),
        "key encrypt": (("key encrypt", "给旧的登记库加密", "close an old one"),),
        "key leader": (("key leader --name {registrar} --to leader.key", "负责人的密钥", "a key for the leader"),),
        "backup": (
            ("backup a.xjbackup", "全部备份到一个加密文件", "everything, in one sealed file"),
            ("backup --list", "自动备份", "the copies made by themselves"),
        ),
        "restore": (("restore a.xjbackup --dry-run", "先检查能不能恢复", "would it come back"),),
        "log": (("log access --since 2026-09-01", "谁看过完整号码", "who saw full numbers"),),
        "log access": (("log access --since 2026-09-01", "谁看过完整号码", "who saw full numbers"),),
        "log operations": (("log operations --limit 20", "谁办理了什么", "who recorded what"),),
        "review": (("review show", "签过的还符不符", "do the signed figures hold"),),
        "review write": (("review write 2026-autumn --to a.xjreview", "出具复核结论", "the outcome, signed once"),),
        "review sign": (
            (
                "review sign a.xjreview --leader-key leader.key --card a.xjcard",
                "负责人签名", "the leader signs",
            ),
        ),
        "review submit": (("review submit 2026-autumn a.xjreview", "登记，随下一包上报", "record it, to be sent"),),
        "review show": (("review show", "签过的还符不符", "do the signed figures hold"),),
        "card": (("card write {pupil} --out a.png", "签发学生卡", "issue a card"),),
        "card write": (("card write {pupil} --out a.png", "签发学生卡", "issue a card"),),
        "card list": (("card list", "已签发的卡", "the cards issued"),),
        "card revoke": (("card revoke c7k2m9qd --because {why}", "作废一张卡", "revoke a card"),),
        "card revoked": (("card revoked a.xjrevoked", "签名的作废名单", "the signed list"),),
        "card verify": (("card verify -", "从标准输入读扫出的内容", "a scanned text from standard input"),),
        "explain": (
            ("explain 14", "第十四条怎么规定、怎么办", "what Article 14 says and who does it"),
            ("explain enrol.duplicate", "一个错误代码", "a code of a message"),
        ),
        "rules": (("rules", "有哪些规则包", "which packs there are"),),
        "rules show": (("rules show national-2013", "一个规则包的全部数值", "every value of a pack"),),
        "rules diff": (("rules diff national-2013 beijing", "两个包的差异", "how two packs differ"),),
        "calendar": (("calendar show", "已知的节假日", "the holidays known"),),
        "calendar show": (("calendar show 2026", "一年的全部节假日", "every one of a year"),),
        "calendar import": (("calendar import {list}", "新一年的安排", "those of a new year"),),
        "calendar add": (("calendar add 2026-12-01 --because {why}", "本校停课日", "the school is closed"),),
        "calendar remove": (("calendar remove 2026-12-01", "取消登错的", "one entered by mistake"),),
        "doctor": (("doctor", "证明登记库完整", "prove that the registry is whole"),),
    }
)  # fmt: skip
