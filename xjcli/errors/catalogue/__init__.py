"""The catalogue of every problem: one module per subject, merged here; a code stands in exactly one of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xjcli.errors import Entry
from xjcli.errors.catalogue import authority, bundle, identity, record, registry, sheet, transport, usage, workbook

_MODULES = (usage, identity, record, registry, sheet, workbook, bundle, transport, authority)

ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {code: line for module in _MODULES for code, line in module.ENTRIES.items()}
)


def clashes() -> list[str]:
    """Codes that two modules claim; a test holds this list empty."""
    seen: dict[str, int] = {}
    for module in _MODULES:
        for code in module.ENTRIES:
            seen[code] = seen.get(code, 0) + 1
    return sorted(code for code, times in seen.items() if times > 1)


__all__ = ["ENTRIES", "Entry", "clashes"]
