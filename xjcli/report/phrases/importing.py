"""Screen texts of what an import hands back, and of files brought in by the folder (第四条、第七条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "import.annotated": ("已在原表标出 {rows} 行：错误 {refused} 处，提醒 {warned} 处：{file}", "{rows} rows marked in your workbook, {refused} errors and {warned} warnings: {file}"),
    "import.plan-saved": ("方案已保存：{plan}；没有办理任何学生。下一步：核对后运行 xj import {file} --apply {plan}；只办几行加 --only 1,3-5", "The plan is saved: {plan}; no pupil was stored. Next: look at it, then xj import {file} --apply {plan}; some lines only: --only 1,3-5"),
    "import.rest": ("没有办的 {remaining} 行另存为方案：{rest}；办理：xj import {file} --apply {rest}", "The other {remaining} lines are kept as a plan: {rest}; carry it out: xj import {file} --apply {rest}"),
    "column.line": ("行号", "line"),
    "column.row": ("表中行", "row"),
    "line.new": ("新建", "new"),
    "line.changed": ("更新", "changed"),
    "line.conflict": ("冲突", "conflict"),
    "line.refused": ("不予收录", "refused"),
    "column.here": ("本校", "here"),
    "column.there": ("名单", "in the list"),
    "listed.registry_number": ("学籍号", "number"),
    "listed.state": ("学生状态", "state"),
    "listed.taken": ("按名单确定", "taken from the list"),
    "import.made-anew": ("原文件不是 .xlsx（或写法少见），按读到的内容另做了一份", "The file was no .xlsx (or oddly written): made anew from what was read"),
    "import.asks": ("需要重新核对 {count} 处：{file}", "{count} cells to ask about again: {file}"),
    "dossier.imported": ("归档 {added} 件（{title}），已有 {unchanged} 件，未归档 {left} 件", "{added} added ({title}), {unchanged} there already, {left} left out"),
    "dossier.import-plan": ("将归档 {added} 件（{title}），已有 {unchanged} 件，不归档 {left} 件", "Would add {added} ({title}), {unchanged} there already, {left} left out"),
}  # fmt: skip
