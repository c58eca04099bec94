"""The root of `xj`: the command table and the way into the one error boundary.

A command's module is imported when it is called and not before; `xj --help` reads only this table. Each line is
name → (module in xjcli.commands, what it does in Chinese, in English).
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from types import MappingProxyType

from xjcli.report import boundary, let_ask
from xjcli.report.program import Line, root

COMMANDS: Mapping[str, Line] = MappingProxyType(
    {
        "init": Line("init", "建立本校的学籍登记库和密钥", "set up this school's registry and keys"),
        "demo": Line(
            "demo", "在本机排练一遍：一个主管部门、两所学校", "rehearse on this machine: an authority, two schools"
        ),
        "status": Line(
            "status", "今天的工作台：人数、待办、上报进度", "the home screen: pupils, what waits, what was sent"
        ),
        "settings": Line("settings", "查看、修改 init 时填的内容", "show or change what init asked"),
        "enroll": Line(
            "enroll", "建立学籍：录入、校验、查重、申请学籍号", "open a record: capture, validate, look for duplicates"
        ),
        "resubmit": Line("resubmit", "退回后补正，重新申报", "mend a refused enrolment and ask again"),
        "cancel": Line("cancel", "退回后不再申报：撤回建籍", "give a refused enrolment up"),
        "assign": Line("assign", "分班、转班", "put pupils into a class"),
        "correct": Line(
            "correct",
            "修改基础信息：附证明，经核准",
            "correct basic information: with proof, approved by the authority",
        ),
        "update": Line("update", "更新联系方式等日常信息", "update contact data and the like"),
        "leave": Line("leave", "休学、续休", "leave, and its extension"),
        "resume": Line("resume", "复学；回国、返校接续", "back from leave, from abroad, from a dropout"),
        "retain": Line("retain", "留级", "repeat a grade"),
        "skip": Line("skip", "跳级", "skip a grade"),
        "graduate": Line(
            "graduate", "毕业、结业、肄业；可整个年级办理", "graduate, complete or leave early; a whole grade too"
        ),
        "progress": Line("progress", "升入下一学段", "go on to the next stage"),
        "withdraw": Line(
            "withdraw", "退学；--expel 开除（仅普通高中）", "withdrawal; --expel for senior secondary only"
        ),
        "abroad": Line("abroad", "到境外就读；回来用 resume", "schooling abroad; resume brings the pupil back"),
        "place": Line(
            "place", "学籍保留、到他校就读（随班就读、特教、专门学校）", "taught at another school, record kept"
        ),
        "dropout": Line("dropout", "辍学上报，写三份书面报告", "report a dropout, with the written reports"),
        "missing": Line("missing", "报告下落不明", "report a missing pupil"),
        "decease": Line("decease", "死亡注销", "report a pupil's death"),
        "promote": Line("promote", "升级：全校或一个年级", "promote the school or one grade"),
        "undo": Line("undo", "撤销一次还没有上报的办理", "take back an operation that was not sent yet"),
        "transfer": Line(
            "transfer", "转学：申请、同意、不同意、撤回、进展", "transfers: request, release, refuse, withdraw, follow"
        ),
        "dossier": Line(
            "dossier", "学籍档案：归档、清单、转出、接续、永久保存", "dossiers: add, list, send, continue, archive"
        ),
        "school": Line("school", "学校合并、撤销时移交档案", "custody when the school is merged or closed"),
        "find": Line(
            "find",
            "按姓名、班级、年级、拼音首字母、号码后四位查找",
            "find by name, class, grade, initials, last four digits",
        ),
        "show": Line("show", "一名学生的学籍卡", "one pupil's card"),
        "history": Line("history", "一名学生的全部办理记录", "every act of one pupil"),
        "number": Line(
            "number", "学籍号：查看、解释、按官方名单确认", "registry numbers: show, explain, confirm from a list"
        ),
        "id": Line("id", "检查身份证件号码", "check identity document numbers"),
        "import": Line("import_", "导入国家学籍系统的学生信息表", "import the national pupil workbook"),
        "export": Line("export", "导出花名册或国家学籍系统的表", "export a roster or the national workbook"),
        "due": Line("due", "期限：什么、到哪天、轮到谁", "deadlines: what, until when, whose turn"),
        "check": Line("check", "按全部规则检查全部学籍", "every rule over every record"),
        "reconcile": Line(
            "reconcile",
            "每学期复核：期初＋增－减＝期末，未了结的事项",
            "the semester review: opening, in, out, closing; what is open",
        ),
        "review": Line(
            "review",
            "学期复核结论：出具、负责人签名、上报、核对",
            "the outcome of a review: write, sign, report, look again",
        ),
        "assert": Line("assert_", "记下清点的人数，以后每次比对", "state a head count that is checked ever after"),
        "class-list": Line(
            "class_list",
            "人籍一致核查：写班级名单、读回班主任填的",
            "class lists for the teachers to sign: write, read back",
        ),
        "registrar": Line("registrar", "学籍管理员：名单、培训、报送", "registrars: list, training, report upward"),
        "log": Line("log", "日志：谁查看了完整号码、谁办理了什么", "who saw full numbers, who recorded what"),
        "form": Line("form", "表单：申请表、证明、名册，供打印签字归档", "forms to print, sign and file"),
        "verify-form": Line("verify_form", "核验本校出具的表单有没有改动", "is this form ours and unaltered"),
        "template": Line("template", "写一份空的学生信息表，供填写", "write an empty workbook to fill in"),
        "disclose": Line("disclose", "经批准对外提供指定的项目", "give named fields outside, on approval"),
        "push": Line("push", "签名、加密、上报还没有上报的变动", "sign, seal and send what was not sent yet"),
        "pull": Line("pull", "取回回执和批复", "fetch receipts and decisions"),
        "sync": Line("sync", "上报并取回（push + pull）", "push, then pull"),
        "recover": Line(
            "recover", "恢复备份之后，取回备份以后上报过的内容", "after a restoration: fetch back what was sent since"
        ),
        "bundle": Line("bundle", "变动数据包：生成、查看、验证", "change bundles: build, show, verify"),
        "key": Line("key", "本校密钥和信任的主管部门", "this school's keys and the trusted authority"),
        "card": Line("card", "学生卡：签发、作废、离线验证", "pupils' cards: issue, revoke, verify offline"),
        "explain": Line(
            "explain", "解释某一条、错误代码或办理：怎么规定、怎么办", "what an article, a code or an act means"
        ),
        "rules": Line("rules", "规则包：国家和省的规定、出处、比较差异", "rule packs: values, sources, differences"),
        "calendar": Line("calendars", "节假日和调休：查看、导入、本校停课日", "holidays: show, import, closures"),
        "backup": Line("backup", "整份备份到一个加密文件；--list 自动备份", "everything into one encrypted file"),
        "restore": Line("restore", "从备份恢复，检查通过才生效", "bring a backup back, proven before it counts"),
        "doctor": Line("doctor", "证明登记库完整、没有被改动", "prove that the registry is whole and untouched"),
    }
)


def run(arguments: list[str]) -> None:
    """Take a command line, print one report, leave with its exit status.

    One errand, then the process ends: nothing is gained by looking for cycles among a workbook's 700,000 texts.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        boundary(_start, arguments)
    finally:
        if was_on:
            gc.enable()


def _start(words: list[str]) -> object:
    let_ask()
    program = root(
        COMMANDS,
        "xjcli.commands",
        zh="学籍管理员工作台（《中小学生学籍管理办法》）。--home 文件夹、--user 姓名、--lang zh|en、--json 位置随意。",
        en="The desk for pupils' registration. --home DIR, --user NAME, --lang zh|en and --json may stand anywhere.",
        examples="xjcli.ui.examples",
        offers="xjcli.ui.completing",
        alone=_home,
    )
    return program.main(args=words, prog_name="xj", standalone_mode=False)


def _home() -> None:
    from xjcli.commands.home import command

    command()
