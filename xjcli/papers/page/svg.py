"""Charts as inline SVG (第二十四条): no script, no network, colours by class, for dark screens and for paper.

A number that is withheld has no bar and stands as its mark. Each chart says in words what it shows; its figures stand
in the table beside it. Two hues are told apart by everyone, and by a pattern of hatching besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from xjcli.papers.page.figures import Cell

_WIDTH = 360
_LABEL, _NUMBER = 88, 44
_BAR, _GAP = 18, 10
#: Signs of Chinese that fit the label's room; a longer label is shortened, the table has it whole.
_MAX_LABEL = 6


class Bar(NamedTuple):
    """A row of a chart: its label and its parts, in the order of the legend."""

    label: str
    parts: tuple[Cell, ...]
    total: Cell


class Chart(NamedTuple):
    """What every chart has: an id, a title, a description in words."""

    key: str
    title: str
    text: str


def stacked(chart: Chart, bars: Sequence[Bar], legend: Sequence[str]) -> str:
    """Bars from the left, their parts one behind another, the total at the end."""
    most = max((_length(bar) for bar in bars), default=0) or 1
    scale = (_WIDTH - _LABEL - _NUMBER) / most
    drawn: list[str] = []
    for place, bar in enumerate(bars):
        top, left = _top(place), float(_LABEL)
        drawn.append(_text(_LABEL - 8, top + 14, bar.label, "end"))
        parts = bar.parts if all(part.value is not None for part in bar.parts) else ()
        for number, part in enumerate(parts):
            width = (part.value or 0) * scale
            drawn.append(_rect(left, top, width, f"c{number}"))
            left += width
        if not parts and bar.total.value is not None:
            drawn.append(_rect(left, top, bar.total.value * scale, "c-whole"))
            left += bar.total.value * scale
        drawn.append(_text(left + 5, top + 14, bar.total.text, "start"))
    return _svg(chart, len(bars), legend, drawn)


def overlaid(chart: Chart, bars: Sequence[Bar], legend: Sequence[str]) -> str:
    """Bars of the total with their one part, the late ones, in front."""
    most = max((bar.total.value or 0 for bar in bars), default=0) or 1
    scale = (_WIDTH - _LABEL - _NUMBER - 30) / most
    drawn: list[str] = []
    for place, bar in enumerate(bars):
        top, whole, late = _top(place), bar.total, bar.parts[0]
        width = (whole.value or 0) * scale
        drawn.append(_text(_LABEL - 8, top + 14, bar.label, "end"))
        drawn.append(_rect(_LABEL, top, width, "c0"))
        drawn.append(_rect(_LABEL, top, (late.value or 0) * scale, "c1"))
        drawn.append(_text(_LABEL + width + 5, top + 14, f"{whole.text} / {late.text}", "start"))
    return _svg(chart, len(bars), legend, drawn)


def diverging(chart: Chart, bars: Sequence[tuple[str, bool, Cell]], legend: Sequence[str]) -> str:
    """What was added to the right of the middle, what was taken away to the left."""
    middle = _LABEL + (_WIDTH - _LABEL) / 2
    most = max((cell.value or 0 for _label, _added, cell in bars), default=0) or 1
    scale = ((_WIDTH - _LABEL) / 2 - _NUMBER + 8) / most
    drawn: list[str] = []
    for place, (label, added, cell) in enumerate(bars):
        top, width = _top(place), (cell.value or 0) * scale
        drawn.append(_text(_LABEL - 8, top + 14, label, "end"))
        drawn.append(_rect(middle if added else middle - width, top, width, "c0" if added else "c1"))
        end = middle + width + 5 if added else middle - width - 5
        drawn.append(_text(end, top + 14, cell.text, "start" if added else "end"))
    height = _top(len(bars)) - 4
    drawn.append(f'<line class="axis" x1="{middle:g}" x2="{middle:g}" y1="2" y2="{height}"/>')
    return _svg(chart, len(bars), legend, drawn)


def heat(chart: Chart, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]]) -> str:
    """A field for each number, the fuller the more; each has its number in it."""
    most = max((cell.value or 0 for _label, cells in rows for cell in cells), default=0) or 1
    left, line = 46, 22
    width = (_WIDTH - left) / max(1, len(columns))
    drawn = [_text(left + (place + 0.5) * width, 14, label, "middle", "small") for place, label in enumerate(columns)]
    for place, (label, cells) in enumerate(rows):
        top = 22 + place * line
        drawn.append(_text(left - 6, top + 15, label, "end"))
        for number, cell in enumerate(cells):
            at = left + number * width
            share = (cell.value or 0) / most
            drawn.append(
                f'<rect class="heat" x="{at + 1:g}" y="{top + 1}" width="{width - 2:.2f}" height="{line - 2}" '
                f'fill-opacity="{0.06 + 0.49 * share:.3f}"/>'
            )
            if cell.text != "0":
                drawn.append(_text(at + width / 2, top + 15, cell.text, "middle", "small"))
    return _frame(chart, 22 + len(rows) * line + 4, drawn)


def _length(bar: Bar) -> int:
    return bar.total.value or sum(part.value or 0 for part in bar.parts)


def _top(place: int) -> int:
    return 4 + place * (_BAR + _GAP)


def _svg(chart: Chart, rows: int, legend: Sequence[str], drawn: Iterable[str]) -> str:
    top = _top(rows) + 8
    marks: list[str] = []
    for place, label in enumerate(legend):
        left = _LABEL + place * 110
        marks.append(_rect(left, top, 14, f"c{place}", 12))
        marks.append(_text(left + 20, top + 11, label, "start", "small"))
    return _frame(chart, top + 18, [*drawn, *marks])


def _frame(chart: Chart, height: float, drawn: Iterable[str]) -> str:
    key = escape(chart.key)
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {height:g}" aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(chart.title)}</title><desc id="{key}-desc">{escape(chart.text)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def _rect(left: float, top: float, width: float, name: str, height: int = _BAR) -> str:
    """A bar; the second hue is hatched as well."""
    box = f'x="{left:.2f}" y="{top:g}" width="{width:.2f}" height="{height}"'
    hatch = f'<rect class="hatch" {box}/>' if name == "c1" else ""
    return f'<rect class="{name}" {box}/>{hatch}'


def _text(left: float, top: float, text: str, anchor: str, name: str = "") -> str:
    short = text
    if anchor == "end" and _wide(text) > _MAX_LABEL * 2:
        while _wide(short) > _MAX_LABEL * 2 - 2:
            short = short[:-1]
        short += "…"
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{left:.2f}" y="{top:g}" text-anchor="{anchor}">{escape(short)}</text>'


def _wide(text: str) -> int:
    """Width in half signs of Chinese."""
    return sum(2 if sign > "\u2e7f" else 1 for sign in text)
