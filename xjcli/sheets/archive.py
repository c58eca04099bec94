"""A stranger's zip, unpacked part by part without believing what it claims.

The sizes in a zip's directory are only claims, so every part is counted as it is unpacked. Names of older Windows
programs are GBK without saying so; the zip format would have them read as code page 437.
"""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xjcli.errors import Problem, Refusal

_CHUNK = 1 << 18
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
#: A dense part is suspicious only if it is large as well.
_RATIO_FROM = 8 << 20


@dataclass(frozen=True, slots=True)
class Caps:
    """How many parts, how large one may be and all together (bytes), and expanded : packed of a large part."""

    parts: int
    part_bytes: int
    total_bytes: int
    ratio: int = 200


def unpacked(source: Path | BinaryIO, name: str, caps: Caps) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file of the zip, in its order.

    Raises Refusal: `archive.broken`, `archive.encrypted`, `archive.too-large`.
    """
    total = 0
    try:
        with zipfile.ZipFile(source) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > caps.parts:
                raise Refusal(Problem("archive.too-large", where=name))
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise Refusal(Problem("archive.encrypted", where=name))
            for entry in entries:
                content = _content(archive, entry, min(caps.part_bytes, caps.total_bytes - total), caps.ratio, name)
                total += len(content)
                yield _name(entry), content
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refusal(Problem("archive.broken", where=name)) from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cap: int, ratio: int, name: str) -> bytes:
    honest = copy.copy(entry)
    honest.file_size = 1 << 62  # so that the end is where the data ends
    found = bytearray()
    with archive.open(honest) as stream:
        while chunk := stream.read(_CHUNK):
            found += chunk
            dense = len(found) > _RATIO_FROM and len(found) > ratio * max(entry.compress_size, 1)
            if len(found) > cap or dense:
                raise Refusal(Problem("archive.too-large", where=name))
    return bytes(found)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: UTF-8 where the zip says so, else GB18030 where that reads it, else as it came."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:  # decoded by other rules already
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
