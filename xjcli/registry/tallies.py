"""How many: pupils of a grade and of a class, and what acts of one kind said (第十一条, 第二十四条)."""

from __future__ import annotations

import json
from typing import Any

from xjcli.registry.ledger import Registry
from xjcli.registry.projections import from_row
from xjcli.schema.record import COLUMNS, ENROLLED, ON_ROLL, Record

_ALL = ", ".join(COLUMNS)


def grade_size(registry: Registry, stage: str, cohort: int) -> int:
    """Pupils of a cohort whose record this school keeps."""
    marks = ",".join("?" * len(ON_ROLL))
    sql = f"select count(*) from records where stage = ? and cohort = ? and status in ({marks})"  # noqa: S608 - marks
    return int(registry.rows(sql, (stage, cohort, *ON_ROLL))[0][0])


def class_size(registry: Registry, stage: str, cohort: int, class_no: str) -> int:
    """Pupils in the classroom: enrolled and there."""
    sql = "select count(*) from records where stage = ? and cohort = ? and class_no = ? and status = ?"
    return int(registry.rows(sql, (stage, cohort, class_no, ENROLLED))[0][0])


def bodies_of(registry: Registry, kind: str) -> list[dict[str, Any]]:
    """The bodies of all acts of a kind, in their order; those that were taken out are passed over."""
    rows = registry.rows("select body from acts where kind = ? and body is not null order by seq", (kind,))
    return [json.loads(row["body"]) for row in rows]


def of_grade(registry: Registry, stage: str, cohort: int, class_no: str = "") -> list[Record]:
    """Every pupil of a cohort (or of one of its classes) whose record this school keeps, in class order."""
    marks = ",".join("?" * len(ON_ROLL))
    sql = (
        f"select {_ALL} from records where stage = ? and cohort = ? and status in ({marks})"  # noqa: S608 - marks
        " and (? = '' or class_no = ?) order by class_no, name_key, record_id"
    )
    return [from_row(row) for row in registry.rows(sql, (stage, cohort, *ON_ROLL, class_no, class_no))]
