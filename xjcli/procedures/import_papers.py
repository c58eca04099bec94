"""What an import hands back beside its report (第四条): the user's own workbook with its errors, and whom to ask again.

Both are written before anything is stored, also in a rehearsal and where the import is refused: then they are needed
most. They hold what the workbook holds, so only their owner can read them, and nothing is overwritten unasked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.report.progress import Tell, silent
from xjcli.sheets.findings import Sheet


@dataclass(frozen=True, slots=True)
class Papers:
    """Where the annotated workbook and the list of whom to ask again go; `force` writes over what lies there."""

    annotate: Path | None = None
    ask_again: Path | None = None
    force: bool = False

    def require_free(self, source: Path) -> None:
        """Refuses before anything is read: file.exists, annotate.ending, annotate.same-file."""
        for path in filter(None, (self.annotate, self.ask_again)):
            if path.exists() and source.exists() and path.samefile(source):
                raise Refusal(Problem("annotate.same-file", where=path.name))
            if not self.force and os.path.lexists(path):
                raise Refusal(Problem("file.exists", where=path.name))
        if self.annotate is not None and self.annotate.suffix.lower() != ".xlsx":
            raise Refusal(Problem("annotate.ending", where=self.annotate.name))

    def write(self, source: Path, sheet: Sheet, problems: Iterable[Problem], tell: Tell = silent) -> dict[str, Any]:
        """`annotated` and `asks` of the result; None for what was not asked for."""
        annotated: dict[str, Any] | None = None
        asks: dict[str, Any] | None = None
        if self.annotate is not None:
            from xjcli.sheets.annotate import annotate

            made = annotate(source, self.annotate, sheet.table, problems, force=self.force, tell=tell)
            annotated = {"file": str(self.annotate), **asdict(made)}
        if self.ask_again is not None:
            from xjcli.sheets.asking import find_asks, write_asks

            count = write_asks(self.ask_again, find_asks(sheet), force=self.force)
            asks = {"file": str(self.ask_again), "count": count}
        return {"annotated": annotated, "asks": asks}
