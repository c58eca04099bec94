"""What the words of a command line can be instead of a command, an option or a value, with what comes near to them."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_U = Family.USAGE

ENTRIES: dict[str, Entry] = {
    "usage.no-command": Entry(
        _U, 0,
        "没有“{word}”这个命令", "There is no command “{word}”",
        "可以试：{close}", "try: {close}",
    ),
    "usage.no-option": Entry(
        _U, 0,
        "{command} 没有 {word} 这个选项", "{command} has no option {word}",
        "可以试：{close}", "try: {close}",
    ),
    "usage.no-value": Entry(
        _U, 0,
        "{option} 后面缺少值", "{option} needs a value behind it",
        "写成 {option} 值；用法见 {command} --help", "write {option} VALUE; see {command} --help",
    ),
    "usage.flag": Entry(
        _U, 0,
        "{option} 后面不能写值", "{option} takes no value",
        "只写 {option}；用法见 {command} --help", "write {option} alone; see {command} --help",
    ),
    "usage.number": Entry(
        _U, 0,
        "{option} 要写一个整数，“{value}”不行", "{option} is a whole number, and “{value}” will not do",
        "用法见 {command} --help", "see {command} --help",
    ),
    "usage.extra-words": Entry(
        _U, 0,
        "多出来的词：{words}", "Words too many: {words}",
        "带空格的文字要加引号；用法见 {command} --help", "put quotes round a text with spaces; see {command} --help",
    ),
    "usage.verb": Entry(
        _U, 0,
        "{command} 后面还要写做什么", "{command} needs a verb behind it",
        "可以写：{verbs}", "it can be: {verbs}",
    ),
}  # fmt: skip
