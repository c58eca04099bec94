"""Reads tables of a registry through plain sqlite3 and pydantic: python -m tests.bench.naive_reading FILE TABLE…"""

from __future__ import annotations

import gc
import sqlite3
import sys
from typing import Any

from pydantic import Json, create_model

from xjcli.schema.columns import FIELDS

#: Held as Any: it is applied to models that are made at run time.
_PARSED: Any = Json
_JSON = ("person", "situation", "open_case", "handover", "basis_of_act", "body")


def main(path: str, *tables: str) -> None:
    """Every row of each table, checked and held; without looking for cycles, as ours."""
    gc.disable()
    connection = sqlite3.connect(path)
    fields: Any = {field.name: (str, "") for field in FIELDS}
    person: Any = create_model("Person", **fields)
    for table in tables:
        rows = connection.execute(f"select * from {table}")  # noqa: S608  named on the command line of a bench
        names = [column[0] for column in rows.description]
        kinds: dict[str, Any] = {name: (_kind(name, person), ...) for name in names}
        model = create_model(table, **kinds)
        held = [model(**dict(zip(names, row, strict=True))) for row in rows]
        sys.stdout.write(f"{table}: {len(held)}\n")


def _kind(name: str, person: Any) -> Any:
    if name == "person":
        return _PARSED[person]
    if name in _JSON:
        return _PARSED[dict[str, Any]]
    return int if name in ("seq", "version", "cohort", "opened_seq", "last_seq", "promoted_year") else Any


if __name__ == "__main__":
    main(*sys.argv[1:])
