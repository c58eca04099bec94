"""The quick way and the patient way read the same, also where XML is written as no usual program writes it.

The quick way may give up on a shape that it does not know; it must never take one for another (reference-data: an
identity number is judged by the stored type of its cell).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.programs import MAIN
from tests.sheets.test_sheetxml import _CELLS, _FOOT, _HEAD, _MOMENTS, _SHARED
from xjcli.errors import Refusal
from xjcli.sheets import sheetxml
from xjcli.sheets.cellxml import Reader
from xjcli.sheets.container import DEFAULT_LIMITS
from xjcli.sheets.table import Cell

ROWS = 48
#: One replacement somewhere in the sheet; what it makes is often wrong, and then both ways have to say so.
CHANGES: tuple[tuple[str, str], ...] = (
    ('t="s"', 't="s1"'), ('t="s"', "t='s'"), ('t="s"', 't = "s"'), ('t="s"', 'x:t="s"'), ('t="n"', 't="str"'),
    ('t="str"', 't="&#115;tr"'), ("<v>", "<v >"), ("<v>", '<v xml:space="preserve">'), ("<v>", "<x:v>"),
    ("</v>", "</v><v>9</v>"), ("</v>", "<!-- 9 --></v>"), ("</v>", "</v ><!-- <v>9</v> -->"), ("<v>", "<v><![CDATA["),
    ("<c ", "<c\n"), ("<c ", "<c1 "), ("<c ", "<x:c "), ("<c ", "<c  "), ("</c>", "</c >"), ("/>", " />"),
    ("<row ", "<row hidden='1' "), ("<row ", '<row hidden="1" '), ("<row ", '<row x:hidden="1" '), ("<row ", "<row\t"),
    ('<row r="', '<row r="0'), ("</row>", "</row ><!-- -->"), ("</row>", '<c r="B9"><v>5</v></c></row>'),
    ('r="B', 'r="A'), ('r="B', 'r="b'), ('r="B', 'r="&#66;'), ('r="B', 'r="BB'), (' r="C', ' s="1" r="C'),
    ("<is>", "<is><t>9</t>"), ("<t>", "<t >"), ("<t>", "<x:t>"), ("</t>", "</t><rPh><t>9</t></rPh>"),
    ("<f>", "<f ca='1'>"), ("<f>", "<x:f>"), ("</f>", "</f><f>"),
    ("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'),
    ("<sheetData>", "<cols><col hidden='1' max='3' min='2'/></cols><sheetData>"),
    ("<sheetData>", "<?pi <c?><sheetData>"),
    ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'),
    ("</sheetData>", "</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells>"),
    ("&amp;", "&#38;"), ("&lt;", "&#x3C;"), ("1", "01"), ("<v>7</v>", "<v> 7 </v>"), ("<v>7</v>", "<v>7e0</v>"),
)  # fmt: skip
_Change = tuple[tuple[str, str], int]


def outcome(xml: str, *, patient: bool) -> Any:
    """What is read, or how it is refused."""
    text = xml.replace("<sheetData>", "<sheetData><!-- -->", 1) if patient else xml
    try:
        sheet = sheetxml.read_sheet(lambda: [text.encode()], "S", "f", Reader(_SHARED, _MOMENTS), DEFAULT_LIMITS)
    except (Refusal, ValueError, IndexError, OverflowError) as error:
        return "refused" if isinstance(error, Refusal) else "points nowhere"
    return [_held(row) for row in sheet.rows], sheet.hidden_rows, sheet.hidden_columns, sheet.merges


def _held(row: list[Cell]) -> list[tuple[type, Cell]]:
    """The cells of a row with their types; how far formatting without a value reaches is no matter."""
    last = max((place for place, cell in enumerate(row, 1) if cell != ""), default=0)
    return [(type(cell), cell) for cell in row[:last]]


def changed(xml: str, change: _Change) -> str:
    """The sheet with one of the places replaced, where there is one."""
    (old, new), which = change
    places = [found.start() for found in re.finditer(re.escape(old), xml)]
    if not places:
        return xml
    at = places[which % len(places)]
    return xml[:at] + new + xml[at + len(old) :]


def is_well_formed(xml: str) -> bool:
    parser = expat.ParserCreate()
    try:
        parser.Parse(xml.encode(), True)
    except expat.ExpatError:
        return False
    return True


def a_sheet(kinds: list[str]) -> str:
    """Rows alike but for their numbers, as schools have them: three cells, a few kinds of row in turn."""
    rows = []
    for number in range(1, ROWS + 1):
        middle = kinds[number % len(kinds)].replace('"B2"', f'"B{number}"')
        cells = f'<c r="A{number}" t="s"><v>{number % 2}</v></c>{middle}<c r="C{number}"><v>7</v></c>'
        rows.append(f'<row r="{number}">{cells}</row>')
    head = _HEAD.replace("<worksheet ", f'<worksheet xmlns:x="{MAIN}" ')
    return f"{head}{''.join(rows)}{_FOOT}"


sheets: Callable[[], st.SearchStrategy[str]] = lambda: st.lists(  # noqa: E731  a strategy with a name
    st.sampled_from(sorted(_CELLS)), min_size=1, max_size=3
).map(a_sheet)
changes = st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 10_000)), min_size=1, max_size=3)


@settings(max_examples=400, deadline=None)
@given(sheets(), changes)
def test_a_sheet_that_was_changed_anywhere_is_read_alike_both_ways(xml: str, made: list[_Change]) -> None:
    for change in made:
        xml = changed(xml, change)
    if not is_well_formed(xml):  # the container's sum finds what an accident has altered
        return
    assert outcome(xml, patient=False) == outcome(xml, patient=True)
