"""Text of a cell → stored value, by the kind of its field. Cells repeat, so every different text is read
once.

The rules are those of schema.values and of the code tables; here is only which of them reads which column,
and what is said when it cannot be read. Parameters are masked: a label may be a number that slipped into the
wrong column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from xjcli.errors import Problem
from xjcli.reference import codes, region_name
from xjcli.reference.tables import CodeTable
from xjcli.schema import shapes
from xjcli.schema.columns import Field
from xjcli.schema.masking import mask_text
from xjcli.schema.values.codes import parse_school_code
from xjcli.schema.values.normalise import clean_name, clean_number, clean_text
from xjcli.schema.values.numbers import parse_registry_number
from xjcli.schema.values.time import parse_date, parse_month

#: A text as it stands in the cell → the stored value ("" if none) and what is wrong with it.
Parser = Callable[[str], tuple[str, list[Problem]]]

#: A number that a spreadsheet has already written in powers of ten: its digits are gone. A passport may hold an E, so
#: a sign or a decimal point belongs to it.
_SCIENTIFIC = re.compile(r"\s*['`‘’]?\d(?:\.\d+\s*[eE]\s*\+?|\s*[eE]\s*\+)\s*\d{1,3}\s*", re.ASCII)
_MOBILE_OR_FIXED = re.compile(r"1\d{10}|(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,6})?|400-?\d{3}-?\d{4}", re.ASCII)
_SEPARATORS = re.compile(r"[/、,，;；]")
_REGION = re.compile(r"\d{6}(?:\d{3}|\d{6})?", re.ASCII)
_POSTCODE = re.compile(r"\d{6}", re.ASCII)
_LABEL_SHOWN = 12
#: A spreadsheet keeps so many digits and writes noughts for the rest.
_KEPT_DIGITS, _WHOLE = 15, 18


class Memo(dict[str, str]):
    """Text → stored value, each text parsed once; `bad` keeps the problems of those that had any."""

    def __init__(self, parse: Parser) -> None:
        super().__init__({"": ""})
        self.bad: dict[str, list[Problem]] = {}
        self._parse = parse

    def __missing__(self, text: str) -> str:
        value, problems = self._parse(text) if text.strip() else ("", [])
        if problems:
            self.bad[text] = problems
        self[text] = value
        return value


def is_scientific(text: str) -> bool:
    """True for 3.30802E+17 and its looks, full-width ones too."""
    if text.isascii():
        return ("." in text or "+" in text) and _SCIENTIFIC.fullmatch(text) is not None
    return _SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", text)) is not None


def is_rounded(number: str) -> bool:
    """True for a long number whose every digit after the fifteenth is 0, as a spreadsheet leaves it."""
    return len(number) >= _WHOLE and not number[_KEPT_DIGITS:].strip("0") and number.isascii() and number.isdigit()


def parser_of(wanted: Field, today: date) -> Parser:
    """How a column of this field is read. Documents need the row's type and are read in `door`."""
    if wanted.kind == "code":
        return _code(codes(wanted.table))
    if wanted.kind == "yesno":
        return _code(codes("yes-no"))
    return _PARSERS[wanted.kind]


def _code(table: CodeTable) -> Parser:
    def parse(text: str) -> tuple[str, list[Problem]]:
        code = table.lookup(text)
        if code is None:
            close = "、".join(table.suggest(text)) or "、".join(table.labels()[:8])
            return "", [Problem("sheet.unknown-label", params={"value": shown(text), "close": close})]
        if table.is_noted(text):
            params = {"value": shown(text), "label": table.label(code)}
            return code, [Problem("sheet.label-mapped", "note", params=params)]
        return code, []

    return parse


def shown(text: str) -> str:
    """A label for a message: short, and masked where it looks like a number or an address."""
    label = mask_text(" ".join(text.split()))
    return label if len(label) <= _LABEL_SHOWN else f"{label[:6]}***"


def plain_text(text: str) -> str:
    """A free text, trimmed; line breaks and marks nobody sees go."""
    if text.isprintable():
        return text.strip()
    return " ".join(clean_text(text).split())


def _text(text: str) -> tuple[str, list[Problem]]:
    return bounded(plain_text(text), shapes.LONGEST_NOTE)


def bounded(text: str, limit: int, problems: Sequence[Problem] = ()) -> tuple[str, list[Problem]]:
    """A text no longer than the authority takes it in; else none, and the problem."""
    if len(text) <= limit:
        return text, list(problems)
    return "", [Problem("field.too-long", params={"length": len(text), "limit": limit})]


def _name(text: str) -> tuple[str, list[Problem]]:
    name, problems = clean_name(text)
    return ("" if any(problem.severity == "refuse" for problem in problems) else name), problems


def _date(text: str) -> tuple[str, list[Problem]]:
    day, problems = parse_date(text)
    return day or "", problems


def _month(text: str) -> tuple[str, list[Problem]]:
    month, problems = parse_month(text)
    return month or "", problems


def _school(text: str) -> tuple[str, list[Problem]]:
    if is_scientific(text):
        return "", [Problem("sheet.scientific")]
    code, problems = parse_school_code(text)
    return (code.text if code else ""), problems


def _region(text: str) -> tuple[str, list[Problem]]:
    """A code of a division. A name in its place is kept with a warning: it cannot be a reason to turn a child
    away.
    """
    number = clean_number(text)
    if is_scientific(text):
        return "", [Problem("sheet.scientific")]
    if not _REGION.fullmatch(number):
        return bounded(plain_text(text), shapes.LONGEST_TEXT, [Problem("sheet.region-text", "warn")])
    if region_name(number) is None:
        return number, [Problem("sheet.region-unknown", "warn", params={"region": number[:6]})]
    return number, []


def parse_phone(text: str) -> tuple[str, list[Problem]]:
    """One phone or several; what looks like none is kept with a warning."""
    if len(text) == 11 and text[0] == "1" and text.isascii() and text.isdigit():
        return text, []
    if is_scientific(text):
        return "", [Problem("sheet.scientific")]
    parts = [clean_number(part) for part in _SEPARATORS.split(text) if part.strip()]
    mended = [bare if len(bare := part.replace("-", "")) == 11 and bare.startswith("1") else part for part in parts]
    odd = not all(_MOBILE_OR_FIXED.fullmatch(part) for part in mended)
    return bounded("/".join(mended), shapes.LONGEST_TEXT, [Problem("sheet.phone", "warn")] if odd else [])


def _postcode(text: str) -> tuple[str, list[Problem]]:
    if is_scientific(text):
        return "", [Problem("sheet.scientific")]
    number = clean_number(text)
    told = [] if _POSTCODE.fullmatch(number) else [Problem("sheet.postcode", "warn")]
    return bounded(number, shapes.LONGEST_TEXT, told)


def parse_registry(text: str, today: date) -> tuple[str, list[Problem]]:
    """An issued 学籍号 of a list."""
    if not text.strip():
        return "", []
    if is_scientific(text):
        return "", [Problem("sheet.scientific")]
    number, problems = parse_registry_number(text, today=today)
    if number is None:
        return "", problems
    return number.text, [*problems, *_tail(number.text[1:])]


def parse_auxiliary(text: str) -> tuple[str, list[Problem]]:
    """A number of the province's own: any text, unless a spreadsheet has damaged it."""
    if is_scientific(text):
        return "", [Problem("sheet.scientific")]
    return plain_text(text), _tail(clean_number(text))


def judge_damage(text: str, number: str, problems: list[Problem]) -> list[Problem]:
    """Name the damage a spreadsheet leaves in a text: powers of ten, and a tail of noughts.

    Under a failing check digit such a tail says how it came about; one in eleven passes the check all the same, so
    then it is to be looked at.
    """
    if is_scientific(text):
        return [Problem("sheet.scientific")]
    if any(problem.code == "id.check-digit" for problem in problems):
        return [*problems, Problem("sheet.rounded-tail", "warn")] if is_rounded(number) else problems
    return [*problems, *_tail(number)]


def _tail(number: str) -> list[Problem]:
    return [Problem("sheet.tail-zeros", "warn")] if is_rounded(number) else []


_PARSERS: dict[str, Parser] = {
    "text": _text, "name": _name, "date": _date, "month": _month, "region": _region, "school": _school,
    "phone": parse_phone, "postcode": _postcode,
}  # fmt: skip
