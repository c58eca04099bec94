"""Screen texts of corrections, promotion and undoing."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "column.field": ("项目", "field"),
    "column.from": ("原值", "from"),
    "column.to": ("新值", "to"),
    "change.empty": ("（空）", "(empty)"),
    "undo.plan": ("将撤销 {command}（{undone}）：{reversed} 人；保留 {kept} 人，不能撤销 {refused} 人", "Would take back {command} ({undone}): {reversed} pupils; {kept} kept, {refused} refused"),
    "undo.done": ("已撤销 {command}（{undone}）：{reversed} 人；保留 {kept} 人，不能撤销 {refused} 人", "{command} ({undone}) taken back: {reversed} pupils; {kept} kept, {refused} refused"),
    "undo.more": ("……另有 {count} 人（--json 列出全部）", "… and {count} more (--json lists all)"),
    "undo.next": ("下一步：xj find 或 xj history 查看", "Next: look with xj find or xj history"),
    "column.bucket": ("结果", "becomes"),
    "bucket.reversed": ("撤销", "reversed"),
    "bucket.kept": ("保留", "kept"),
    "bucket.refused": ("不能撤销", "refused"),
}  # fmt: skip
