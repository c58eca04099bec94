"""An .xlsx (or .xlsm, or a .et that is one inside): its sheets, shared texts, number formats and first day."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xjcli.sheets.cellxml import (
    OddShapeError,
    Reader,
    holds_more_than_elements,
    is_itself,
    plain,
    resolved,
    runs,
    unescaped,
)
from xjcli.sheets.container import Package
from xjcli.sheets.grid import LONGEST_TEXT
from xjcli.sheets.moments import Moment, moment_of
from xjcli.sheets.sheetxml import read_sheet
from xjcli.sheets.table import RawSheet
from xjcli.sheets.walking import Start, walk

_TRUE = ("1", "true")
_ITEM = re.compile(
    rb'<si(?:/>|>(?:<t(?: xml:space="preserve")?+>([^<]*+)</t></si>|((?:[^<]++|<(?!/?si[\s>/]))*+)</si>))'
)
#: An item of one run, in a block that was decoded whole.
_PLAIN_ITEM = re.compile(r'<si><t(?: xml:space="preserve")?+>([^<]*+)</t></si>')
#: One shared text is not longer than this, whatever its formatting.
_LONGEST = 8 << 20


@dataclass(slots=True)
class _Parts:
    """What the workbook's own part says: (name, relation, hidden) of each sheet, and how days are counted."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    since_1904: bool = False
    uncalculated: bool = False


class Workbook:
    """The sheets of one package, each read only when it is asked for."""

    def __init__(self, package: Package) -> None:
        """Raises Refusal: `sheet.not-a-workbook`, `sheet.too-large`, `sheet.entities`."""
        self._package = package
        self._part = self._main_part()
        self._relations = self._related(self._part)
        self._parts = self._workbook()
        self._reader: Reader | None = None
        self.sheets = {name: part for name, part, hidden in self._worksheets() if not hidden}
        self.hidden = [name for name, _part, hidden in self._worksheets() if hidden]

    def read(self, name: str) -> RawSheet:
        """One visible sheet. Raises Refusal as `read_sheet`."""
        package, part = self._package, self.sheets[name]
        try:
            if self._reader is None:
                parts = self._parts
                shared, moments = self._shared(), self._moments()
                self._reader = Reader(
                    shared, moments, since_1904=parts.since_1904, uncalculated=parts.uncalculated
                )  # fmt: skip
            sheet = read_sheet(
                lambda: package.chunks(part, has_rows=True), name, package.name, self._reader, package.limits,
                package.tell_rows,
            )  # fmt: skip
            package.tell("read", len(sheet.rows), len(sheet.rows))
            return sheet
        except (ValueError, IndexError, KeyError, OverflowError) as error:
            raise package.broken() from error

    def _main_part(self) -> str:
        for kind, target in self._related("").values():
            if kind == "officeDocument" and self._package.has(target):
                return target
        if self._package.has("xl/workbook.xml"):
            return "xl/workbook.xml"
        raise self._package.broken()

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation → (its kind, the part it leads to) of one part; "" is the package itself."""
        folder, _, file = part.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, about: dict[str, str]) -> None:
            if name == "Relationship" and about.get("TargetMode") != "External":
                target = about.get("Target", "").replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = about.get("Type", "").rpartition("/")[2]
                found[about.get("Id", "")] = kind, posixpath.normpath(path)

        self._walk(posixpath.join(folder, "_rels", f"{file}.rels"), start)
        return found

    def _workbook(self) -> _Parts:
        parts = _Parts()

        def start(name: str, about: dict[str, str]) -> None:
            if name == "sheet":
                hidden = about.get("state", "visible") != "visible"
                parts.sheets.append((about.get("name", ""), about.get("id", ""), hidden))
            elif name == "workbookPr":
                parts.since_1904 = about.get("date1904") in _TRUE
            elif name == "calcPr":
                parts.uncalculated = about.get("fullCalcOnLoad") in _TRUE

        self._walk(self._part, start)
        return parts

    def _worksheets(self) -> Iterator[tuple[str, str, bool]]:
        for name, relation, hidden in self._parts.sheets:
            kind, part = self._relations.get(relation, ("", ""))
            if kind == "worksheet" and self._package.has(part):
                yield name, part, hidden

    def _moments(self) -> list[Moment]:
        """What the number format of each style shows, by the style's place in cellXfs."""
        formats: dict[int, str] = {}
        moments: list[Moment] = []
        inside = False

        def start(name: str, about: dict[str, str]) -> None:
            nonlocal inside
            if name == "numFmt":
                formats[int(about.get("numFmtId", "0"))] = about.get("formatCode", "")
            elif name in ("cellXfs", "cellStyleXfs"):
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                number = int(about.get("numFmtId", "0"))
                moments.append(moment_of(number, formats.get(number, "")))

        def end(name: str) -> None:
            nonlocal inside
            inside = inside and name != "cellXfs"

        part = self._of_kind("styles")
        if part:
            walk(self._package.chunks(part), self._package.name, start=start, end=end)
        return moments

    def _of_kind(self, kind: str) -> str:
        """The part that the workbook names for this purpose, or ""."""
        parts = (part for found, part in self._relations.values() if found == kind and self._package.has(part))
        return next(parts, "")

    def _shared(self) -> list[str]:
        """The shared texts in order."""
        part = self._of_kind("sharedStrings")
        if not part:
            return []
        texts = self._shared_fast(part)
        return self._shared_patient(part) if texts is None else texts

    def _shared_fast(self, part: str) -> list[str] | None:
        """The shared texts as all programs write them; None if they are written otherwise."""
        texts: list[str] = []
        block, first = b"", True
        for block in self._blocks(part):
            if holds_more_than_elements(block, first=first) or (first and b"<sst" not in block):
                return None
            first = False
            found = _items(block)
            if found is None:
                return None
            texts += found
            self._count(texts)
        return texts if b"</sst>" in block else None

    def _blocks(self, part: str) -> Iterator[bytes]:
        """The part's bytes in blocks that begin with an item."""
        rest = b""
        for chunk in self._package.chunks(part):
            block = rest + chunk
            cut = block.rfind(b"<si")
            if cut > 0:
                yield block[:cut]
                block = block[cut:]
            if len(block) > _LONGEST:
                raise self._package.too_large()
            rest = block
        yield rest

    def _shared_patient(self, part: str) -> list[str]:
        texts: list[str] = []
        heard: list[str] = []
        listens = is_reading = False
        length = 0

        def start(name: str, _about: dict[str, str]) -> None:
            nonlocal listens, is_reading, length
            if name == "si":
                heard.clear()
                length = 0
            is_reading = is_reading or name == "rPh"
            listens = name == "t" and not is_reading

        def end(name: str) -> None:
            nonlocal listens, is_reading
            listens = False
            if name == "rPh":
                is_reading = False
            elif name == "si":
                texts.append(unescaped("".join(heard)))
                self._count(texts)

        def hear(text: str) -> None:
            nonlocal length
            if listens:
                length += len(text)
                if length > LONGEST_TEXT:
                    raise self._package.too_large()
                heard.append(text)

        walk(self._package.chunks(part), self._package.name, start=start, end=end, text=hear)
        return texts

    def _count(self, texts: list[str]) -> None:
        if len(texts) > self._package.limits.strings:
            raise self._package.too_large()

    def _walk(self, part: str, start: Start) -> None:
        data = self._package.whole(part)
        if data:
            walk([data], self._package.name, start=start)


def _items(block: bytes) -> list[str] | None:
    """The shared texts of a block that begins with an item; None if one is written otherwise than programs do."""
    count = block.count(b"<si>") + block.count(b"<si/>")
    if block.count(b"<si") != count or b":si" in block:
        return None
    text = block.decode("utf-8")
    plainly = _PLAIN_ITEM.findall(text)
    if len(plainly) == count:
        return (
            plainly if is_itself(text) else [each if is_itself(each) else unescaped(resolved(each)) for each in plainly]
        )
    found = _ITEM.findall(block)
    try:
        texts = [unescaped(plain(text) if text else runs(other)) for text, other in found]
    except OddShapeError:
        return None
    return texts if len(found) == count else None
