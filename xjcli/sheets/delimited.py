"""Text files: which encoding they are in, said and never guessed, and what a spreadsheet program left in
them.

Encodings are tried strictly, in this order: the byte order mark, UTF-8, GB18030; UTF-16 without a mark where every
second byte of some signs is 0. GB18030 decodes other Chinese encodings without complaint, so the headings must be
recognised afterwards, and a file whose headings are there in Big5 is said to be one; the encoding is reported either
way.
"""

from __future__ import annotations

import csv
import re
from io import StringIO

from xjcli.errors import Problem, Refusal
from xjcli.report.progress import STRIDE, Tell, silent

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: Names that people use for what GB18030 reads too; the codec of that name turns the dot of a name into another sign.
_SAME_AS_GB18030 = frozenset({"gb2312", "gbk", "cp936", "euc-cn", "ms936"})
#: Headings in traditional characters; two of them in Big5 are no accident.
_BIG5_WORDS = ("姓名", "性別", "學生", "學校", "學號", "年級", "班級", "出生", "身分證", "身份證", "電話", "地址")
_BIG5, _BIG5_ENOUGH = "big5hkscs", 2
_LOOKED_AT = 4096
_DELIMITERS = (",", "\t", ";")
#: What programs write so that Excel keeps a number as text: ="330802…".
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_WRAPPED = re.compile(r'="(.*)"')


def decode(data: bytes, name: str, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding that read it without one error.

    `encoding` is the person's own word and then the only one tried. Raises Refusal: `sheet.encoding`, or
    `sheet.encoding-other` where another one shows.
    """
    for candidate in _candidates(data, encoding):
        try:
            return data.decode(candidate).removeprefix("\ufeff"), candidate
        except (UnicodeError, LookupError):
            continue
    raise other_encoding(data, name) or Refusal(Problem("sheet.encoding", where=name))


def _candidates(data: bytes, encoding: str) -> tuple[str, ...]:
    if encoding:
        plain = encoding.strip().casefold().replace("_", "-")
        return ("gb18030" if plain in _SAME_AS_GB18030 else plain,)
    if data.startswith(_UTF8_MARK):
        return ("utf-8-sig",)
    if data.startswith(_UTF16_MARKS):
        return ("utf-16",)
    if b"\0" in data:
        # ASCII signs (commas, digits, line ends) have their 0 behind them or before them.
        behind, before = data[1::2].count(0), data[0::2].count(0)
        return ("utf-16-le",) if behind > before else ("utf-16-be",) if before > behind else ()
    return ("utf-8", "gb18030")


def other_encoding(data: bytes, name: str) -> Refusal | None:
    """The refusal that names the encoding whose headings show, or None."""
    text = data[:_LOOKED_AT].decode(_BIG5, "ignore")
    if sum(word in text for word in _BIG5_WORDS) < _BIG5_ENOUGH:
        return None
    return Refusal(Problem("sheet.encoding-other", where=name, params={"encoding": "Big5"}))


def records(text: str, name: str, max_rows: int, tell: Tell = silent) -> list[list[str]]:
    """The records of the file, all of one length, comma, tab or semicolon between them.

    A record's number is the row that Excel shows, also where a cell holds a line break.
    Raises Refusal: `sheet.not-a-workbook` (no text table), `sheet.too-large`.
    """
    rows: list[list[str]] = []
    lines = text.count("\n")
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append([_unwrapped(cell) for cell in row])
            if len(rows) > max_rows:
                raise Refusal(Problem("sheet.too-large", where=name))
            if not len(rows) % STRIDE:
                tell("read", len(rows), max(lines, len(rows) + 1))
    except csv.Error as error:
        raise Refusal(Problem("sheet.not-a-workbook", where=name)) from error
    tell("read", len(rows), len(rows))
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _delimiter(text: str) -> str:
    start = "\n".join(text.splitlines()[:10])
    return max(_DELIMITERS, key=start.count)


def _unwrapped(cell: str) -> str:
    """Without the two tricks that keep a cell a text: ="330802…", and an apostrophe before a sign that would
    run.
    """
    if cell.startswith("="):
        found = _WRAPPED.fullmatch(cell)
        return found[1] if found else cell
    return cell[1:] if cell.startswith(_GUARDED) else cell
