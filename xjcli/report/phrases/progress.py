"""Words of the progress bar (第四条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "progress.open": ("打开", "opening"),
    "progress.read": ("读取", "reading"),
    "progress.check": ("检查", "checking"),
    "progress.compare": ("核对", "comparing"),
    "progress.copy": ("照抄", "copying"),
    "progress.mark": ("标错", "marking"),
    "progress.store": ("保存", "storing"),
    "progress.write": ("写出", "writing"),
    "progress.rows": ("{done}/{total} 行", "{done}/{total} rows"),
    "progress.left": ("还要 {minutes}:{seconds}", "{minutes}:{seconds} left"),
}
