"""第二十四条: the figures of a semester as a page, a workbook or Markdown; never a name or a number of a pupil.

第二十五条: what is to be published withholds small numbers; what is not says that it stays in the school.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_file, atomic_write, make_private_dir
from xjcli.papers.page.figures import Clock, Figures, Flow, Identity, View
from xjcli.papers.page.tables import Table, Words, tables
from xjcli.report.language import Lang

if TYPE_CHECKING:
    from xjcli.sheets.xlsx import Column

KINDS = (".html", ".xlsx", ".md")


def write_report(
    figures: Figures, path: Path, *, lang: Lang = "zh", publish: bool = False, force: bool = False
) -> None:
    """Write the report to `path`, a .html, .xlsx or .md, 0600; its folder is made where it lacks.

    Raises Refusal: `semester-report.kind`, `file.*`.
    """
    require_place(path, force=force)
    kind = path.suffix.lower()
    view, words = View(figures, publish=publish), Words(lang)
    make_private_dir(path.parent)
    if kind == ".xlsx":
        _write_book(view, words, path, force=force)
        return
    if kind == ".html":
        from xjcli.papers.page.html import as_html as written
    else:
        from xjcli.papers.page.markdown import as_markdown as written
    atomic_write(path, written(view, words).encode(), private=True, force=force)


def require_place(path: Path, *, force: bool) -> None:
    """Refuses with semester-report.kind or file.exists, before anything else is done for a report."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise Refusal(Problem("semester-report.kind", params={"extension": kind[:8] or "–"}))
    if not force and os.path.lexists(path):
        raise Refusal(Problem("file.exists", where=path.name))


def _write_book(view: View, words: Words, path: Path, *, force: bool) -> None:
    """A sheet for what the file is, and one for each table."""
    from xjcli.papers.page.html import notice
    from xjcli.sheets.xlsx import Column, Page, write_book

    figures = view.figures
    lines = [
        (figures.semester, words("day", day=figures.statistics.day.isoformat())),
        (words("who"), notice(view, words)),
    ]
    cover = Page(words("title"), [Column(figures.school, 60), Column(figures.school_code, 60)], lines)
    with atomic_file(path, private=True, force=force) as stream:
        write_book(stream, [cover, *(Page(table.title, _columns(table), table.rows) for table in tables(view, words))])


def _columns(table: Table) -> list[Column]:
    from xjcli.sheets.xlsx import Column

    return [Column(text, 24 if place == 0 else 12) for place, text in enumerate(table.head)]


__all__ = ["KINDS", "Clock", "Figures", "Flow", "Identity", "write_report"]
