"""Screen texts of forms (第二十五条): never a word of what stands in one."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "form.kind": ("{kind}　{name}（第{article}条）", "{kind}  {name} (Article {article})"),
    "form.command": ("{kind}　{name}（第{article}条）：用 xj {command}", "{kind}  {name} (Article {article}): xj {command}"),
    "form.template": ("已写模板 {file}；改好后放进 {folder}，文件名 {name}", "wrote the template {file}; edited, it goes into {folder} as {name}"),
    "form.plan": ("将写“{name}”{about}：{files}", "would write the form “{name}”{about}: {files}"),
    "form.written": ("已写“{name}”{about}：{files}", "wrote the form “{name}”{about}: {files}"),
    "form.rows": ("，{rows} 人", " of {rows} pupils"),
    "form.and": ("、", ", "),
    "form.from-to": ("{first} 至 {last}，共 {count} 个", "{first} to {last}, {count} in all"),
    "form.numbers": ("表单编号：{numbers}；收到后可用 xj verify-form 核验", "numbers: {numbers}; xj verify-form verifies the file"),
    "form.roll.present": ("在校", "in class"),
    "form.roll.on-roll": ("在籍", "on the roll"),
    "form.holds.revision": ("修订记录", "tracked changes"),
    "form.holds.picture": ("图片或图形", "a picture or a drawing"),
    "form.holds.hidden": ("隐藏的文字、行或列", "hidden texts, rows or columns"),
    "form.holds.edge": ("页眉、页脚中的文字", "a text in its header or footer"),
    "form.holds.field": ("域或公式", "a field or a formula"),
    "form.holds.note": ("批注或脚注", "a comment or a footnote"),
    "form.holds.other": ("核验不了的内容", "what cannot be verified"),
    "form.genuine": ("真实：{number} {name}，{on} 出具，内容未改动", "genuine: {number} {name}, issued on {on}, unaltered"),
    "form.unregistered": ("核验码真实，内容未改动，但登记库中没有 {number} 的记录（可能恢复过备份）", "the code is genuine and nothing was altered, but the register lacks {number} (restored from a backup?)"),
}  # fmt: skip
