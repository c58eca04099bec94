"""The streams of an old Office file: enough of the compound file format to find the workbook in it, and no more.

Every chain of sectors is followed at most once around, so that a file that points at itself ends.
"""

from __future__ import annotations

import struct

from xjcli.errors import Problem, Refusal

_HEADER = 512
_END = 0xFFFFFFFA  # from here on: marks, no sectors
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class Compound:
    """The named streams of a compound file."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises Refusal: `sheet.not-a-workbook` for a file that is cut off or points outside itself."""
        self._data, self._name = data, name
        try:
            self._open()
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise self.broken() from error

    def broken(self) -> Refusal:
        """The refusal of what is no whole workbook."""
        return Refusal(Problem("sheet.not-a-workbook", where=self._name))

    def has(self, name: str) -> bool:
        """True if there is such a stream, in any folder."""
        return name.casefold() in self._entries

    def stream(self, *names: str) -> bytes:
        """The bytes of the first of these streams that exists. Raises Refusal: `sheet.not-a-workbook`."""
        found = next((self._entries[name.casefold()] for name in names if self.has(name)), None)
        if found is None:
            raise self.broken()
        first, size = found
        try:
            if size < self._cutoff:
                data = self._chain(first, self._small, self._mini, self._small_size)
            else:
                data = self._chain(first, self._table, self._data, self._size, offset=self._size)
        except (struct.error, IndexError, ValueError) as error:
            raise self.broken() from error
        if len(data) < size:
            raise self.broken()
        return data[:size]

    def _open(self) -> None:
        data = self._data
        if len(data) < _HEADER:
            raise ValueError("cut off")
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("sector size")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        first_folder, self._cutoff = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 56)[0]
        first_small = struct.unpack_from("<I", data, 60)[0]
        self._table = self._sectors()
        folder = self._chain(first_folder, self._table, data, self._size, offset=self._size)
        self._entries: dict[str, tuple[int, int]] = {}
        root = (0xFFFFFFFE, 0)
        for start in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", folder, start + 64)
            place = struct.unpack_from("<II", folder, start + 116)
            if kind == _ROOT:
                root = place
            elif kind == _STREAM:
                name = folder[start : start + max(length - 2, 0)].decode("utf-16-le", "replace")
                self._entries.setdefault(name.casefold(), place)
        small = self._chain(first_small, self._table, data, self._size, offset=self._size)
        self._small = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
        self._mini = self._chain(root[0], self._table, data, self._size, offset=self._size)

    def _sectors(self) -> tuple[int, ...]:
        """The table that says which sector follows which."""
        data, size = self._data, self._size
        listed = list(struct.unpack_from("<109I", data, 76))
        following, count = struct.unpack_from("<II", data, 68)
        for _ in range(min(count, len(data) // size)):
            if following >= _END:
                break
            more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
            listed += more[:-1]
            following = more[-1]
        parts = [data[(sector + 1) * size : (sector + 2) * size] for sector in listed if sector < _END]
        table = b"".join(parts)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, first: int, table: tuple[int, ...], data: bytes, size: int, *, offset: int = 0) -> bytes:
        """The sectors from `first` on, put together."""
        parts: list[bytes] = []
        sector = first
        while sector < _END:
            if len(parts) >= len(table):
                raise ValueError("a chain without an end")
            parts.append(data[offset + sector * size : offset + (sector + 1) * size])
            sector = table[sector]
        return b"".join(parts)
