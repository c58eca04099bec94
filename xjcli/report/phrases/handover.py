"""Screen texts of changes that wait and of handovers, at the authority."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "authority.kind.change": ("学籍变动", "change"),
    "authority.kind.handover": ("学籍转接", "handover"),
    "authority.type.notices": ("通知", "notices"),
    "authority.change": ("  申请：{change}（{on}）{because}", "  asked: {change} ({on}) {because}"),
    "authority.change-line": ("    {field}：{old} → {new}", "    {field}: {old} → {new}"),
    "authority.handover": (
        "  {from_school} → {to_school}：{state}，{party}自 {since} 起（{days} 天）",
        "  {from_school} → {to_school}: {state}, with {party} since {since} ({days} days)",
    ),
    "authority.handover-days": (
        "  申请 {requested_on}，通知转出校 {notified_on}，答复 {answered_on}，办结 {ended_on}",
        "  asked {requested_on}, school of origin told {notified_on}, answered {answered_on}, ended {ended_on}",
    ),
    "authority.handover-reason": ("  转出校所说：{reason}", "  what the school of origin said: {reason}"),
    "authority.handover-origin": ("  原学籍：", "  the record it comes from:"),
    "authority.transfers-none": ("没有正在办理的学籍转接。", "No handover is under way."),
    "authority.transfers-total": ("共 {total} 件。", "{total} handovers."),
    "authority.column.from": ("转出校", "from"),
    "authority.column.to": ("转入校", "to"),
    "authority.column.state": ("状态", "state"),
    "authority.column.party": ("经办方", "with"),
    "authority.column.days": ("天数", "days"),
    "handover.requested": ("待查找学籍", "record not found yet"),
    "handover.forwarded": ("待转出校答复", "waits for the school of origin"),
    "handover.released": ("转出校已同意", "released"),
    "handover.declined": ("转出校不同意", "declined"),
    "handover.completed": ("已办结", "completed"),
    "handover.refused": ("已退回", "refused"),
    "handover.withdrawn": ("已撤回", "withdrawn"),
    "party.": ("—", "—"),
}
