"""What a list of the national system says otherwise than this registry (第三条、第五条): told, never taken in silence."""

from __future__ import annotations

from xjcli.errors import Entry, Family

ENTRIES: dict[str, Entry] = {
    "number.state-differs": Entry(
        Family.INPUT, 13, "学生状态不同：本校 {here}，名单 {there}（{record}）", "The state differs: {here} here, {there} in the list ({record})",
        "没有改动。名单对的，用 {command} 办理；本校对的，请主管部门更正", "nothing was changed. If the list is right: {command}; if we are, ask the authority to correct it",
    ),
    "check.state-differs": Entry(
        Family.RULE, 13, "学生状态不同：本校 {here}，国家系统 {there}（{date} 导出）；办理：{command}", "The state differs: {here} here, {there} in the national system (export of {date}); to settle it: {command}",
        "国家系统对的，用写在那里的命令办理；本校对的，请主管部门更正后再导入新的导出", "if that system is right, run the command; if we are, ask the authority to correct it and import a newer export",
    ),
}  # fmt: skip
