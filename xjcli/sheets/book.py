"""Somebody else's workbook as its parts: what is not asked for by name goes out as it came in.

Parts find each other by relationships and are declared in one list of types; both are kept right when a part is added
or taken out. Macros are taken out: nothing that this program hands back shall run.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from io import BytesIO
from typing import BinaryIO

from xjcli.sheets.archive import Caps, unpacked
from xjcli.sheets.markup import Unfamiliar

#: Of a workbook that is edited as text; ten times the largest school's.
CAPS = Caps(parts=5_000, part_bytes=200 << 20, total_bytes=400 << 20)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = "[Content_Types].xml"
_WORKBOOK = "xl/workbook.xml"
_RELATION = re.compile(r"<(?:[\w.-]+:)?Relationship\b[^>]*?/>")
_SHEET = re.compile(r"<(?:[\w.-]+:)?sheet\b[^>]*?/>")
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')
_OTHER_MAINS = (
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
)


class Book:
    """The parts of one workbook by name, as bytes; those that are edited as text."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises Refusal: as `archive.unpacked`; Unfamiliar where the parts are not where they should be."""
        self.parts = dict(unpacked(BytesIO(data), name, CAPS))
        if _WORKBOOK not in self.parts or _TYPES not in self.parts or b"purl.oclc.org" in self.parts[_WORKBOOK]:
            raise Unfamiliar
        self._drop_macros()

    def text(self, part: str) -> str:
        """A part as text, "" where there is none."""
        try:
            return self.parts.get(part, b"").decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unfamiliar from error

    def put(self, part: str, text: str) -> None:
        """Write a part."""
        self.parts[part] = text.encode("utf-8")

    def sheet(self, name: str) -> tuple[str, int]:
        """The part of the sheet with this name, and its place among all."""
        targets = {found["Id"]: target for found, target in self._relations(_WORKBOOK)}
        for number, tag in enumerate(_SHEET.findall(self.text(_WORKBOOK))):
            found = _attributes(tag)
            link = next((value for key, value in found.items() if key.endswith(":id")), "")
            if found.get("name") == name and targets.get(link) in self.parts:
                return targets[link], number
        raise Unfamiliar

    def related(self, part: str, kind: str) -> str:
        """The part of this kind (`comments`, `vmlDrawing`) that belongs to `part`, or ""."""
        for found, target in self._relations(part):
            if found.get("Type", "").endswith(f"/{kind}") and target in self.parts:
                return target
        return ""

    def relate(self, part: str, kind: str, target: str) -> str:
        """Declare that `target` belongs to `part`; returns the id of the relationship, also of a known one."""
        for found, known in self._relations(part):
            if known == target:
                return found["Id"]
        taken = {found["Id"] for found, _target in self._relations(part)}
        link = next(f"rIdXj{number}" for number in range(1, 1000) if f"rIdXj{number}" not in taken)
        place = _relations_of(part)
        text = self.text(place) or (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<Relationships xmlns="{_PACKAGE}"></Relationships>'
        )
        text = re.sub(r"<Relationships\b([^>]*)/>", r"<Relationships\1></Relationships>", text)
        line = f'<Relationship Id="{link}" Type="{_OFFICE}/{kind}" Target="/{target}"/>'
        self.put(place, text.replace("</Relationships>", f"{line}</Relationships>"))
        return link

    def declare(self, part: str, kind: str) -> None:
        """Name the part in the list of types; a drawing is named by its ending."""
        types = self.text(_TYPES)
        if part.endswith(".vml"):
            line = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
            if 'Extension="vml"' in types:
                return
        else:
            line = f'<Override PartName="/{part}" ContentType="{_KIND}.{kind}+xml"/>'
            if f'PartName="/{part}"' in types:
                return
        self.put(_TYPES, types.replace("</Types>", f"{line}</Types>"))

    def remove(self, part: str) -> None:
        """Take a part out, with everything that names it."""
        self.parts.pop(part, None)
        self.parts.pop(_relations_of(part), None)
        self.put(_TYPES, re.sub(rf'<Override\b[^>]*PartName="/{re.escape(part)}"[^>]*/>', "", self.text(_TYPES)))
        for place in [name for name in self.parts if name.endswith(".rels")]:
            owner = posixpath.join(posixpath.dirname(posixpath.dirname(place)), posixpath.basename(place)[:-5])
            text = self.text(place)
            for line in _RELATION.findall(text):
                if _resolved(owner, _attributes(line).get("Target", "")) == part:
                    text = text.replace(line, "")
            self.put(place, text)

    def free(self, pattern: str) -> str:
        """The first name of this pattern that no part bears."""
        return next(name for number in range(1, 10_000) if (name := pattern.format(number)) not in self.parts)

    def save(self, stream: BinaryIO) -> None:
        """Write the workbook."""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)

    def _relations(self, part: str) -> list[tuple[dict[str, str], str]]:
        """(attributes, target part) of each relationship of this part."""
        lines = map(_attributes, _RELATION.findall(self.text(_relations_of(part))))
        return [(line, _resolved(part, line.get("Target", ""))) for line in lines if "Id" in line]

    def _drop_macros(self) -> None:
        for part in [name for name in self.parts if name.startswith("xl/vbaProject")]:
            self.remove(part)
        types = self.text(_TYPES)
        for kind in _OTHER_MAINS:
            types = types.replace(kind, f"{_KIND}.sheet.main+xml")
        self.put(_TYPES, types)


def _relations_of(part: str) -> str:
    return f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels"


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _attributes(tag: str) -> dict[str, str]:
    return {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(tag)}
