"""The report of a semester as Markdown (第二十四条), for scripts and for mail."""

from __future__ import annotations

from collections.abc import Iterator

from xjcli.papers.blocks import escape_markdown
from xjcli.papers.page.figures import View
from xjcli.papers.page.html import notice
from xjcli.papers.page.tables import Words, tables


def as_markdown(view: View, words: Words) -> str:
    """Headings and tables; a text stays on its line and is nothing but text."""
    return "\n".join(_lines(view, words)) + "\n"


def _lines(view: View, words: Words) -> Iterator[str]:
    figures = view.figures
    day = words("day", day=figures.statistics.day.isoformat())
    yield f"# {_plain(figures.school)} {words('title')}"
    yield ""
    yield f"{_plain(figures.school_code)} · {_plain(figures.semester)} · {day}"
    yield ""
    yield (
        f"{words('who')}。{_plain(notice(view, words))}"
        if words.lang == "zh"
        else (f"{words('who')}. {_plain(notice(view, words))}")
    )
    for table in tables(view, words):
        yield ""
        yield f"## {_plain(table.title)}"
        yield ""
        yield _row(table.head)
        yield "|" + " --- |" + " ---: |" * (len(table.head) - 1)
        yield from map(_row, table.rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _plain(text: str) -> str:
    return escape_markdown(" ".join(text.split()))
