"""Check identity documents (第五条、第二十八条) before they become a 学籍号: no registry needed, output masked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.reference import is_region
from xjcli.report import Report
from xjcli.report.problems import as_json
from xjcli.schema.masking import mask_number
from xjcli.schema.values.documents import identify


def gather(values: list[str], file: Path | None, column: str) -> Iterator[tuple[str, str]]:
    """(where, number) of the arguments, of standard input for `-`, and of a file's column or lines."""
    if not values and file is None:
        raise Refusal(Problem("usage.missing", params={"option": "VALUE | --file | -"}))
    for position, value in enumerate(values, start=1):
        if value == "-":
            yield from ((f"stdin:{row}", line) for row, line in enumerate(sys.stdin, start=1) if line.strip())
        else:
            yield str(position), value
    if file is not None:
        from xjcli.sheets.lists import read_column

        yield from read_column(file, column)


def check(values: Iterable[tuple[str, str]], *, today: date) -> Report:
    """`items[]` for (where, number) pairs; exit 1 if any is not valid. The same region is looked up once."""
    items: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for where, text in values:
        found = identify(text, today=today, region_known=is_region)
        placed = [Problem(each.code, each.severity, where, each.params) for each in found.problems]
        items.append(
            {
                "input": mask_number(found.normalised),
                "valid": found.valid,
                "kind": found.kind,
                "birth_date": found.birth_date.isoformat() if found.birth_date else None,
                "sex": found.sex,
                "where": where,
                "problems": [as_json(problem) for problem in placed],
            }
        )
        problems += placed
    invalid = sum(not item["valid"] for item in items)
    result = {"total": len(items), "valid": len(items) - invalid, "invalid": invalid, "items": items}
    return Report(result, problems, 1 if invalid else 0)
