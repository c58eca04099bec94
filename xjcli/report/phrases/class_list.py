"""Screen texts of the class list."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "column.listed": ("人数", "pupils"),
    "column.present": ("在", "present"),
    "column.absent": ("不在", "absent"),
    "column.unknown": ("不认识", "unknown"),
    "column.unanswered": ("未填", "unanswered"),
    "column.extra": ("名单外", "extra"),
    "column.answered": ("填齐", "complete"),
    "class-list.yes": ("是", "yes"),
    "class-list.no": ("否", "no"),
    "class-list.written": ("{semester}：{classes} 个班，{pupils} 人 → {file}", "{semester}: {classes} classes, {pupils} pupils → {file}"),
    "class-list.write-next": ("打印请班主任签名；填好后：xj class-list read {semester} 文件", "Print it for the teachers to sign; once filled in: xj class-list read {semester} FILE"),
    "class-list.open": ("还有 {open} 处没有了结", "{open} findings are open"),
    "class-list.clean": ("全部核对一致；签名的纸质名单留存", "Everything agrees; keep the signed lists"),
}  # fmt: skip
