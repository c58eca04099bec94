"""The notes (批注) of somebody else's sheet: ours are added, those of an earlier time taken out, all others stay.

A note is two things that have to agree: its text in the comments part, and its box in a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from xjcli.sheets import parts
from xjcli.sheets.markup import Unfamiliar
from xjcli.sheets.parts import escape
from xjcli.sheets.table import cell_index

#: What our notes begin with, so that they are known again whatever program saved the file in between.
MARK = "【xj】"
_AUTHOR = "xj"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors>'
    "<commentList></commentList></comments>"
)
_REFERENCE = re.compile(r'\bref="([A-Z]{1,3}\d+)"')
_SHAPE = re.compile(r"<v:shape\b.*?</v:shape>\s*", re.DOTALL)
_PLACE = re.compile(r"<x:Row>\s*(\d+)\s*</x:Row>.*?<x:Column>\s*(\d+)\s*</x:Column>", re.DOTALL)
_BLANK_END = re.compile(r"(?:\s|&#10;|&#xA;)+$", re.IGNORECASE)
_SHAPE_NUMBER = re.compile(r"_x0000_s(\d+)")


class Notes:
    """The notes of one sheet. `comments` and `drawing` are its two parts as text, "" where it has none yet."""

    def __init__(self, comments: str, drawing: str) -> None:
        self.comments, self.drawing = comments or _EMPTY, drawing or parts.drawing("")
        root = re.search(r"<((?:[\w.-]+:)?)comments\b", self.comments)
        if root is None or "</xml>" not in self.drawing or "<![CDATA[" in self.comments:
            raise Unfamiliar
        self._p = p = root[1]
        self._comment = re.compile(rf"<{p}comment\b[^>]*>.*?</{p}comment>", re.DOTALL)
        self._text = re.compile(rf"(<{p}t\b[^>]*(?<!/)>)(.*?)(</{p}t>)", re.DOTALL)
        for name in ("authors", "commentList"):
            self.comments = self.comments.replace(f"<{p}{name}/>", f"<{p}{name}></{p}{name}>")

    @property
    def any(self) -> bool:
        """Whether there is a note."""
        return self._comment.search(self.comments) is not None

    def drop_ours(self) -> None:
        """Take out what an earlier annotation wrote; a note that somebody else began keeps their words."""
        gone: set[tuple[int, int]] = set()

        def without(found: re.Match[str]) -> str:
            rest = self._before_ours(found[0])
            if rest == found[0] or any(text.strip() for _start, text, _end in self._text.findall(rest)):
                return rest
            reference = _REFERENCE.search(found[0])
            if reference:
                gone.add(cell_index(reference[1]))
            return ""

        def shape(found: re.Match[str]) -> str:
            place = _PLACE.search(found[0])
            return "" if place and (int(place[1]), int(place[2])) in gone else found[0]

        self.comments = self._comment.sub(without, self.comments)
        if gone:
            self.drawing = _SHAPE.sub(shape, self.drawing)

    def _before_ours(self, comment: str) -> str:
        """The note without ours, which stands at the end; programs may have cut the texts anew in between."""
        joined = "".join(text for _start, text, _end in self._text.findall(comment))
        at = joined.find(MARK)
        if at < 0:
            return comment
        rest = len(_BLANK_END.sub("", joined[:at]))

        def cut(found: re.Match[str]) -> str:
            nonlocal rest
            kept = found[2][: max(rest, 0)]
            rest -= len(found[2])
            return found[1] + kept + found[3]

        return self._text.sub(cut, comment)

    def add(self, texts: Mapping[str, str]) -> None:
        """Put a note (cell → text) at each of these cells; where somebody's note stands, ours follows it."""
        p = self._p
        waiting = dict(texts)

        def longer(found: re.Match[str]) -> str:
            reference = _REFERENCE.search(found[0])
            text = waiting.pop(reference[1], "") if reference else ""
            if not text:
                return found[0]
            run = f'<{p}r><{p}t xml:space="preserve">\n{escape(text)}</{p}t></{p}r>'
            return found[0].replace(f"</{p}text>", f"{run}</{p}text>", 1)

        self.comments = self._comment.sub(longer, self.comments)
        author = self._author()
        made = "".join(
            f'<{p}comment ref="{cell}" authorId="{author}"><{p}text><{p}t xml:space="preserve">{escape(text)}</{p}t>'
            f"</{p}text></{p}comment>"
            for cell, text in waiting.items()
        )
        self.comments = self.comments.replace(f"</{p}commentList>", f"{made}</{p}commentList>", 1)
        taken = max((int(number) for number in _SHAPE_NUMBER.findall(self.drawing)), default=1024)
        boxes = "".join(parts.shape(taken + index, cell, text) for index, (cell, text) in enumerate(waiting.items(), 1))
        if 'id="_x0000_t202"' not in self.drawing:
            boxes = parts.BOX_TYPE + boxes
        at = self.drawing.rindex("</xml>")
        self.drawing = self.drawing[:at] + boxes + self.drawing[at:]

    def _author(self) -> int:
        """Our number among the authors; added where we are not one of them yet."""
        p = self._p
        authors = re.findall(rf"<{p}author\b[^>]*?(?:/>|>(.*?)</{p}author>)", self.comments, re.DOTALL)
        if _AUTHOR not in authors:
            authors.append(_AUTHOR)
            new = f"<{p}author>{_AUTHOR}</{p}author></{p}authors>"
            self.comments = self.comments.replace(f"</{p}authors>", new, 1)
        return authors.index(_AUTHOR)
