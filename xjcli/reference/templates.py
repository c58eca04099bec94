"""Workbooks as data: which field stands under which heading, and the many headings that mean one field.

The national order has changed before and the order in use after 2024 could not be confirmed, so columns are
found by heading, never by position, and the order is a file that can be replaced.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from xjcli.schema.columns import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

_BRACKETS = str.maketrans("【〔[{《<", "((((((") | str.maketrans("】〕]}》>", "))))))")
_DROP = re.compile(r"必填项|必填|选填|[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff*★☆※_:;/—–-]+")
_REMARK = re.compile(r"\([^()]*\)")


class Template(NamedTuple):
    """A workbook's sheet and its (field, heading) pairs in order. Headings of members may be bare (关系)."""

    name: str
    title: str
    sheet: str
    columns: tuple[tuple[str, str], ...]
    source: str
    confidence: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in the order of the columns."""
        return tuple(field for field, _ in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in the order of the columns, exactly as the importer expects them."""
        return tuple(heading for _, heading in self.columns)


class Members(NamedTuple):
    """`prefixes`: folded 家庭成员一 → 1. `parts`: folded bare heading (关系) → end of the field (relation).

    A bare heading belongs to the member whose name column stands before it; field = f"member{n}_{part}".
    """

    prefixes: Mapping[str, int]
    parts: Mapping[str, str]


@lru_cache(maxsize=1024)  # the first rows of a sheet are looked at again and again
def fold_header(text: str) -> str:
    """A heading as it is compared: blanks, line breaks, width, the kind of brackets, stars, slashes, dashes,
    case and the words 必填 and 选填 do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_BRACKETS)
    return _DROP.sub("", folded).replace("()", "")


def without_remarks(folded: str) -> str:
    """A folded heading without what stands in brackets: 出生日期(yyyymmdd) → 出生日期."""
    return _REMARK.sub("", folded)


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    with path.open("rb") as file:
        return tomllib.load(file)


def load(path: Path) -> Template:
    """Read one `data/templates/<name>.toml`."""
    raw = _read(path)
    columns = tuple((str(field), str(heading)) for field, heading in raw["columns"])
    return Template(raw["name"], raw["title"], raw["sheet"], columns, raw["source"], raw["confidence"])


def load_members(folder: Path) -> Members:
    """Read the prefixes and the parts of members' headings from `aliases.toml`."""
    raw = _read(folder / "aliases.toml")
    prefixes = {fold_header(text): int(number) for number, texts in raw["members"].items() for text in texts}
    parts = {fold_header(text): name for name, texts in raw["parts"].items() for text in texts}
    return Members(MappingProxyType(prefixes), MappingProxyType(parts))


def load_compared(folder: Path) -> Mapping[str, str]:
    """Headings of a national export that are compared and never stored, folded, with what they mean."""
    raw = _read(folder / "aliases.toml")["compared"]
    return MappingProxyType({fold_header(text): name for name, texts in raw.items() for text in texts})


def load_aliases(folder: Path) -> Mapping[str, str]:
    """Every heading that stands for itself: the fields' labels, `aliases.toml`, prefix + part of members.

    A heading that would mean two fields raises ValueError: the file is ours, so that is a defect.
    """
    raw = _read(folder / "aliases.toml")
    found: dict[str, str] = {}

    def put(heading: str, field: str) -> None:
        if found.setdefault(fold_header(heading), field) != field:
            raise ValueError(heading)

    for field in FIELDS:
        put(field.label, field.name)
    for name, headings in (raw["fields"] | raw["others"]).items():
        for heading in headings:
            put(heading, name)
    members = load_members(folder)
    for prefix, number in members.prefixes.items():
        for part, end in members.parts.items():
            put(prefix + part, f"member{number}_{end}")
    return MappingProxyType(found)
