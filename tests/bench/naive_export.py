"""The export as it is usually written: openpyxl in its normal mode, the text format on every cell.

The rows come as JSON with their labels already in place: it opens no registry, masks nothing, writes no lists and no
notes, and so does less than `xj export`. Run: python -m tests.bench.naive_export ROWS.json WORKBOOK
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from openpyxl import Workbook


def main(source: str, out: str) -> None:
    """Read the rows, write the workbook."""
    body = json.loads(Path(source).read_text("utf-8"))
    names = list(body["columns"])
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(list(body["columns"].values()))
    page.freeze_panes = "A2"
    for number, row in enumerate(body["rows"], start=2):
        for column, name in enumerate(names, start=1):
            text = row.get(name)
            if text:
                cell = page.cell(number, column, text)
                cell.number_format = "@"
                cell.data_type = "s"
    book.save(out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
