"""Text files: which encoding they are in, said and never guessed, and what a spreadsheet program left in
them.

Encodings are tried strictly, in this order: the byte order mark, UTF-8, GB18030. GB18030 decodes other
Chinese encodings without complaint, so the headings must be recognised afterwards; the encoding is reported
either way.
"""

from __future__ import annotations

import csv
import re
from io import StringIO

from xjcli.errors import Problem, Refusal

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", "\t", ";")
#: What programs write so that Excel keeps a number as text: ="330802…".
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_WRAPPED = re.compile(r'="(.*)"')


def decode(data: bytes, name: str, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding that read it without one error. Raises Refusal: `sheet.encoding`.

    `encoding` is the person's own word and then the only one tried.
    """
    if encoding:
        candidates: tuple[str, ...] = (encoding,)
    elif data.startswith(_UTF8_MARK):
        candidates = ("utf-8-sig",)
    elif data.startswith(_UTF16_MARKS):
        candidates = ("utf-16",)
    elif b"\0" in data:
        candidates = ()
    else:
        candidates = ("utf-8", "gb18030")
    for candidate in candidates:
        try:
            return data.decode(candidate), candidate
        except (UnicodeDecodeError, LookupError):
            continue
    raise Refusal(Problem("sheet.encoding", where=name))


def records(text: str, name: str, max_rows: int) -> list[list[str]]:
    """The records of the file, all of one length, comma, tab or semicolon between them.

    A record's number is the row that Excel shows, also where a cell holds a line break.
    Raises Refusal: `sheet.not-a-workbook` (no text table), `sheet.too-large`.
    """
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append([_unwrapped(cell) for cell in row])
            if len(rows) > max_rows:
                raise Refusal(Problem("sheet.too-large", where=name))
    except csv.Error as error:
        raise Refusal(Problem("sheet.not-a-workbook", where=name)) from error
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
