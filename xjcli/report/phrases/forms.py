"""Screen texts of forms (第二十五条): never a word of what stands in one."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "form.kind": ("{kind}　{name}（第{article}条）", "{kind}  {name} (Article {article})"),
    "form.elsewhere": ("另有命令的文书：{commands}", "papers with commands of their own: {commands}"),
    "form.plan": ("将写“{name}”，{rows} 人：{files}", "would write the form “{name}” of {rows} pupils: {files}"),
    "form.written": ("已写“{name}”，{rows} 人：{files}", "wrote the form “{name}” of {rows} pupils: {files}"),
    "form.numbers": ("表单编号：{numbers}；收到后可用 xj verify-form 核验", "numbers: {numbers}; xj verify-form verifies the file"),
    "form.genuine": ("真实：{number} {name}，{on} 出具，内容未改动", "genuine: {number} {name}, issued on {on}, unaltered"),
    "form.unregistered": ("核验码真实，内容未改动，但登记库中没有 {number} 的记录（可能恢复过备份）", "the code is genuine and nothing was altered, but the register lacks {number} (restored from a backup?)"),
}  # fmt: skip
