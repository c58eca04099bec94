"""Small files of every kind in which a proof is kept, made in memory; pictures of any claimed size."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

CONTENT_TYPES = "[Content_Types].xml"


def png(width: int = 40, height: int = 30) -> bytes:
    """A PNG whose header claims this size (its picture data is one grey line; nothing here unpacks it)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


def jpeg(width: int = 40, height: int = 30, *, frame: int = 0xC0) -> bytes:
    """A JPEG up to its frame header, behind a JFIF segment and a fill byte."""
    jfif = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + bytes(9)
    sof = struct.pack(">BBHBHHB", 0xFF, frame, 11, 8, height, width, 1) + bytes(3)
    return b"\xff\xd8" + jfif + b"\xff" + sof + b"\xff\xda\x00\x02\x00"


def archive(*names: str, size: int = 4) -> bytes:
    """A zip with these entries, each of that many zero bytes, compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name in names:
            out.writestr(name, bytes(size))
    return stream.getvalue()


def ofd() -> bytes:
    return archive("OFD.xml", "Doc_0/Document.xml")


def docx(*more: str) -> bytes:
    return archive(CONTENT_TYPES, "word/document.xml", *more)


def xlsx(*more: str) -> bytes:
    return archive(CONTENT_TYPES, "xl/workbook.xml", *more)


PDF = b"%PDF-1.7 a letter"
