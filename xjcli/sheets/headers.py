"""Which column is which field: found by heading, in any order, never by position alone.

The national order has changed and schools type headings by hand, so every known heading is folded and looked
up. Position decides one thing only: a bare 关系 or 现住址 behind 成员1姓名 belongs to member 1 until another
member, or a heading that no member can have, begins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from xjcli.errors import Problem, Refusal
from xjcli.reference import field_of_header, fold_header, members
from xjcli.schema.columns import BY_NAME, Field
from xjcli.sheets.table import Cell, cell_index

#: Read beside the fields of schema.columns: an issued 学籍号 is not part of a pupil's 基础信息 but stands in
#: lists.
REGISTRY_NUMBER = "registry_number"
#: A row is a header only if it names at least so many fields.
ENOUGH = 3
#: The header is looked for among the first rows only; titles and instructions stand above it.
SEARCHED = 20


@dataclass(slots=True)
class Match:
    """Field → its column indexes (more than one is refused later), and the columns nobody knows."""

    fields: dict[str, list[int]] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Header:
    """A header row (or two, `rows` are indexes), the heading of each column, and what they mean.

    `mapped` is the map that was used (folded heading → field), `is_remembered` that it came from an earlier file.
    """

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    match: Match
    mapped: Mapping[str, str] = field(default_factory=dict)
    is_remembered: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for the same headings in any order: see `fingerprint`."""
        return fingerprint(self.texts)


def fingerprint(headings: Iterable[str]) -> str:
    """What a heading row is known by when it comes again: SHA-256 of its folded headings, whatever their order."""
    folded = sorted(fold_header(text) for text in headings if text)
    return hashlib.sha256("\n".join(folded).encode("utf-8", "replace")).hexdigest()


def find_header(
    rows: Sequence[Sequence[Cell]],
    mapped: Mapping[str, str],
    remembered: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    merges: Sequence[str] = (),
) -> Header | None:
    """The row among the first that names most fields; two rows together if that names more. None if no row
    does.

    `mapped` is a folded heading → field, the person's own word; `remembered` such a map by fingerprint, and a row
    that has one is the header. `merges` say how far a heading of the upper row reaches.
    """
    best: Header | None = None
    for header in _candidates(rows, mapped, remembered, merges):
        if header.is_remembered and len(header.match.fields) >= ENOUGH:
            return header
        if len(header.match.fields) > (len(best.match.fields) if best else 0):
            best = header
    return best if best and len(best.match.fields) >= ENOUGH else None


def _candidates(
    rows: Sequence[Sequence[Cell]],
    mapped: Mapping[str, str],
    remembered: Mapping[str, Mapping[str, str]],
    merges: Sequence[str],
) -> Iterator[Header]:
    """Each of the first rows as a header, then each two of them as one."""

    def header(indexes: tuple[int, ...], texts: tuple[str, ...], under: Sequence[int]) -> Header:
        known = remembered.get(fingerprint(texts)) if remembered else None
        full = {**known, **mapped} if known else mapped
        return Header(indexes, texts, _match(texts, full, under), full, known is not None)

    texts = [texts_of(row) for row in rows[:SEARCHED]]
    reaches = _reaches(merges)
    for index, row in enumerate(texts):
        if any(row):
            yield header((index,), row, ())
    for index in range(len(texts) - 1):
        if any(texts[index]) and any(texts[index + 1]):
            joined, under = _join(texts[index], texts[index + 1], reaches.get(index))
            yield header((index, index + 1), joined, under)


def texts_of(row: Sequence[Cell]) -> tuple[str, ...]:
    """The texts of a row as headings; a number or a date is none."""
    return tuple(cell.strip() if isinstance(cell, str) else "" for cell in row)


def _reaches(merges: Sequence[str]) -> dict[int, dict[int, int]]:
    """Row → column → last column of the cells that are merged across columns, among the first rows."""
    found: dict[int, dict[int, int]] = {}
    for merge in merges:
        first, _, last = merge.partition(":")
        row, column = cell_index(first)
        end = cell_index(last)[1] if last else column
        if row < SEARCHED and end > column:
            found.setdefault(row, {})[column] = end
    return found


def _join(
    upper: Sequence[str], lower: Sequence[str], reach: Mapping[int, int] | None = None
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """A two-row header as one, and for each column the member whose merged heading is above it (0: none).

    A heading reaches over the cells it is merged with; where nothing is merged (a text file), up to the next one.
    """
    prefixes = members().prefixes
    texts: list[str] = []
    under: list[int] = []
    member, last = 0, len(upper)
    for index, (above, below) in enumerate(zip(upper, lower, strict=True)):
        if above:
            member = prefixes.get(fold_header(above), 0)
            last = len(upper) if reach is None else reach.get(index, index)
        texts.append(below or above)
        under.append(member if below and index <= last else 0)
    return tuple(texts), tuple(under)


def _match(texts: Sequence[str], mapped: Mapping[str, str], under: Sequence[int]) -> Match:
    found = Match()
    plain = [fold_header(text) for text in texts]
    known = [field_of_header(text) if text else None for text in texts]
    spelled = {name[:7] for name in known if name and name.startswith("member") and name[7:] != "_name"}
    parts = members().parts
    member = ""
    taken = {mapped[text] for text in plain if text in mapped}
    for index, text in enumerate(plain):
        if not text:
            continue
        if text in mapped:
            found.fields.setdefault(mapped[text], []).append(index)
            continue
        name, part = known[index], parts.get(text, "")
        if name and name.startswith("member"):
            member = name[:7]
        elif under and under[index] and part:
            name = f"member{under[index]}_{part}"
        elif member and part and member not in spelled and f"{member}_{part}" not in found.fields:
            name = f"{member}_{part}"
        elif name:
            member = ""
        if not name or name in taken:
            found.unknown.append(index)
        else:
            found.fields.setdefault(name, []).append(index)
    return found


def read_map(extra_map: Mapping[str, str] | None) -> dict[str, str]:
    """`--map 表头=field` with the headings folded. Raises Refusal: `sheet.map-field` for a field nobody
    knows.
    """
    problems: list[Problem] = []
    mapped: dict[str, str] = {}
    for heading, name in (extra_map or {}).items():
        known = name if name in BY_NAME or name == REGISTRY_NUMBER else field_of_header(name)
        if known is None:
            problems.append(Problem("sheet.map-field", params={"header": heading, "field": name}))
        else:
            mapped[fold_header(heading)] = known
    if problems:
        raise Refusal(*problems)
    return mapped


def need_of(wanted: Field) -> str:
    """How an empty cell is met in a workbook: a member's fields are never refused for being empty
    (sheets.md).
    """
    if wanted.group in ("member1", "member2") and wanted.need == "required":
        return "expected"
    return wanted.need


def label_of(name: str) -> str:
    """The national label of a field, for messages."""
    return BY_NAME[name].label if name in BY_NAME else "学籍号"
