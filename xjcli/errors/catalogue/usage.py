"""What can be wrong with how a command was called, and the one line for a defect of ours."""

from __future__ import annotations

from xjcli.errors import Entry, Family

ENTRIES: dict[str, Entry] = {
    "usage.command": Entry(
        Family.USAGE, 0,
        "命令写法不对：{message}", "The command line is not right: {message}",
        "在命令后加 --help 查看用法", "add --help after the command to see how it is used",
    ),
    "usage.missing": Entry(
        Family.USAGE, 0,
        "缺少 {option}", "{option} is missing",
        "请在命令行写明 {option}；没有终端或用了 --yes、--json 时不会提问", "give {option} on the command line; without a terminal, with --yes or --json nothing is asked",
    ),
    "usage.option": Entry(
        Family.USAGE, 0,
        "{option} 的值“{value}”不能用", "{option} cannot be “{value}”",
        "可用的值：{allowed}", "it can be: {allowed}",
    ),
    "usage.together": Entry(
        Family.USAGE, 0,
        "{option} 和 {other} 不能一起用", "{option} and {other} cannot be used together",
        "去掉其中一个；分两次运行", "leave one of them out, or run the command twice",
    ),
    "usage.encoding": Entry(
        Family.USAGE, 0,
        "第 {position} 个词不是这台电脑所用编码的文字", "Word {position} is not text in the encoding of this computer",
        "请在终端中重新输入，或把内容写在文件里用 --file 交给程序", "type it again in the terminal, or hand it over in a file with --file",
    ),
    "usage.because": Entry(
        Family.USAGE, 25,
        "显示完整号码必须写明理由", "showing full numbers needs a reason",
        "加上 --because 理由；谁、何时、为何查看都会记录在本机", "add --because REASON; who looked, when and why is recorded on this machine",
    ),
    "usage.extra": Entry(
        Family.USAGE, 0,
        "这台电脑没有安装主管部门端程序", "the authority's program is not installed on this computer",
        "运行：pip install \"xjcli[authority]\"", "run: pip install \"xjcli[authority]\"",
    ),
    "demo.folder": Entry(
        Family.USAGE, 0,
        "文件夹“{folder}”里已有内容，或属于您自己的登记库", "the folder “{folder}” is in use, or belongs to your own registry",
        "换一个新的或空的文件夹；不写 --dir 则自动新建", "name a new or empty folder; without --dir one is made",
    ),
    "demo.step": Entry(
        Family.DEFECT, 0,
        "排练停在这一步：{command}（退出码 {exit}）", "the rehearsal stopped at: {command} (exit {exit})",
        "原因见下；您自己的登记库没有改动", "the reason stands below; your own registry was not touched",
    ),
    "demo.unproven": Entry(
        Family.FINDINGS, 0,
        "排练没有得到应有的结果", "the rehearsal did not come out as it has to",
        "请把这一行和排练文件夹交给维护者；其中没有真实学生", "please give this line and the folder to the maintainers; no real pupil is in it",
    ),
    "usage.cancelled": Entry(
        Family.CANCELLED, 0, "已取消，什么也没有改动", "Cancelled; nothing was changed", "", ""
    ),
    "usage.interrupted": Entry(
        Family.CANCELLED, 0, "在保存之后被打断：已保存的内容仍在", "Interrupted after something was stored; it is kept",
        "用 xj status 查看现在的状态", "see with xj status where things stand",
    ),
    "defect.unexpected": Entry(
        Family.DEFECT, 0,
        "程序自身出错（{kind}，{place}），您的数据没有改动", "The program itself failed ({kind} at {place}); your data was not changed",
        "请把这一行报告给维护者；其中不含学生信息", "please report this line to the maintainers; it holds no pupil's data",
    ),
    "defect.after-storing": Entry(
        Family.DEFECT, 0,
        "保存之后程序出错（{kind}，{place}）：办理可能已经保存", "The program failed after it had stored something ({kind} at {place})",
        "先用 xj status 或 xj history 查看，不要急于重办；并请把这一行报告给维护者", "look with xj status or xj history before you do it again; and please report this line to the maintainers",
    ),
}  # fmt: skip
