"""Screen texts of a pupil's dossier (第七条至第九条、第十五条、第十六条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "column.title": ("名称", "title"),
    "column.form": ("形式", "form"),
    "column.place": ("存放处（电子件为摘要）", "place (digest of a file)"),
    "column.copies": ("份数", "copies"),
    "form.electronic": ("电子", "electronic"),
    "form.paper": ("纸质", "paper"),
    "dossier.of": ("学籍档案：{name}（{record}）", "Dossier of {name} ({record})"),
    "dossier.generated": ("由登记库生成：基础信息和 {acts} 条办理记录（xj show、xj history）", "from the ledger: basic information and {acts} acts (xj show, xj history)"),
    "dossier.tally": ("电子 {electronic} 件，纸质 {paper} 件", "{electronic} electronic, {paper} on paper"),
    "dossier.added": ("{name}：归档 {added} 件（{title}），原来已有的 {unchanged} 件", "{name}: {added} added ({title}), {unchanged} there already"),
    "dossier.add-plan": ("{name}：将归档 {added} 件（{title}），原来已有的 {unchanged} 件", "{name}: would add {added} ({title}), {unchanged} there already"),
    "dossier.list-next": ("下一步：xj dossier list {record}", "Next: xj dossier list {record}"),
    "dossier.send-plan": ("{name}：将转出档案到 {school}（电子 {electronic} 件，纸质 {paper} 件）", "{name}: would send the dossier to {school} ({electronic} electronic, {paper} on paper)"),
    "dossier.sent": ("{name}：档案已密封给 {school}（电子 {electronic} 件，纸质 {paper} 件）：{file}", "{name}: dossier sealed to {school} ({electronic} electronic, {paper} on paper): {file}"),
    "dossier.sent-next": ("下一步：把文件交给对方（xj dossier receive），纸质材料附 xj dossier handover-list；本校保留备份", "Next: give them the file (xj dossier receive), papers with xj dossier handover-list; our copy stays"),
    "dossier.received": ("{name}：已接续 {school} 的档案，新增 {added} 件，补上 {taken} 项信息", "{name}: dossier of {school} continued, {added} added, {taken} fields taken over"),
    "dossier.receive-plan": ("{name}：将接续 {school} 的档案，新增 {added} 件，补上 {taken} 项信息", "{name}: would continue the dossier of {school}, {added} added, {taken} fields taken over"),
    "dossier.received-before": ("{name}：{school} 的这份档案以前已经接续，没有变化", "{name}: this dossier of {school} was received before; nothing changed"),
}  # fmt: skip
