"""One careful way to walk XML that a stranger wrote: piece by piece, and no entity is ever expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from xjcli.errors import Problem, Refusal

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def walk(
    chunks: Iterable[bytes], where: str, *, start: Start, end: End | None = None, text: Text | None = None
) -> None:
    """Call `start` (local name, attributes by local name), `end` and `text` in the order of the document.

    Raises Refusal: `sheet.not-a-workbook` where it is not well-formed, `sheet.entities` where it declares entities.
    """

    def refuse(*_declared: object) -> None:
        raise Refusal(Problem("sheet.entities", where=where))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, found: start(local(name), {local(key): found[key] for key in found})
    if end is not None:
        parser.EndElementHandler = lambda name: end(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal(Problem("sheet.not-a-workbook", where=where)) from error


def local(name: str) -> str:
    """A name without its prefix: which one a program chose does not matter here."""
    return name.rpartition(":")[2]
