"""A saved plan of an import (sheets.md): looked at, passed on, then carried out exactly as it was, or not at all.

It is pinned to the bytes of the workbook and to the head of the registry: where either has changed since, what was
looked at is no longer what would happen. Values stand in it masked; the workbook itself is read again. Its lines are
numbered, so that some of them can be carried out and the others kept for later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.registry.ledger import Head
from xjcli.schema.masking import mask_text

SCHEMA = "xj.import-plan/1"
_CAP = 64 * 1024 * 1024
#: The counts that must come out again.
COUNTS = ("new", "changed", "unchanged", "conflict", "refused")


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """How an import was asked for, what it was pinned to, and what it would have done."""

    sha256: str
    head_seq: int
    head_hash: str
    way: str
    on: str
    because: str
    extra_map: dict[str, str]
    overwrite: list[str]
    accept_valid: bool
    evidence: list[str]
    counts: dict[str, int]
    encoding: str = ""
    #: The rows that the plan is about, where it is not about the whole workbook.
    rows: list[int] | None = None
    #: The row of each line, by its number: the first line is 1.
    line_rows: list[int] = field(default_factory=list)

    def require(self, sha256: str, head: Head, evidence: list[str], counts: Mapping[str, int]) -> None:
        """Refuses with import.plan-stale unless file, registry, proofs and counts are those of the plan."""
        now = (sha256, head.seq, head.hash, evidence, {name: counts[name] for name in COUNTS})
        if now != (self.sha256, self.head_seq, self.head_hash, self.evidence, self.counts):
            raise Refusal(Problem("import.plan-stale"))

    def chosen(self, only: str) -> list[int]:
        """The rows of the lines that were named: `1,3-5`. Refuses with usage.option, import.plan-line."""
        numbers = _numbers(only)
        last = len(self.line_rows)
        if wrong := [number for number in numbers if not 1 <= number <= last]:
            raise Refusal(Problem("import.plan-line", params={"line": wrong[0], "last": last}))
        return [self.line_rows[number - 1] for number in numbers]


def _numbers(only: str) -> list[int]:
    """`1,3-5` as numbers, each once, in their order."""
    found: set[int] = set()
    for part in only.replace("，", ",").replace("、", ",").split(","):
        match = re.fullmatch(r"\s*([0-9]{1,6})\s*(?:-\s*([0-9]{1,6})\s*)?", part)
        if match is None:
            params: dict[str, str | int] = {"option": "--only", "value": mask_text(only)[:20], "allowed": "1,3-5"}
            raise Refusal(Problem("usage.option", params=params))
        found.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(found)


def rest_path(plan: Path) -> Path:
    """Where the lines that were not carried out go: beside the plan, under its name."""
    return plan.with_name(f"{plan.stem}-rest{plan.suffix}")


def save(path: Path, plan: SavedPlan, result: Mapping[str, Any]) -> None:
    """Write the plan, private, never over another file; with the field-level changes for whoever looks at it."""
    document = {"schema": SCHEMA, **asdict(plan), **{name: result[name] for name in ("file", "lines", "changes")}}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    atomic_write(path, text.encode("utf-8"), private=True)


def load(path: Path) -> SavedPlan:
    """Read a plan back. Refuses with import.plan-unreadable what this program did not write."""
    from pydantic import TypeAdapter, ValidationError

    try:
        raw = json.loads(read_bounded(path, _CAP))
        if raw.get("schema") != SCHEMA:
            raise ValueError(SCHEMA)
        known = {name: raw[name] for name in SavedPlan.__dataclass_fields__ if name in raw}
        return TypeAdapter(SavedPlan).validate_python(known)
    except (ValidationError, ValueError, AttributeError):
        raise Refusal(Problem("import.plan-unreadable", where=path.name)) from None
