"""What can be wrong with a pupil's card (第五条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _B, _R = Family.INPUT, Family.BUNDLE, Family.RULE

ENTRIES: dict[str, Entry] = {
    "card.unreadable": Entry(
        _I, 5, "这不是学生卡的二维码内容", "This is not the text of a pupil's card",
        "再扫一次；内容以 XJ1: 开头", "scan it again; the text begins with XJ1:",
    ),
    "card.altered": Entry(
        _B, 5, "学生卡被改动过，或不是这所学校签发的", "The card was altered, or this school did not sign it",
        "不要认可；请联系签发学校", "do not accept it; ask the school that issued it",
    ),
    "card.unknown-school": Entry(
        _B, 5, "没有学校 {school} 的名片，无法验证", "There is no card file of school {school} to verify with",
        "用 --card 指定该校的 .xjcard，并核对指纹", "name its .xjcard with --card and compare the fingerprint",
    ),
    "card.not-yet": Entry(
        _B, 5, "学生卡自 {date} 起有效", "The card counts from {date}", "请核对日期", "please check the date",
    ),
    "card.expired": Entry(
        _B, 5, "学生卡已于 {date} 到期", "The card ended on {date}",
        "请学校重新签发（xj card write）", "ask the school for a new one (xj card write)",
    ),
    "card.revoked": Entry(
        _B, 5, "学生卡 {card} 已被学校作废", "The school has revoked card {card}",
        "不要认可；请联系签发学校", "do not accept it; ask the school that issued it",
    ),
    "card.left": Entry(
        _B, 5, "卡是真的，但该生已不在本校（{status}）", "The card is genuine, but the pupil is no longer here ({status})",
        "作废这张卡：xj card revoke {card}", "revoke it: xj card revoke {card}",
    ),
    "card.list": Entry(
        _B, 5, "作废名单读不懂，或不是这所学校的", "The list of revoked cards is unreadable or another school's",
        "请向签发学校重新索取", "ask the issuing school for it again",
    ),
    "card.unknown": Entry(
        _I, 5, "没有签发过这张卡：{card}", "No such card was issued: {card}",
        "用 xj card list 查看已签发的卡", "xj card list shows the cards",
    ),
    "card.not-here": Entry(
        _R, 5, "该生不在校就读（{status}），不能签发学生卡", "The pupil is not at this school now ({status}); no card is issued",
        "学生卡只发给在校和休学的学生；复学、返校后再签发", "a card is for pupils at school or on leave; issue it when the pupil is back",
    ),
    "card.second": Entry(
        _R, 5, "该生还有一张有效的学生卡 {card}（至 {until}）", "The pupil has another card that counts, {card} (until {until})",
        "遗失或收回的旧卡要作废：xj card revoke {card} --because 遗失", "a lost or returned one is to be revoked: xj card revoke {card} --because lost",
    ),
    "card.until": Entry(
        Family.USAGE, 5, "有效期 {date} 已经过去", "The day {date} has passed already",
        "--until 写今天以后的日期", "give a later day with --until",
    ),
    "card.kind": Entry(
        Family.USAGE, 0, "学生卡只能写成 .svg 或 .png，不能写成 {extension}",
        "A card is written as .svg or .png, not {extension}", "改文件名", "change the file's name",
    ),
}  # fmt: skip
