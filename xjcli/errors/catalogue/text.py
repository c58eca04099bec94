"""What can be wrong with a text that a person wrote, wherever it stands (第二十五条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I = Family.INPUT

ENTRIES: dict[str, Entry] = {
    "text.too-long": Entry(
        _I,
        13,
        "{field} 有 {length} 个字，最多 {limit} 个",
        "{field} has {length} characters; {limit} are the limit",
        "写得短一些；全文可以作为证明材料附上（--evidence）",
        "shorten it; the whole text may be attached as evidence (--evidence)",
    ),
    "text.control": Entry(
        _I,
        13,
        "{field} 含有换行或不可显示的控制字符",
        "{field} holds a line break or a control character that cannot be shown",
        "重新键入这段文字，写成一行",
        "type the text again, on one line",
    ),
    "field.too-long": Entry(
        _I,
        6,
        "内容有 {length} 个字，最多 {limit} 个",
        "The text has {length} characters; {limit} are the limit",
        "请检查是否写了别的内容",
        "please check whether something else was written there",
    ),
}
