"""What a file is, by its own bytes (第十条、第十三条): the few formats in which a proof is kept.

A name proves nothing, and a picture or an archive can unfold to a thousand times its size in whatever opens it later.
So the frame of a picture is read from its header and the parts of a document from its directory; nothing is unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from xjcli.errors import Problem

#: A page scanned at 600 dpi has 35 million pixels.
MAX_PIXELS = 100_000_000
MAX_SIDE = 30_000
MAX_PARTS = 5_000
MAX_EXPANDED = 200 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # SOFn; the other three are tables
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_CONTENT_TYPES = "[Content_Types].xml"
#: The parts by which a zip is a document of that kind.
_DOCUMENTS = {
    ".ofd": frozenset({"OFD.xml"}),
    ".docx": frozenset({_CONTENT_TYPES, "word/document.xml"}),
    ".xlsx": frozenset({_CONTENT_TYPES, "xl/workbook.xml"}),
}
EXTENSIONS = frozenset({".jpg", ".jpeg", ".png", ".pdf", *_DOCUMENTS})


def find_faults(content: bytes, extension: str) -> list[Problem]:
    """Why this file is no proof of the kind that its extension says: `evidence.kind`, `evidence.pixels`,
    `evidence.damaged`, `evidence.unfolds`. `extension` in lower case with its dot.
    """
    check = _CHECKS.get(extension)
    if check is None or not check(content):
        return [_kind(extension)]
    if extension in _DOCUMENTS:
        return _document(content, extension)
    size = _picture(content, extension)
    if size is None:
        return []
    width, height = size
    if not width or not height:
        return [Problem("evidence.damaged", params={"extension": extension})]
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        return [Problem("evidence.pixels", params={"width": width, "height": height})]
    return []


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a JPEG, as its frame header says; (0, 0) where there is none."""
    return _picture(content, ".jpg") or (0, 0)


def _kind(extension: str) -> Problem:
    return Problem("evidence.kind", params={"extension": extension[:8] or "-"})


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


_CHECKS: dict[str, Callable[[bytes], bool]] = {
    ".jpg": _starts(b"\xff\xd8\xff"),
    ".jpeg": _starts(b"\xff\xd8\xff"),
    ".png": _starts(_PNG),
    ".pdf": _starts(b"%PDF-"),
    **dict.fromkeys(_DOCUMENTS, _starts(b"PK\x03\x04")),
}


def _picture(content: bytes, extension: str) -> tuple[int, int] | None:
    """Width and height of a picture, 0 where its header does not say; None for what is no picture."""
    if extension == ".png":
        frame = content[8:24]
        if len(frame) < 16 or frame[:8] != b"\x00\x00\x00\x0dIHDR":
            return 0, 0
        width, height = struct.unpack(">II", frame[8:])
        return width, height
    if extension in (".jpg", ".jpeg"):
        return next(_jpeg_frames(content), (0, 0))
    return None


def _jpeg_frames(content: bytes) -> Iterator[tuple[int, int]]:
    """The frame headers of a JPEG, found from segment to segment."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF or marker in _BARE:
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        if marker in _FRAMES and place + 9 <= len(content):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            yield width, height
        if marker == 0xDA or length < 2:  # the picture itself begins
            return
        place += 2 + length


def _document(content: bytes, extension: str) -> list[Problem]:
    """A zip that is a document of its kind, of modest size when unfolded, with no program and no lock in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if not _DOCUMENTS[extension] <= names or any(part.flag_bits & 1 for part in parts):
                return [_kind(extension)]
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return [_kind(extension)]
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_EXPANDED:
                return [Problem("evidence.unfolds", params={"extension": extension})]
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError):
        return [Problem("evidence.damaged", params={"extension": extension})]
    return []


def is_proof(content: bytes) -> bool:
    """True for content of one of the formats, whatever it is called: what another school sends has no name."""
    return any(not find_faults(content, extension) for extension in EXTENSIONS)
