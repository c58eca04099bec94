"""The text of a .docx in reading order (第二十五条), of a file that holds only what a plain form holds.

Allowed is what our writer, Word and LibreOffice write for paragraphs and one level of tables. Whatever else might show
a text (fields, pictures, formulas, notes, numbering, revisions) or hide one is refused, not skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from xjcli.papers.package import Related, is_false, main_part, related, require_words_only_in, tree
from xjcli.papers.text import Foreign, What, normal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"


def _names(*names: str) -> frozenset[str]:
    return frozenset(f"{W}{name}" for name in names)


#: Marks of a place, which show nothing.
_MARKS = _names("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "lastRenderedPageBreak")
_PROPERTIES = _names(
    "pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "smartTagPr"
)  # fmt: skip
#: Runs may stand in these; their text is read like any other.
_WRAPPERS = _names("hyperlink", "smartTag")
_SHOWING = _names("p", "r", "t", "tbl", "tr", "tc")
_BREAKS = _names("tab", "br", "cr")
#: Properties that hide a text, turn it round or lay it over another; allowed only where they say no.
_HIDING = _names(
    "vanish", "specVanish", "webHidden", "hidden", "rtl", "bidi", "bidiVisual", "vMerge", "hMerge", "framePr",
    "tblpPr", "linkStyles", "frameset",
)  # fmt: skip
#: Parts that show no text of their own, or none unless the body refers to it, which it must not.
_SILENT = frozenset({"theme", "customXml", "footnotes", "endnotes"})
_HYPERLINK, _FONTS, _NUMBERING = "hyperlink", "fontTable", "numbering"
_EDGES = frozenset({"header", "footer"})
_JUDGED = frozenset({"styles", "settings", "webSettings", _EFFECTS})
#: What the elements are that no form holds, as a person calls them.
_FOREIGN: Mapping[str, What] = MappingProxyType({
    **dict.fromkeys(_names("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"), "revision"),
    **dict.fromkeys(_names("drawing", "pict", "object"), "picture"),
    **dict.fromkeys(_names("fldSimple", "fldChar", "instrText"), "field"),
    **dict.fromkeys(_names("footnoteReference", "endnoteReference", "commentReference", "commentRangeStart"), "note"),
})  # fmt: skip
_PARTS: Mapping[str, What] = MappingProxyType(
    {"image": "picture", "comments": "note", "header": "edge", "footer": "edge"}
)


def lines_of_docx(parts: Mapping[str, bytes]) -> list[str]:
    """The lines of the body. Raises Unreadable, Foreign."""
    main = main_part(parts, TYPE)
    document = tree(parts, main)
    if document.tag != f"{W}document" or [child.tag for child in document] != [f"{W}body"]:
        raise Foreign
    require_words_only_in(document, (f"{W}t",))
    found = related(parts, main)
    judged = [document, *(_beside(parts, each) for each in found if each.kind not in (_HYPERLINK, _NUMBERING))]
    if any(_hides(each) for each in judged):
        raise Foreign("hidden")
    if any(_is_numbered(each) for each in judged):
        _require_silent_numbers(parts, found)
    if len({each.kind for each in found if each.kind in _JUDGED}) < sum(each.kind in _JUDGED for each in found):
        raise Foreign
    return normal(_blocks(document[0]))


def _beside(parts: Mapping[str, bytes], relation: Related) -> Element:
    """A part beside the body, which shows no text."""
    if relation.kind not in _SILENT | _EDGES | _JUDGED | {_FONTS} or not relation.part:
        raise Foreign(_PARTS.get(relation.kind, "other"))
    if relation.kind in _SILENT:
        return Element("silent")
    root = tree(parts, relation.part)
    if relation.kind in _EDGES and (_shows(root) or related(parts, relation.part)):
        raise Foreign("edge")
    if relation.kind == _FONTS and related(parts, relation.part):
        raise Foreign  # a font of its own shows whatever it likes
    return root


def _shows(edge: Element) -> bool:
    try:
        return bool(normal(_blocks(edge)))
    except Foreign:
        return True


def _hides(root: Element) -> bool:
    """True where something below hides or displaces a text."""
    return any(each.tag in _HIDING and not is_false(each.get(f"{W}val")) for each in root.iter())


def _is_numbered(root: Element) -> bool:
    return next(root.iter(f"{W}numPr"), None) is not None


def _require_silent_numbers(parts: Mapping[str, bytes], found: list[Related]) -> None:
    """LibreOffice gives headings numbers that show nothing; any other is a text that is not read."""
    for relation in (each for each in found if each.kind == _NUMBERING):
        root = tree(parts, relation.part)
        if related(parts, relation.part) or any(level.get(f"{W}val") for level in root.iter(f"{W}lvlText")):
            raise Foreign


def _blocks(parent: Element) -> Iterator[list[str]]:
    for child in parent:
        if child.tag == f"{W}p":
            yield [said(child)]
        elif child.tag == f"{W}tbl":
            yield from ([_cell(cell) for cell in _only(row, "tc")] for row in _only(child, "tr"))
        else:
            _require_silent(child)


def _only(parent: Element, name: str) -> Iterator[Element]:
    """The children of this name; others must be silent."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        else:
            _require_silent(child)


def _cell(cell: Element) -> str:
    return " ".join(said(each) for each in _only(cell, "p"))


def said(parent: Element) -> str:
    """The text of a paragraph or of what stands around runs."""
    found = []
    for child in parent:
        if child.tag == f"{W}r":
            found += [_text(each) for each in child]
        elif child.tag in _WRAPPERS:
            found.append(said(child))
        else:
            _require_silent(child)
    return "".join(found)


def _text(child: Element) -> str:
    """What one part of a run shows."""
    if child.tag == f"{W}t":
        if len(child):
            raise Foreign
        text = child.text or ""
        return text if child.get(_SPACE) == "preserve" else text.strip(" \t\r\n")
    if child.tag in _BREAKS:
        return " "
    _require_silent(child)
    return ""


def _require_silent(element: Element) -> None:
    if element.tag not in _MARKS and element.tag not in _PROPERTIES:
        raise Foreign(_FOREIGN.get(element.tag, "other"))
    if any(each.tag in _SHOWING for each in element.iter()):
        raise Foreign
