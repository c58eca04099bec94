"""README cannot lie: its tables are made from the code, its commands exist, CI runs its test command."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from tests import readme_blocks as made
from xjcli.app import COMMANDS
from xjcli.errors import Family

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"

_FAMILIES = {
    Family.OK: ("成功", "ok"),
    Family.FINDINGS: ("运行正常，发现问题", "ran fine, found problems"),
    Family.USAGE: ("命令写法不对或缺少选项", "usage"),
    Family.CANCELLED: ("已取消", "cancelled"),
    Family.INPUT: ("输入有误", "bad input"),
    Family.RULE: ("依办法不予办理", "refused by the regulation"),
    Family.WAITING: ("等待对方", "waiting for the other side"),
    Family.REGISTRY: ("登记库问题", "registry"),
    Family.SHEET: ("表格问题", "sheet"),
    Family.BUNDLE: ("数据包、签名、校验链问题", "bundle, signature, chain"),
    Family.TRANSPORT: ("传送问题", "transport"),
    Family.DEFECT: ("程序自身出错", "a defect of the program"),
}


def commands() -> str:
    rows = [f"| `xj {name}` | {line.zh} | {line.en} |" for name, line in COMMANDS.items()]
    return "\n".join(["| 命令 | 做什么 | what it does |", "|---|---|---|", *rows])


def exits() -> str:
    rows = [f"| {int(family)} | {zh} | {en} |" for family, (zh, en) in _FAMILIES.items()]
    return "\n".join(["| 退出码 | 含义 | meaning |", "|---|---|---|", *rows])


BLOCKS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "exits": exits,
    "lifecycle": made.lifecycle,
    "handover": made.handover,
    "acts": made.acts,
    "articles": made.articles,
    "packs": made.packs,
    "forms": made.forms,
    "holdings": made.holdings,
}
_BLOCK = re.compile(r"<!-- generated: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)


def render(text: str) -> str:
    return _BLOCK.sub(lambda found: f"<!-- generated: {found[1]} -->\n{BLOCKS[found[1]]()}\n<!-- end -->", text)


def test_the_generated_blocks_say_what_the_code_says() -> None:
    text = README.read_text("utf-8")
    assert {found[1] for found in _BLOCK.finditer(text)} == set(BLOCKS)
    assert render(text) == text, "run: python -m tests.test_readme"


def test_every_exit_family_is_explained() -> None:
    assert set(_FAMILIES) == set(Family)


def test_every_command_readme_shows_exists() -> None:
    code = "".join(re.findall(r"```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL))
    shown = set(re.findall(r"^xj ([\w-]+)", code, re.MULTILINE))
    assert "import" in shown
    assert shown <= set(COMMANDS)


def test_ci_runs_the_test_command_of_readme() -> None:
    assert re.search(r'^pip install -e "\.\[dev\]" && pytest$', README.read_text("utf-8"), re.MULTILINE)
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_readme_gives_the_one_command_for_the_main_job() -> None:
    assert 'pip install ".[authority]" && xj demo' in README.read_text("utf-8")


if __name__ == "__main__":
    README.write_text(render(README.read_text("utf-8")), "utf-8")
    sys.stdout.write("README.md\n")
