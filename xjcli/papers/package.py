"""An office package as its reader opens it (第二十五条): the main part through the relationships, never by its name.

A file that holds the true text in a part that nobody is shown, and another text in the part that is, would be verified
for what it does not say; so a form is read where Word and Excel read it, and what would be shown unread is refused.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from xjcli.papers.text import Foreign, Unreadable

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DECLARED = re.compile(r"\s*<\?xml\s[^>]*\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([^"']*)["']""")
#: What our writers, Word, Excel and LibreOffice write nowhere, and what parsers and viewers read differently.
_UNWANTED = ("<!DOCTYPE", "<!ENTITY", "<?", "<!--")
_FALSE = ("0", "false", "off")


class Related(NamedTuple):
    """One relationship: its id, the last word of its type (`` for a type we do not know), and its part."""

    id: str
    kind: str
    part: str


def one_by_name(found: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The parts by name. Names that differ in case only are one part to one program and two to another: Foreign."""
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    for name, data in found:
        if name.lower() in seen:
            raise Foreign
        seen.add(name.lower())
        parts[name] = data
    return parts


def main_part(parts: Mapping[str, bytes], content_type: str) -> str:
    """The part that is opened, which has to be of this type. Raises Unreadable, Foreign."""
    roots = [each for each in tree(parts, "_rels/.rels") if each.get("Type", "").lower().endswith("/officedocument")]
    if not roots:
        raise Unreadable
    if len(roots) > 1 or roots[0].get("Type") != f"{_OFFICE}officeDocument":
        raise Foreign
    name = _part(roots[0], "")
    if name not in parts:
        raise Unreadable
    listed = tree(parts, "[Content_Types].xml").iter(f"{_TYPES}Override")
    if [each.get("ContentType") for each in listed if _same(each, name)] != [content_type]:
        raise Foreign
    return name


def related(parts: Mapping[str, bytes], source: str) -> list[Related]:
    """What the part refers to. A part that is wanted from outside the file has an empty name."""
    folder, name = posixpath.split(source)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in parts:
        return []
    return [
        Related(each.get("Id", ""), each.get("Type", "").removeprefix(_OFFICE), _part(each, folder))
        for each in tree(parts, listed).iter(f"{_PACKAGE}Relationship")
    ]


def tree(parts: Mapping[str, bytes], name: str) -> Element:
    """A part as a tree: UTF-8 and without declarations, which programs expand without end."""
    try:
        text = parts[name].decode("utf-8-sig")
    except (KeyError, UnicodeDecodeError):
        raise Unreadable from None
    head = _DECLARED.match(text)
    encoding = _ENCODING.search(head[0]) if head else None
    if encoding and encoding[1].lower() not in ("utf-8", "us-ascii"):
        raise Unreadable
    rest = text[head.end() :] if head else text
    if any(sign in rest for sign in _UNWANTED):
        raise Unreadable
    try:
        return ElementTree.fromstring(text)  # noqa: S314  bounded by its reader, and nothing declared
    except (ElementTree.ParseError, ValueError):
        raise Unreadable from None


def require_words_only_in(root: Element, tags: Collection[str]) -> None:
    """A text that stands between the elements that hold texts is one that a program may show. Raises Foreign."""
    for each in root.iter():
        if (each.tail or "").strip() or (each.tag not in tags and (each.text or "").strip()):
            raise Foreign


def is_false(value: str | None) -> bool:
    """A switch that is there is on, unless it says that it is off."""
    return value is not None and value.strip().lower() in _FALSE


def _same(listed: Element, name: str) -> bool:
    return listed.get("PartName", "").lower() == f"/{name}".lower()


def _part(relation: Element, folder: str) -> str:
    """The name of the part in its zip."""
    target = relation.get("Target", "")
    if relation.get("TargetMode", "Internal") != "Internal":
        return ""
    if not target or "%" in target or "\\" in target:
        raise Unreadable
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
