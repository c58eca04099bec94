"""The least that an import can be: python-calamine reads the cells, executemany stores the same rows as they are.

No header, no check, no code table, no ledger. Run: python -m tests.bench.floor WORKBOOK DATABASE
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from python_calamine import CalamineWorkbook


def main(book: str, database: str) -> None:
    """Read and store, in one transaction."""
    Path(database).unlink(missing_ok=True)
    rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    connection = sqlite3.connect(database)
    columns = ", ".join(f"c{index} text" for index in range(len(rows[0])))
    connection.execute(f"create table pupils ({columns})")
    marks = ", ".join("?" * len(rows[0]))
    with connection:
        connection.executemany(f"insert into pupils values ({marks})", rows[1:])  # noqa: S608  marks only
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
