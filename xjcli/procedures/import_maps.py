"""What a column of an odd workbook stands for, said once and remembered (第四条): `--map` need not be said again.

A map is kept under the fingerprint of its heading row, in the settings, once an import with it was stored: a map that
nobody has seen succeed is nobody's word. Headings hold nothing of a pupil.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from xjcli.registry.ledger import Registry
from xjcli.schema.canonical import canonical
from xjcli.sheets.table import Table

_PREFIX = "import-map:"


def remembered(registry: Registry) -> dict[str, dict[str, str]]:
    """Fingerprint of a heading row → heading → field, as `read_table` takes it."""
    return {
        key.removeprefix(_PREFIX): json.loads(value)
        for key, value in registry.settings().items()
        if key.startswith(_PREFIX)
    }


def remember(registry: Registry, table: Table, given: Mapping[str, str] | None) -> None:
    """Keep what was said for this heading row; inside the import's own transaction."""
    if given:
        registry.connection.execute(
            "insert into settings values (?,?) on conflict (key) do update set value = excluded.value",
            (_PREFIX + table.fingerprint, canonical(table.mapping).decode()),
        )
