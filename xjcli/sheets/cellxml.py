"""What one cell of a workbook's XML holds, by the type it was stored with: nothing is inferred from a value.

A type is `s` (one of the shared texts), `str`, `inlineStr`, `b`, `e`, `d` or a number; a number is a day only if
its format is one. A formula without a value, and one that a program wrote with a nought for Excel to calculate
later, is `Lost`: it must not be taken for an empty cell or for a nought.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from xjcli.sheets.moments import Moment, from_serial
from xjcli.sheets.table import Cell, Lost

#: So many different texts of one kind are remembered: names of classes come again, document numbers do not.
_KEPT = 30_000
#: A number and a few signs behind it; what is longer does not come again.
_SHORT = 12
#: Above so many shared texts their places take more memory than they save time.
_MOST_PLACES = 1_000_000
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));")
#: A reference, a text without any, or a lone ampersand.
_PIECE = re.compile(r"&[#\w]++;|[^&]++|&")
_UNKNOWN = "\ufffd"
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
#: How a workbook writes a sign that XML cannot hold; _x005F_ is the line itself.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ATTRIBUTE = re.compile(rb'\b([a-z]++)="([^"]*+)"')
#: Attributes as programs write them: no other quotes, nothing that stands for a sign, no prefix before a known name.
_PLAIN_ATTRIBUTES = re.compile(rb'(?: ++(?:[\w.-]++:(?!(?:r|s|t|hidden|min|max)=))?+[A-Za-z]++="[^"&<>]*+")*+ *+')
_FORMULA = re.compile(rb"<f[\s/>]")
_VALUE = re.compile(rb"<v(?:\s[^<>]*+)?+>([^<]*+)</v>")
_RUN = re.compile(rb"<t(?:\s[^<>]*+)?+>([^<]*+)</t>")
_READING = re.compile(rb"<rPh(?:[^<]++|<(?!/?rPh[\s>]))*+</rPh>")
_A_VALUE, _A_RUN, _PREFIX = re.compile(rb"<v[\s>]"), re.compile(rb"<t[\s>]"), re.compile(rb"</?[\w.-]++:")
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml([^<>]*+)>")
_UTF_8 = re.compile(rb"encoding=[\"']utf-8[\"']", re.IGNORECASE)
_TEXT_TYPES = frozenset({"str", "inlineStr"})


class OddShapeError(Exception):
    """The XML is not written as programs write it; that says nothing about whether it is right."""


class Memo(dict[bytes, Cell]):
    """Text between the tags → cell, for cells of one type and style. Full, it begins anew."""

    def __init__(self, read: Callable[[bytes], Cell], kept: int = _KEPT) -> None:
        super().__init__({b"": ""})
        self.read, self._kept = read, kept

    def __missing__(self, raw: bytes) -> Cell:
        cell = self.read(raw)
        if len(self) >= self._kept:
            self.clear()
            self[b""] = ""
        self[raw] = cell
        return cell


class Places(Memo):
    """The place of a shared text, as it is written → the text. All are there from the start."""

    def __init__(self, shared: Sequence[str]) -> None:
        super().__init__(lambda raw: _at(shared, raw))
        if len(shared) <= _MOST_PLACES:
            self.update(zip(map(b"%d".__mod__, range(len(shared))), shared, strict=True))

    def __missing__(self, raw: bytes) -> Cell:
        return self.read(raw)


def _at(shared: Sequence[str], raw: bytes) -> str:
    """Raises ValueError or IndexError where it points nowhere."""
    place = int(plain(raw))
    if place < 0:
        raise IndexError(place)
    return shared[place]


class Reader:
    """How the cells of one workbook are read: its shared texts, the moments of its styles, its first day."""

    def __init__(
        self, shared: Sequence[str], moments: Sequence[Moment], *, since_1904: bool = False, uncalculated: bool = False
    ) -> None:
        self._shared, self._moments = shared, moments
        self._since_1904, self._uncalculated = since_1904, uncalculated
        self._places: Places | None = None

    def cell(self, kind: str, style: str, text: str, formula: bool = False) -> Cell:
        """The cell of this type, with this style and this text. Raises ValueError or IndexError for nonsense."""
        if formula and kind not in ("e", "str") and (not text or (self._uncalculated and text == "0")):
            return Lost.FORMULA
        if kind == "s":
            return _at(self._shared, text.encode()) if text else ""
        if kind in _TEXT_TYPES:
            return unescaped(text)
        if kind == "e":
            return Lost.ERROR if text or formula else ""
        if not text:
            return ""
        if kind == "b":
            return text in ("1", "true")
        if kind == "d":
            return datetime.fromisoformat(text)
        number = float(text)
        index = int(style or 0)
        moment = self._moments[index] if index < len(self._moments) else ""
        return from_serial(number, moment, self._since_1904) if moment else number

    def memo(self, attributes: bytes) -> Memo:
        """A memo for the cells whose tag has these attributes behind its reference."""
        kind, style = type_and_style(attributes)
        if kind == "s":
            self._places = self._places or Places(self._shared)
            return self._places
        if kind in _TEXT_TYPES:
            return Memo(_text)
        return Memo(lambda raw: self.cell(kind, style, plain(raw)))

    def odd(self, attributes: bytes, inner: bytes) -> Cell:
        """A cell with more in it than one value: a formula, a text in several runs, nothing at all."""
        kind, style = type_and_style(attributes)
        values = _VALUE.findall(inner)
        if len(values) != len(_A_VALUE.findall(inner)) or len(values) > 1 or _PREFIX.search(inner):
            raise OddShapeError
        if values and _A_RUN.search(inner):
            raise OddShapeError
        text = plain(values[0]) if values else runs(inner)
        return self.cell(kind, style, text, _FORMULA.search(inner) is not None)


def holds_more_than_elements(block: bytes, *, first: bool) -> bool:
    """True if comments, CDATA or instructions stand between the tags, or its bytes are not said to be UTF-8."""
    if b"!" in block and b"<!" in block:
        return True
    if b"?" not in block:
        return False
    declared = _DECLARATION.match(block) if first else None
    if declared and b"encoding" in declared[1] and not _UTF_8.search(declared[1]):
        return True
    return b"<?" in (block[declared.end() :] if declared else block)


def is_plain(attributes: bytes) -> bool:
    """True if these attributes are written as programs write them, so that looking for one finds it."""
    return _PLAIN_ATTRIBUTES.fullmatch(attributes) is not None


def type_and_style(attributes: bytes) -> tuple[str, str]:
    """The t and the s of a cell's tag. Raises OddShapeError where they may be written in another way."""
    if not is_plain(attributes):
        raise OddShapeError
    found = dict(_ATTRIBUTE.findall(attributes))
    return found.get(b"t", b"n").decode("ascii"), found.get(b"s", b"").decode("ascii")


def runs(inner: bytes) -> str:
    """A text in one run or several, without the readings that may stand beside it."""
    if b"<rPh" in inner:
        inner = _READING.sub(b"", inner)
    found = _RUN.findall(inner)
    if len(found) != len(_A_RUN.findall(inner)) or b"<rPh" in inner:
        raise OddShapeError
    return "".join(map(plain, found))


def _text(raw: bytes) -> Cell:
    """A text as it stands, in most cells without anything to undo."""
    text = raw.decode("utf-8")
    return text if is_itself(text) else unescaped(resolved(text))


def plain(raw: bytes) -> str:
    """Bytes between two tags as text. Raises UnicodeDecodeError (a ValueError)."""
    return resolved(raw.decode("utf-8"))


def is_itself(text: str) -> bool:
    """True if nothing in a text has to be undone."""
    return not ("&" in text or "_x" in text or "\r" in text)


def resolved(text: str) -> str:
    """What stands between two tags, its references as the signs they stand for."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    # Some programs write every sign beyond ASCII so: one look-up for each sign and what is plain behind it.
    first, *numbered = text.split("&#")
    return _spelled(first) + "".join(map(_NUMBERED.__getitem__, numbered))


def _spelled(text: str) -> str:
    return "".join(map(_SIGNS.__getitem__, _PIECE.findall(text))) if "&" in text else text


def unescaped(text: str) -> str:
    """The text with _x000D_ and the like as the sign they stand for, two halves of one sign put together."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Signs(dict[str, str]):
    """A reference → the sign it stands for; any other text is itself."""

    def __missing__(self, piece: str) -> str:
        found = _REFERENCE.fullmatch(piece)
        if found is None:
            return piece
        sign = _sign(found)
        if len(self) < _KEPT:
            self[piece] = sign
        return sign


def _sign(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    return _UNKNOWN if 0xD800 <= code < 0xE000 else chr(code)


class _Numbered(dict[str, str]):
    """What stands between one &# and the next → the text it begins."""

    def __missing__(self, rest: str) -> str:
        text = _spelled(f"&#{rest}")
        if len(self) < _KEPT and len(rest) <= _SHORT:
            self[rest] = text
        return text


_SIGNS, _NUMBERED = _Signs(), _Numbered()
