"""Code tables: every way a school writes 汉族 lands on one code, and the workbook gets the label it wants.

Names first, codes second: the tails 57-59 of the ethnic table mean different peoples in different systems,
and 户口性质 is numbered two ways. Sources and confidence stand in each row of data/codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

#: An alias so marked in the file is a reading the registrar should be told of (少先队员 is stored as 群众).
_NOTED = "~"
_DROP = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_CODE_THEN_NAME = re.compile(r"^\(?([0-9]{1,3}|[a-z][a-z-]*)\)?(?:[-–—_.、,:|/]+|(?=[^0-9a-z]))(.+)$")
_NAME_THEN_CODE = re.compile(r"^(.+?)(?:[-–—_,:|/]+([0-9]{1,3})|\(([0-9]{1,3})\))$")


class Row(NamedTuple):
    """One value of a table. `aliases` are as written in the file, without the mark."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    source: str
    confidence: str


def fold(text: str) -> str:
    """A label as it is compared: width, case and blanks do not count. Never for names of people."""
    return _DROP.sub("", unicodedata.normalize("NFKC", text)).casefold()


class CodeTable:
    """One table, ready for bulk work: a lookup is one or two dict hits. Do not change it; it is shared."""

    __slots__ = ("_by_code", "_by_label", "_noted", "_seen", "name", "rows")

    def __init__(self, name: str, rows: Iterable[tuple[Row, frozenset[str]]]) -> None:
        """Build from rows, each with the aliases of it that deserve a note."""
        self.name = name
        self._by_label: dict[str, str] = {}
        self._by_code: dict[str, Row] = {}
        self._seen: dict[str, str | None] = {}
        noted: set[str] = set()
        for row, marked in rows:
            self._by_code[row.code] = row
            for label in (row.zh, row.en, *row.aliases):
                if self._by_label.setdefault(fold(label), row.code) != row.code:
                    raise ValueError(f"{name}: {label}")
            noted.update(map(fold, marked))
        self.rows = tuple(self._by_code.values())
        self._noted = frozenset(noted)

    def lookup(self, text: str) -> str | None:
        """The code of a label or a code as typed: 汉, 汉族, 01, 1, 01-汉族, 汉族(01). None if unknown."""
        if text in self._seen:
            return self._seen[text]
        code = self._find(fold(text))
        if len(self._seen) < 4096:  # cells repeat; garbage must not grow without end
            self._seen[text] = code
        return code

    def _find(self, folded: str) -> str | None:
        label = self._label_in(folded)
        return self._as_code(folded) if label is None else self._by_label[label]

    def _label_in(self, folded: str) -> str | None:
        """The label in a text that is a label, alone or with any code before or behind it."""
        if folded in self._by_label:
            return folded
        before, behind = _CODE_THEN_NAME.match(folded), _NAME_THEN_CODE.match(folded)
        if before and before[2] in self._by_label:
            return before[2]
        return behind[1] if behind and behind[1] in self._by_label else None

    def _as_code(self, folded: str) -> str | None:
        upper = folded.upper()
        for candidate in (folded, upper):
            if candidate in self._by_code:
                return candidate
        if not (folded.isascii() and folded.isdigit()):
            return None
        bare = folded.lstrip("0")
        return next((code for code in self._by_code if code.isdigit() and code.lstrip("0") == bare), None)

    def is_noted(self, text: str) -> bool:
        """True if the text is read as another value than it says: tell the registrar (少先队员, 居民户口)."""
        return self._label_in(fold(text)) in self._noted

    def has(self, code: str) -> bool:
        """Whether the code is one of the table's own, as it is stored."""
        return code in self._by_code

    def label(self, code: str, lang: Literal["zh", "en"] = "zh") -> str:
        """The label of a stored code, zh as a national workbook wants it; an unknown code is itself."""
        row = self._by_code.get(code)
        if row is None:
            return code
        return row.zh if lang == "zh" else row.en

    def labels(self, lang: Literal["zh", "en"] = "zh") -> tuple[str, ...]:
        """Every label in the order of the file, for a drop-down or a choice."""
        return tuple(row.zh if lang == "zh" else row.en for row in self.rows)

    def suggest(self, text: str) -> list[str]:
        """Up to three labels that are close to an unknown text, the closest first; each label once."""
        from difflib import get_close_matches

        folded = fold(text)
        if match := _CODE_THEN_NAME.match(folded):
            folded = match[2]
        near = get_close_matches(folded, self._by_label, n=12, cutoff=0.6)
        holding = (key for key in self._by_label if len(folded) > 1 and (folded in key or key in folded))
        found = dict.fromkeys(self.label(self._by_label[key]) for key in (*near, *holding))
        return list(found)[:3]


def load(name: str, path: Path) -> CodeTable:
    """Read `data/codes/<name>.csv`: code, zh, en, aliases (separated by |), source, confidence."""
    import csv

    def rows() -> Iterable[tuple[Row, frozenset[str]]]:
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file, strict=True):
                aliases = [alias for alias in line["aliases"].split("|") if alias]
                marked = frozenset(alias[1:] for alias in aliases if alias.startswith(_NOTED))
                clean = tuple(alias.removeprefix(_NOTED) for alias in aliases)
                row = Row(line["code"], line["zh"], line["en"], clean, line["source"], line["confidence"])
                yield row, marked

    return CodeTable(name, rows())
