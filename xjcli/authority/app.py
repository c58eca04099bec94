"""The root of `xj-authority`: the command table and the way into the one error boundary.

A command's module is imported when it is called and not before; `--help` reads only this table. Each line is
name → (module in xjcli.authority.commands, what it does in Chinese, in English).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xjcli.errors import Problem, Refusal
from xjcli.report import boundary, let_ask
from xjcli.report.program import Line, root

COMMANDS: Mapping[str, Line] = MappingProxyType(
    {
        "init": Line("init", "建立主管部门的数据库和密钥", "set up the authority's database and keys"),
        "key": Line("key", "本部门的名片和指纹", "our card and its fingerprint"),
        "school": Line("school", "学校：添加、列出、停用", "schools: add, list, revoke"),
        "serve": Line("serve", "通过网络收发数据包", "take in and answer over HTTP"),
        "intake": Line("intake", "从文件夹或U盘收取数据包", "take in bundles from a folder or a stick"),
        "pending": Line("pending", "等待决定的事项", "cases that wait for a decision"),
        "show": Line("show", "一个事项的全部情况", "everything about one case"),
        "approve": Line("approve", "核准，并发放学籍号", "approve, and give out the number"),
        "refuse": Line("refuse", "不予核准，写明理由", "refuse, with a reason"),
        "transfers": Line("transfers", "学籍转接：在哪一方，几天了", "handovers: who has them, for how many days"),
        "review": Line("review", "各校学期复核结论：收到没有、符不符", "each school's signed review of a semester"),
        "report": Line(
            "report", "各校学籍管理情况，签名上报", "figures of every school, signed for the authority above"
        ),
        "roster": Line("roster", "学生名册", "the roster of pupils"),
        "outbox": Line("outbox", "把回执和批复写到文件夹或U盘", "write receipts and decisions to a folder"),
        "doctor": Line("doctor", "证明数据完整、没有被改动", "prove that everything is whole and untouched"),
    }
)


def run(arguments: list[str]) -> None:
    """Take a command line, print one report, leave with its exit status."""
    boundary(_start, arguments)


def _start(words: list[str]) -> object:
    let_ask()
    try:
        program = root(
            COMMANDS,
            "xjcli.authority.commands",
            zh="学籍主管部门一端（第四条、第五条）。--home 文件夹、--lang zh|en、--json 可写在命令之前或之后。",
            en="The authority's side. --home DIR, --lang zh|en and --json may stand anywhere.",
        )
        return program.main(args=words, prog_name="xj-authority", standalone_mode=False)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("sqlalchemy", "fastapi", "starlette", "uvicorn"):
            raise Refusal(Problem("usage.extra")) from None
        raise
