"""How many: pupils of a grade and of a class, and what acts of one kind said (第十一条, 第二十四条)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from xjcli.registry.ledger import Registry, act_from_row
from xjcli.registry.projections import from_row
from xjcli.schema.act import Act
from xjcli.schema.record import COLUMNS, ENROLLED, ON_ROLL, Record

_ALL = ", ".join(COLUMNS)
_PART = 500


def grade_size(registry: Registry, stage: str, cohort: int) -> int:
    """Pupils of a cohort whose record this school keeps."""
    marks = ",".join("?" * len(ON_ROLL))
    sql = f"select count(*) from records where stage = ? and cohort = ? and status in ({marks})"  # noqa: S608  marks
    return int(registry.rows(sql, (stage, cohort, *ON_ROLL))[0][0])


def class_size(registry: Registry, stage: str, cohort: int, class_no: str) -> int:
    """Pupils in the classroom: enrolled and there."""
    sql = "select count(*) from records where stage = ? and cohort = ? and class_no = ? and status = ?"
    return int(registry.rows(sql, (stage, cohort, class_no, ENROLLED))[0][0])


def bodies_of(registry: Registry, kind: str) -> list[dict[str, Any]]:
    """The bodies of all acts of a kind, in their order; those that were taken out are passed over."""
    rows = registry.rows("select body from acts where kind = ? and body is not null order by seq", (kind,))
    return [json.loads(row["body"]) for row in rows]


def acts_of(registry: Registry, kind: str) -> list[Act]:
    """All acts of a kind, in their order."""
    rows = registry.rows("select * from acts where kind = ? order by seq", (kind,))
    return [act_from_row(row) for row in rows]


def of_grade(
    registry: Registry, stage: str, cohort: int, class_no: str = "", *, also: tuple[str, ...] = ()
) -> list[Record]:
    """Every pupil of a cohort (or of one of its classes) on the roll, in class order; `also` names more statuses."""
    statuses = (*ON_ROLL, *also)
    marks = ",".join("?" * len(statuses))
    sql = (
        f"select {_ALL} from records where stage = ? and cohort = ? and status in ({marks})"  # noqa: S608  marks
        " and (? = '' or class_no = ?) order by class_no, name_key, record_id"
    )
    return [from_row(row) for row in registry.rows(sql, (stage, cohort, *statuses, class_no, class_no))]


def by_class(registry: Registry, statuses: tuple[str, ...]) -> dict[tuple[str, int, str], int]:
    """How many records in one of these statuses stand in each class: (stage, cohort, class) → pupils."""
    marks = ",".join("?" * len(statuses))
    sql = (
        f"select stage, cohort, class_no, count(*) from records where status in ({marks})"  # noqa: S608  marks
        " group by stage, cohort, class_no"
    )
    return {(row[0], row[1], row[2]): row[3] for row in registry.rows(sql, statuses)}


def names_of(registry: Registry, record_ids: Iterable[str]) -> dict[str, str]:
    """The names on these records, read in parts."""
    wanted, names = sorted(record_ids), {}
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        marks = ",".join("?" * len(part))
        sql = f"select record_id, name from records where record_id in ({marks})"  # noqa: S608  marks only
        names.update({row[0]: row[1] for row in registry.rows(sql, part)})
    return names
