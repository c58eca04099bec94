"""Screen texts of who is at the desk and of the two logs."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "column.log-at": ("时间（UTC）", "at (UTC)"),
    "column.log-who": ("谁", "who"),
    "column.log-command": ("命令", "command"),
    "column.log-count": ("人数", "pupils"),
    "column.log-why": ("理由", "why"),
    "column.log-acts": ("办理数", "acts"),
    "column.log-operation": ("办理编号", "operation"),
    "column.account": ("系统账户", "account"),
    "column.last-seen": ("最近使用", "last seen"),
    "column.locked": ("锁定", "locked"),
    "log.total": ("显示 {shown} 条，共 {total} 条", "{shown} of {total} shown"),
    "log.verified": ("链条完整，没有改动", "The chain is whole; nothing was altered"),
    "account.done": ("{name} 的系统账户：{account}", "Account of {name}: {account}"),
    "account.unlocked": ("已解锁：{name}", "{name} is let in again"),
}  # fmt: skip
