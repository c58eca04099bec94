"""第五、六条: the same child typed twice must compare equal; a name as the police wrote it must survive.

Numbers are cleaned hard (full-width, invisible marks, blanks, a spreadsheet's apostrophe, every look of
`x`). Names are never rewritten: ends are trimmed and invisible characters go, each with a note, and what
was typed is kept. The many looks of the dot of 民委发〔2016〕33号 (U+00B7) count only in the key under which
names compare; a look-alike is pointed out. NFKC, OpenCC and the like change legal names.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

from xjcli.errors import Problem

#: 民委发〔2016〕33号: a name field holds at least 50 characters; the national workbooks take no more.
NAME_LIMIT = 50
DOT = "\u00b7"
#: What is typed for the dot of a name: compared as it, kept as typed, and pointed out.
_LIKE_DOT = frozenset("\u2022\u2027\u30fb\u0387\u2219\u22c5\u2024\u2e31\uff0e\uff65.。")

_ZERO_WIDTH = (0x00AD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SPACES = (
    *range(0x09, 0x0E),
    0x20,
    0x85,
    0xA0,
    0x1680,
    *range(0x2000, 0x200B),
    0x2028,
    0x2029,
    0x202F,
    0x205F,
    0x3000,
)
#: Line breaks and tabs stand for a blank; other control characters stand for nothing (第二十五条).
_BREAKS = (*range(0x09, 0x0E), 0x85, 0x2028, 0x2029)
_INVISIBLE: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_ZERO_WIDTH, *_BIDI)),
    **dict.fromkeys(_BREAKS, " "),
}
#: Signs that people type or paste for the check character X: ×, Greek Chi, Cyrillic Ha, Roman ten.
_LOOKS_LIKE_X = "×ΧχХхⅩⅹ"

_TO_PLAIN: dict[int, str | None] = {
    **{0xFF01 + offset: chr(0x21 + offset) for offset in range(94)},
    **dict.fromkeys((*_ZERO_WIDTH, *_BIDI, *_SPACES)),
    **{ord(sign): "X" for sign in _LOOKS_LIKE_X},
}
_QUOTES = "'`‘’′"

_KEY_DOTS = _LIKE_DOT - {"。"}
_KEY: dict[int, str | None] = {
    **dict.fromkeys((*_ZERO_WIDTH, *_BIDI, *_SPACES)),
    **{ord(dot): DOT for dot in _KEY_DOTS},
}

#: Han by block, extensions included: CPython's tables lag behind Unicode, and 4E00–9FA5 refuses real names.
_HAN = (
    (0x3005, 0x3005), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0x20000, 0x2FA1F), (0x30000, 0x3347F),
)  # fmt: skip
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD))
#: Code positions of GB 18030-2005 that CPython decodes to private use, with the character GB 18030-2022
#: gives them.
_GB18030_2022 = MappingProxyType(
    {
        0xE816: "\U00020087", 0xE817: "\U00020089", 0xE818: "\U000200cc", 0xE81E: "\u9fb4", 0xE826: "\u9fb5",
        0xE82B: "\u9fb6", 0xE82C: "\u9fb7", 0xE831: "\U000215d7", 0xE832: "\u9fb8", 0xE83B: "\U0002298f",
        0xE843: "\u9fb9", 0xE854: "\u9fba", 0xE855: "\U000241fe", 0xE864: "\u9fbb",
    }
)  # fmt: skip


def clean_number(text: str) -> str:
    """An identity, registry or school number as its issuer writes it: ASCII, no blanks, capital letters.

    Never guesses a digit: what is not a known look of the same character stays and is refused by the parser.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = text.translate(_TO_PLAIN).lstrip(_QUOTES)
    if plain.startswith('="') and plain.endswith('"'):  # the CSV trick that keeps a number as text
        plain = plain[2:-1]
    return plain.upper()


def clean_text(text: str) -> str:
    """A free text with invisible marks out, on one line and its ends trimmed; what is inside stays as typed."""
    return text.translate(_INVISIBLE).strip()


def name_key(text: str) -> str:
    """The key under which names compare (查重): NFC, one dot, no blanks, no case. Never shown, never stored
    as a name.
    """
    if text.isascii():
        return text.translate(_KEY).casefold()
    return unicodedata.normalize("NFC", text.translate(_KEY)).casefold()


def clean_name(text: str) -> tuple[str, list[Problem]]:
    """A name, minimally cleaned, with a note for every change and a warning for every doubtful character.

    Refused only when nothing is left (`name.empty`) or it is longer than 50 characters (`name.too-long`).
    """
    if len(text) < NAME_LIMIT and text.isalpha() and _all_common(text):
        return text, []
    problems: list[Problem] = []
    visible = text.translate(_INVISIBLE)
    if visible != text:
        problems.append(Problem("name.invisible-removed", "note"))
    trimmed = visible.strip()
    if trimmed != visible:
        problems.append(Problem("name.trimmed", "note"))
    if not trimmed:
        problems.append(Problem("name.empty"))
    elif len(trimmed) > NAME_LIMIT:
        problems.append(Problem("name.too-long", params={"length": len(trimmed), "limit": NAME_LIMIT}))
    problems.extend(_doubts(trimmed))
    return trimmed, problems


def _all_common(text: str) -> bool:
    return all("\u4e00" <= sign <= "\u9fff" for sign in text)


def _doubts(name: str) -> list[Problem]:
    """Warnings, one for each position, about characters that are probably not what was meant."""
    problems: list[Problem] = []
    has_han = any(_within(ord(sign), _HAN) for sign in name)
    for position, sign in enumerate(name, start=1):
        code = ord(sign)
        shown: dict[str, str | int] = {"position": position, "code_point": f"U+{code:04X}"}
        if _within(code, _PRIVATE):
            proposed = _GB18030_2022.get(code, "")
            reason = "name.private-use-known" if proposed else "name.private-use"
            problems.append(Problem(reason, "warn", params={**shown, "proposed": proposed or "?"}))
        elif code in _SPACES:
            if has_han:
                problems.append(Problem("name.inner-space", "warn", params={"position": position}))
        elif sign in _LIKE_DOT:
            problems.append(Problem("name.look-alike", "warn", params={**shown, "proposed": DOT}))
        elif not _belongs(sign, code):
            likely = unicodedata.normalize("NFKC", sign)
            if len(likely) == 1 and likely != sign and _belongs(likely, ord(likely)):
                problems.append(Problem("name.look-alike", "warn", params={**shown, "proposed": likely}))
            else:
                problems.append(Problem("name.odd-character", "warn", params=shown))
    return problems


def _belongs(sign: str, code: int) -> bool:
    """True for Han, the dot, and what a foreign name in Latin letters is written with."""
    if _within(code, _HAN) or sign in "·'’-":
        return True
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:  # variation selectors belong to the character before
        return True
    if code < 0x80:
        return sign.isalpha()
    return unicodedata.category(sign) == "Mn" or (code < 0x1F00 and unicodedata.name(sign, "").startswith("LATIN "))


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)
