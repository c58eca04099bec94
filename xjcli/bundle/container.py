"""The file around a bundle: a zip with stored entries, of which exactly one spelling exists.

Any unzip program can open it, so that a stranger can check a bundle; but nothing here trusts the directory of
a zip. It is read entry by entry from the front; every header is made again and compared, as is the
directory: a flipped bit, a trailing byte, a comment, another order, date or attribute is refused.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from xjcli.bundle.envelope import MAX_ENVELOPE_BYTES
from xjcli.errors import Problem, Refusal
from xjcli.schema.bundle import MAX_BUNDLE_BYTES, MAX_PARTS

ENVELOPE_NAME = "statement.dsse.json"
#: The first bytes of every bundle are `MAGIC`, 26 bytes of header, then ENVELOPE_NAME.
MAGIC = b"PK\x03\x04"

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
#: So many bytes say where the first entry ends.
HEAD_BYTES = _LOCAL.size + len(ENVELOPE_NAME)
_VERSION = 10  # plain stored entries
_DATE = 0x21  # 1980-01-01, the first day a zip knows: a bundle's time stands in its statement
_LONGEST_NAME = 200


class Entry(NamedTuple):
    """One entry of the file."""

    name: str
    data: bytes


def write_container(entries: Sequence[Entry]) -> bytes:
    """The one file for these entries; names are ASCII. Raises Refusal `bundle.too-large`."""
    if len(entries) > MAX_PARTS + 1 or sum(len(entry.data) for entry in entries) > MAX_BUNDLE_BYTES:
        raise Refusal(Problem("bundle.too-large"))
    pieces = [piece for entry in entries for piece in (_local(entry), entry.data)]
    data = b"".join([*pieces, _directory(entries)])
    if len(data) > MAX_BUNDLE_BYTES:
        raise Refusal(Problem("bundle.too-large"))
    return data


def read_container(data: bytes) -> list[Entry]:
    """The entries in their order.

    Raises Refusal: `bundle.too-large`, `bundle.not-a-bundle`, `bundle.altered`.
    """
    if len(data) > MAX_BUNDLE_BYTES:
        raise Refusal(Problem("bundle.too-large"))
    require_start(data)
    entries: list[Entry] = []
    position = 0
    while data[position : position + len(MAGIC)] == MAGIC:
        if len(entries) > MAX_PARTS:
            raise Refusal(Problem("bundle.too-large"))
        entry, position = read_entry(data, position)
        entries.append(entry)
    if len({entry.name for entry in entries}) != len(entries) or data[position:] != _directory(entries):
        raise Refusal(Problem("bundle.altered"))
    return entries


def require_start(data: bytes) -> None:
    """The file begins as every bundle begins. Raises Refusal `bundle.not-a-bundle`."""
    name = data[_LOCAL.size : _LOCAL.size + len(ENVELOPE_NAME)]
    if not data.startswith(MAGIC) or name != ENVELOPE_NAME.encode("ascii"):
        raise Refusal(Problem("bundle.not-a-bundle"))


def first_entry_ends(head: bytes) -> int:
    """Where the first entry of a file that begins like this ends. Raises Refusal `bundle.not-a-bundle`."""
    require_start(head)
    *_, size, name_length, _extra = _LOCAL.unpack(head[: _LOCAL.size])
    if size > MAX_ENVELOPE_BYTES:
        raise Refusal(Problem("bundle.not-a-bundle"))
    return _LOCAL.size + int(name_length) + int(size)


def read_entry(data: bytes, position: int) -> tuple[Entry, int]:
    """The entry at `position` and where it ends. Raises Refusal `bundle.altered`."""
    header = data[position : position + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise Refusal(Problem("bundle.altered"))
    *_, size, name_length, _extra = _LOCAL.unpack(header)
    start = position + _LOCAL.size + name_length
    name = data[position + _LOCAL.size : start]
    body = data[start : start + size]
    if name_length > _LONGEST_NAME or len(body) != size or not name.isascii():
        raise Refusal(Problem("bundle.altered"))
    entry = Entry(name.decode("ascii"), body)
    if _local(entry) != data[position:start]:
        raise Refusal(Problem("bundle.altered"))
    return entry, start + size


def _local(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    size = len(entry.data)
    return _LOCAL.pack(MAGIC, _VERSION, 0, 0, 0, _DATE, zlib.crc32(entry.data), size, size, len(name), 0) + name


def _directory(entries: Sequence[Entry]) -> bytes:
    lines: list[bytes] = []
    offset = 0
    for entry in entries:
        name = entry.name.encode("ascii")
        size = len(entry.data)
        fixed = (b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DATE, zlib.crc32(entry.data), size, size)
        lines.append(_CENTRAL.pack(*fixed, len(name), 0, 0, 0, 0, 0, offset) + name)
        offset += _LOCAL.size + len(name) + size
    directory = b"".join(lines)
    count = len(entries)
    return directory + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
