"""Screen texts of what ends, repeats or interrupts schooling (第十一条至第十三条、第十七条、第二十条至第二十二条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "way.forbidden": ("该文明文不允许，不能办理", "the text forbids it, so it cannot be recorded"),
    "way.because": ("确有依据时加 --because 写明；理由随变动上报", "if there is a ground say so with --because; it is stored and travels upward"),
    "way.note": ("供核对", "for you to check"),
    "graduate.exceptions": ("没有列入 {count} 人：", "{count} pupils are left out:"),
    "graduate.certificates": ("取入证书编号 {count} 个", "{count} certificate numbers taken in"),
    "graduate.inside": ("下一步：本校有下一学段的，xj progress inside --grade 年级；再 xj push", "Next: where this school has the next stage, xj progress inside --grade GRADE; then xj push"),
    "decease.deadline": ("须在 {deadline} 前（含当日）上报注销：xj push", "To be reported by {deadline} (that day included): xj push"),
    "decease.ask": ("逐字输入这名学生的姓名，确认登记死亡注销", "Type this pupil's name to confirm the report of a death"),
    "dropout.retained": ("学籍保留到 {until}：{record}", "The record is retained until {until}: {record}"),
    "dropout.papers": ("书面报告 {count} 份在 {folder}，盖章后送三处；内含个人信息，请勿外传", "{count} papers lie in {folder}: seal and send them to the three offices; they hold personal data"),
    "dropout.migrant": ("随迁子女：请备好学籍档案（xj dossier），学期末由主管部门转交户籍所在地", "Migrant children: make the dossier ready (xj dossier); the authority passes it on at term end"),
}  # fmt: skip
