"""What is said of the roster that the authority has signed (第二十四条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "authority.type.roster": ("名册", "roster"),
    "roster.received": ("收到主管部门签名的本校名册；比较：xj reconcile --against authority", "The authority's signed roster of this school has come; compare: xj reconcile --against authority"),
    "roster.against": ("与主管部门 {authority} {on} 签名的名册比较：{rows} 条，认出 {matched} 条；名册看到第 {act} 项办理为止", "Against the roster that authority {authority} signed on {on}: {rows} records, {matched} matched; it has seen act {act}"),
    "roster.not-sent": ("尚未报送到主管部门的 {total} 处（不算差异）：", "Not yet with the authority, {total} (no differences):"),
    "roster.not-sent-line": ("  {name}（{record_id}）：{what}　→ {command}", "  {name} ({record_id}): {what}  → {command}"),
}  # fmt: skip
