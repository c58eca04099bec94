"""第二十五条: 非经学籍主管部门书面批准，学籍信息一律不得向外提供. What is stamped in a file that leaves the school.

The stamp travels with the data: whoever finds the file sees on whose approval, to whom and for what it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from xjcli.report.phrases import phrase


@dataclass(frozen=True, slots=True)
class Cover:
    """One disclosure. `fields` are labels, `day` an ISO date, `rows` the pupils in the file."""

    school: str
    school_code: str
    approval: str
    recipient: str
    purpose: str
    fields: tuple[str, ...]
    rows: int
    day: str
    by: str

    def lines(self) -> Iterator[tuple[str, str]]:
        """(label, text) for a sheet, or for the rows above the header of a text file."""
        yield phrase("cover.title"), phrase("cover.rule")
        yield phrase("cover.school"), f"{self.school} {self.school_code}".strip()
        yield phrase("cover.approval"), self.approval
        yield phrase("cover.recipient"), self.recipient
        yield phrase("cover.purpose"), self.purpose
        yield phrase("cover.fields"), "、".join(self.fields)
        yield phrase("cover.rows"), str(self.rows)
        yield phrase("cover.day"), self.day
        yield phrase("cover.by"), self.by

    def as_json(self) -> dict[str, Any]:
        """The stamp of a JSON file, under the names above."""
        return {**asdict(self), "fields": list(self.fields), "article": 25}
