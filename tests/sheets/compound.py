"""A compound file (the shell of an old .xls or of an encrypted workbook) with given streams, written by hand."""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096  # a shorter stream would go into the mini stream


def compound(streams: dict[str, bytes]) -> bytes:
    """The bytes of a compound file of version 3; each stream is filled up to 4096 bytes with noughts."""
    bodies = [body.ljust(_SMALLEST, b"\0") for body in streams.values()]
    table: list[int] = []
    starts: list[int] = []
    for body in bodies:
        starts.append(len(table))
        count = -(-len(body) // _SECTOR)
        table += [*range(len(table) + 1, len(table) + count), _END]
    entries = [_entry("Root Entry", 5, _END, 0)]
    entries += [_entry(name, 2, start, len(body)) for name, start, body in zip(streams, starts, bodies, strict=True)]
    folder = b"".join(entries)
    folder += bytes(-len(folder) % _SECTOR)
    first_folder = len(table)
    count = len(folder) // _SECTOR
    table += [*range(len(table) + 1, len(table) + count), _END]
    tables = 1
    while tables * _SECTOR // 4 < len(table) + tables:
        tables += 1
    first_table = len(table)
    table += [_TABLE] * tables
    table += [_FREE] * (tables * _SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, tables, first_folder, 0, _SMALLEST, _END, 0, _END, 0, first_table)
    header += struct.pack(f"<{tables - 1}I", *range(first_table + 1, first_table + tables)) if tables > 1 else b""
    header = header.ljust(_SECTOR, b"\xff")
    body = b"".join(each + bytes(-len(each) % _SECTOR) for each in bodies)
    return header + body + folder + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    body = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, 1 if kind == 5 else _FREE)
    return body.ljust(116, b"\0") + struct.pack("<III", start, size, 0)


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of a BIFF stream."""
    return struct.pack("<HH", kind, len(body)) + body


def workbook(globals_: bytes = b"", cells: bytes = b"", *, name: str = "S", version: int = 0x0600) -> bytes:
    """The stream of an old workbook of one sheet."""
    begin = struct.pack("<HHHH", version, 5, 0, 0) + bytes(8)
    head = record(0x0809, begin) + globals_
    label = struct.pack("<BB", len(name), 0) + name.encode("latin-1")
    offset = len(head) + 4 + 6 + len(label) + 4
    head += record(0x0085, struct.pack("<IBB", offset, 0, 0) + label) + record(0x000A)
    return head + record(0x0809, struct.pack("<HHHH", version, 0x10, 0, 0) + bytes(8)) + cells + record(0x000A)
