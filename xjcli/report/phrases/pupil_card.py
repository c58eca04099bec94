"""Screen texts of pupils' cards (第五条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "column.card": ("卡号", "card"),
    "column.issued": ("签发", "issued"),
    "column.valid-until": ("有效至", "valid until"),
    "column.revoked": ("作废", "revoked"),
    "card.written": ("{name}：学生卡 {card}，有效至 {until}，二维码在 {file}；挂失用 xj card revoke {card}", "{name}: card {card}, until {until}, its code is in {file}; if it is lost: xj card revoke {card}"),
    "card.plan": ("{name}：将签发学生卡，有效至 {until}", "{name}: would issue a card until {until}"),
    "card.total": ("共 {total} 张", "{total} cards"),
    "card.revoked": ("已作废 {revoked} 张，此前已作废 {unchanged} 张；下一步：xj card revoked 作废名单.json 交给验证的人", "{revoked} revoked, {unchanged} were before; next: xj card revoked FILE for those who verify"),
    "card.revoke-plan": ("将作废 {revoked} 张", "would revoke {revoked}"),
    "card.list": ("作废名单（{on}，{cards} 张）：{file}", "List of {on}, {cards} revoked: {file}"),
    "card.valid": ("有效：{name}，学校 {school}，{entered} 级，有效至 {until}", "Valid: {name}, school {school}, cohort {entered}, until {until}"),
    "card.held": ("已对照 {revoked_list} 的作废名单", "held against the list of revoked cards of {revoked_list}"),
    "card.no-list": ("没有对照作废名单：用 --revoked 指定", "not held against a list of revoked cards: name one with --revoked"),
}  # fmt: skip
