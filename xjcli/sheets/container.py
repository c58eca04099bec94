"""What kind of file it is, and whether it is safe to open: judged from its bytes, never from its name.

A workbook is a stranger's zip. Nothing is unpacked whole: parts are read piece by piece, counted as they come
(what the directory claims is not believed), and a part that declares entities is not read at all. So a bomb costs
at most `expanded_bytes` of time and a few megabytes of memory.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from xjcli.errors import Problem, Refusal
from xjcli.report.progress import Tell, silent

_ZIP = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(r"\s*(<(!doctype|!--|html|table|\?xml|meta|head|body|style)|mime-version:)", re.IGNORECASE)
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CHUNK = 1 << 20
#: A part is suspicious only if it is large as well as dense: sheets of equal cells shrink very well.
_RATIO_FROM = 64 << 20
#: No workbook has so many parts; each costs memory before anything is read.
_PARTS = 10_000
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: Where a part may declare entities, which programs expand without end (billion laughs).
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENCRYPTED_ODS = b"encryption-data"


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps against files that would fill the memory or never end.

    Sizes in bytes; `ratio` is expanded : packed of one part; `rows` and `columns` count what holds a value;
    `cells` also empty ones; `strings` are the different texts of a workbook.
    """

    file_bytes: int = 100 << 20
    expanded_bytes: int = 1 << 30
    ratio: int = 200
    rows: int = 200_000
    columns: int = 400
    cells: int = 20_000_000
    strings: int = 8_000_000


DEFAULT_LIMITS = Limits()


def kind_of(data: bytes, name: str) -> str:
    """`zip`, `ole` or `text`. Raises Refusal: `sheet.empty-file`, `sheet.html`."""
    if not data.strip(b"\0\r\n\t "):
        raise Refusal(Problem("sheet.empty-file", where=name))
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    start = data[:1024]
    mark = next((mark for mark in _MARKS if start.startswith(mark)), b"")
    text = start[len(mark) :].decode(_MARKS.get(mark, "latin-1"), "replace")
    if not text.strip():
        raise Refusal(Problem("sheet.empty-file", where=name))
    if _MARKUP.match(text):
        raise Refusal(Problem("sheet.html", where=name))
    return "text"


class Package:
    """A zipped workbook, looked into without trusting the sizes it claims."""

    def __init__(self, data: bytes, name: str, limits: Limits, tell: Tell = silent) -> None:
        """Raises Refusal: `sheet.not-a-workbook` (also a truncated file), `sheet.too-large`,
        `sheet.encrypted`, `sheet.binary`.
        """
        self.name, self.limits, self.tell = name, limits, tell
        self._unpacked, self._whole = 0, 1
        if data.count(_ENTRY) > _PARTS:
            raise self.too_large()
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self.broken() from error
        self._parts = {part.filename: part for part in self._zip.infolist()}
        if any(part.flag_bits & 1 for part in self._parts.values()):
            raise Refusal(Problem("sheet.encrypted", where=name))
        if "content.xml" in self._parts:
            self.format = "ods"
            if _ENCRYPTED_ODS in self.whole("META-INF/manifest.xml"):
                raise Refusal(Problem("sheet.encrypted", where=name))
        elif any(part.endswith("workbook.bin") for part in self._parts):
            raise Refusal(Problem("sheet.binary", where=name))
        elif "[Content_Types].xml" in self._parts:
            self.format = "xlsx"
        else:
            raise self.broken()

    def too_large(self, where: str = "") -> Refusal:
        """The refusal of what is above a cap."""
        return Refusal(Problem("sheet.too-large", where=where or self.name))

    def broken(self) -> Refusal:
        """The refusal of what is no whole workbook."""
        return Refusal(Problem("sheet.not-a-workbook", where=self.name))

    def has(self, part: str) -> bool:
        """True if there is such a part."""
        return part in self._parts

    def find_remarks(self) -> list[Problem]:
        """What the workbook carries beside its cells: a program is never run, another file never looked at."""
        notes: list[Problem] = []
        if any(part.endswith("vbaProject.bin") or part.startswith("Basic/") for part in self._parts):
            notes.append(Problem("sheet.macros-ignored", "note", self.name))
        links = sum(part.startswith("xl/externalLinks/externalLink") for part in self._parts)
        if links:
            notes.append(Problem("sheet.external-links", "warn", self.name, {"count": links}))
        return notes

    def whole(self, part: str, cap: int = 16 << 20) -> bytes:
        """All bytes of a small part, b"" if there is none. Raises Refusal as `chunks`."""
        if part not in self._parts:
            return b""
        found: list[bytes] = []
        size = 0
        for chunk in self.chunks(part):
            size += len(chunk)
            if size > cap:
                raise self.too_large()
            found.append(chunk)
        return b"".join(found)

    def tell_rows(self, rows: int) -> None:
        """So many rows of the part that is being unpacked are read; how many there are shows in its bytes."""
        self.tell("read", rows, max(rows * self._whole // max(self._unpacked, 1), rows + 1))

    def chunks(self, part: str, *, has_rows: bool = False) -> Iterator[bytes]:
        """The part's bytes as they come; of one that `has_rows` its reader tells how far it has come, by `tell_rows`.

        Raises Refusal: `sheet.too-large`, `sheet.not-a-workbook`, `sheet.entities`.
        """
        claimed = self._parts[part]
        if claimed.compress_type not in _PLAIN:
            raise self.broken()
        honest = copy.copy(claimed)
        honest.file_size = 1 << 62  # so that the end is where the data ends
        most, size = self.limits.expanded_bytes, 0
        try:
            with self._zip.open(honest) as stream:
                while chunk := stream.read(_CHUNK):
                    if not size and _DECLARED.search(chunk):
                        raise Refusal(Problem("sheet.entities", where=self.name))
                    size += len(chunk)
                    dense = size > _RATIO_FROM and size > self.limits.ratio * max(claimed.compress_size, 1)
                    if size > most or dense:
                        raise self.too_large()
                    self._unpacked, self._whole = size, max(size, claimed.file_size)
                    if not has_rows:
                        self.tell("open", size, self._whole)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise self.broken() from error
