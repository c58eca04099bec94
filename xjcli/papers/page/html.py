"""The report of a semester as one page (第二十四条): no network, no script; every text is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from xjcli.papers.page import svg
from xjcli.papers.page.figures import INS, View, clock_key, flow_codes, flow_key
from xjcli.papers.page.style import STYLE
from xjcli.papers.page.svg import Bar, Chart
from xjcli.papers.page.tables import Table, Words, tables

#: Nothing may be loaded and nothing may run, whatever a text holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HATCH = (
    '<svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="5" height="5" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5"/></pattern></defs></svg>'
)
#: A table of no more rows than this stays on one page of paper.
_SHORT = 30
#: Up to so many columns of a chart have room for 一年级; more of them for 一.
_ROOMY = 7


def as_html(view: View, words: Words) -> str:
    """The whole page."""
    figures = view.figures
    title = f"{figures.school} {words('title')}"
    day = words("day", day=figures.statistics.day.isoformat())
    code = f" ({figures.school_code})" if figures.school_code else ""
    body = "".join(_section(place, table) for place, table in enumerate(tables(view, words)))
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if words.lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{_HATCH}<main>"
        f"<header><h1>{escape(title)}</h1><p>{escape(' · '.join((figures.school + code, figures.semester, day)))}</p>"
        f'<p class="quiet">{escape(words("who"))}</p><p class="quiet">{escape(notice(view, words))}</p></header>'
        f'<div class="charts">{"".join(_charts(view, words))}</div>{body}</main></body></html>\n'
    )


def notice(view: View, words: Words) -> str:
    """What a reader has to know before the first number."""
    return words("published" if view.publish else "internal")


def _section(place: int, table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(text)}</td>" for text in row[1:])}</tr>'
        for row in table.rows
    )
    short = ' class="short"' if len(table.rows) <= _SHORT else ""
    return (
        f'<section{short}><h2 id="t{place}">{escape(table.title)}</h2>'
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="t{place}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _charts(view: View, words: Words) -> Iterator[str]:
    figures = view.figures
    statistics = figures.statistics
    if statistics.grades:
        sexes = statistics.values("sex")
        bars = [
            Bar(words.group(group), tuple(view.of(group, f"sex:{sex}") for sex in sexes), view.of(group))
            for group in statistics.grades
        ]
        chart = Chart("by-sex", words("by_sex"), words("by_sex.desc"))
        yield _figure(chart, svg.stacked(chart, bars, [words.value("sex", sex) for sex in sexes]))
    if figures.flows:
        flows = [
            (label, sign == INS, view.cell(flow_key(code, sign))) for (code, sign), label in flow_codes(figures).items()
        ]
        chart = Chart("flows", words("flows.chart"), words("flows.desc"))
        yield _figure(chart, svg.diverging(chart, flows, [words("ins"), words("outs")]))
    if statistics.grades:
        rows = [
            (words.value("age", age), [view.of(group, f"age:{age}") for group in statistics.grades])
            for age in statistics.values("age")
        ]
        columns = [_short_name(words, group.grade_no, len(statistics.grades)) for group in statistics.grades]
        chart = Chart("ages", words("ages.chart"), words("ages.desc"))
        yield _figure(chart, svg.heat(chart, columns, rows))
    if figures.clocks:
        clocks = [
            Bar(clock.what, (view.cell(clock_key(place, "overdue")),), view.cell(clock_key(place, "open")))
            for place, clock in enumerate(figures.clocks)
        ]
        chart = Chart("clocks", words("clocks.chart"), words("clocks.desc"))
        yield _figure(chart, svg.overlaid(chart, clocks, [words("open"), words("overdue")]))


def _short_name(words: Words, grade_no: int, grades: int) -> str:
    """A grade as it fits over a column of a chart."""
    if words.lang == "en":
        return str(grade_no)
    name = words.grade(grade_no)
    return name.removesuffix("年级") if grades > _ROOMY else name


def _figure(chart: Chart, drawn: str) -> str:
    return f"<figure><figcaption>{escape(chart.title)}</figcaption>{drawn}</figure>"
