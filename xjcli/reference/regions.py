"""Names of administrative divisions, behind one door that never raises.

A number keeps the code in force when it was given (第五条: 终身不变), so abolished codes are right for ever
and an unknown one is a reason to ask for the 户口簿. The library's own checks raise KeyError on a known
province with an unknown county; only its table is used, mended by the dated supplement in data/divisions.csv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_DATED = re.compile(r"^(?:\[(\d*)-(\d*)\])?(.+)$")
_SHAPE = re.compile(r"(?:\d{6}|\d{9}|\d{12})", re.ASCII)
#: Entries of the table that are no place: 市辖区, 县, 省直辖县级行政单位.
_NO_PLACE = re.compile(r"^(?:市辖区|县|市|林区|.*直辖.*行政(?:单位|区划))$")
_EVER = 9999


class _Name(NamedTuple):
    name: str
    since: int
    until: int


@cache
def _supplement() -> dict[str, list[_Name]]:
    from xjcli.reference import data_root

    return _read(data_root() / "divisions.csv")


def _read(path: Path) -> dict[str, list[_Name]]:
    import csv

    found: dict[str, list[_Name]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            entry = _Name(row["name"], int(row["from"] or 0), int(row["to"] or _EVER))
            found.setdefault(row["code"], []).append(entry)
    return found


def load_provinces(path: Path) -> Mapping[str, str]:
    """The two-digit rows of `data/divisions.csv`."""
    return MappingProxyType({code: names[-1].name for code, names in _read(path).items() if len(code) == 2})


def _names(code: str) -> list[_Name]:
    """Every name a six-digit code ever had, as far as known."""
    if code in _supplement():
        return _supplement()[code]
    from stdnum import numdb

    properties: dict[str, str] = {}
    for _, props in numdb.get("cn/loc").info(code):
        properties |= props
    found: list[_Name] = []
    for text in filter(None, properties.get("county", "").split(",")):
        if match := _DATED.match(text):
            found.append(_Name(match[3], int(match[1] or 0), int(match[2] or _EVER)))
    return found


def _pick(names: list[_Name], year: int | None) -> str | None:
    """The name in force in `year`, else the newest (a date of birth need not be the date of the number)."""
    if year is not None:
        for entry in names:
            if entry.since <= year <= entry.until:
                return entry.name
    return max(names, key=lambda entry: (entry.until, entry.since)).name if names else None


@lru_cache(maxsize=8192)
def full_name(code: str, year: int | None = None) -> str | None:
    """Province, prefecture and county in one text, without repeating one; None for an unknown code."""
    if not _SHAPE.fullmatch(code):
        return None
    six = code[:6]
    province = next((entry.name for entry in _supplement().get(six[:2], ())), None)
    own = _pick(_names(six), year)
    if province is None or own is None:
        return None
    prefecture = _pick(_names(six[:4] + "00"), year) if six[4:] != "00" else None
    parts = [province]
    for part in (prefecture, own):
        if part and part not in parts and not _NO_PLACE.match(part):
            parts.append(part)
    return "".join(parts)
