"""Is this form ours, and as we wrote it? (第二十五条): read back, its code made again and compared.

The text is proved, not the look: a program may save the file again, but nobody may change a character.
"""

from __future__ import annotations

import re
import struct
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.papers.package import one_by_name
from xjcli.papers.read_docx import lines_of_docx
from xjcli.papers.read_xlsx import lines_of_xlsx
from xjcli.papers.text import CODE_LINE, Foreign, Unreadable, lines_of_markdown
from xjcli.papers.together import unnumbered
from xjcli.registry import forms as register
from xjcli.report import Report
from xjcli.schema.forms import FORMS, code_of, digest_of, same_code
from xjcli.schema.masking import mask_text
from xjcli.sheets.archive import Caps, unpacked

_MAX_FILE = 32 << 20
_CAPS = Caps(parts=500, part_bytes=32 << 20, total_bytes=64 << 20)
_READERS = {".docx": lines_of_docx, ".xlsx": lines_of_xlsx}
_BROKEN = (Refusal, BadZipFile, struct.error, ArithmeticError, LookupError, RuntimeError, OSError, ValueError)
_TAG = re.compile(r"<[^<>]*>")
_NUMBER = re.compile(r"表单编号：([0-9]{4}-[0-9]{6})")


class Claim(NamedTuple):
    """What a file says of itself: its number, its code, and its text without the line that bears them."""

    number: str
    code: str
    text: str


def verify_form(desk: Desk, path: Path) -> Report:
    """`result`: number, kind, zh, en, issued_on, issued_here, record_id. Refuses with form.altered, form.foreign,
    form.unknown, form.no-code, form.damaged.
    """
    where = mask_text(path.name)
    claim = _claim(_lines(path), where)
    found = register.issued(desk.registry, claim.number)
    secret = register.secret(desk.registry)
    kinds = [found.kind] if found else list(FORMS)
    digests = {kind: digest_of(secret, claim.number, kind, claim.text) for kind in kinds} if secret else {}
    kind = next((kind for kind in kinds if kind in digests and same_code(code_of(digests[kind]), claim.code)), "")
    if found is None and not kind:
        raise Refusal(Problem("form.unknown", where=where, params={"number": claim.number}))
    if not kind or (found is not None and digests[kind] != found.digest):
        raise Refusal(Problem("form.altered", where=where, params={"number": claim.number}))
    form = FORMS.get(kind)
    return Report({
        "number": claim.number, "kind": kind, "zh": form.zh if form else kind, "en": form.en if form else kind,
        "issued_on": found.issued_on if found else "", "issued_here": found is not None,
        "record_id": found.record_id if found else "",
    })  # fmt: skip


def _claim(lines: list[str], where: str) -> Claim:
    """The one line of the code, and the rest. Two such lines are a change like any other."""
    marks = [found for line in lines if (found := CODE_LINE.fullmatch(line))]
    if not marks:
        raise Refusal(Problem("form.no-code", where=where))
    if len(marks) > 1:
        raise Refusal(Problem("form.altered", where=where, params={"number": marks[0][1]}))
    rest = [line for line in lines if not CODE_LINE.fullmatch(line)]
    return Claim(marks[0][1], marks[0][2], "\n".join(rest))


def _lines(path: Path) -> list[str]:
    """The text of the file in reading order, unpacked under caps."""
    where, kind = mask_text(path.name), path.suffix.lower()
    with unnumbered():
        data = read_bounded(path, _MAX_FILE)
    try:
        if kind == ".md":
            return lines_of_markdown(data.decode("utf-8-sig"))
        if kind in _READERS:
            return _office(data, kind, where)
    except (Unreadable, UnicodeDecodeError, RecursionError):
        pass
    raise Refusal(Problem("form.damaged", where=where))


def _office(data: bytes, kind: str, where: str) -> list[str]:
    """The text of a package; of one that holds what no form holds only what that is, or that it is no form."""
    found = _unpacked(data)
    try:
        return _READERS[kind](one_by_name(found))
    except Foreign as foreign:
        number, holds = next((mark[1] for _, part in found if (mark := _marked(part))), ""), foreign.what
    if not number:
        raise Refusal(Problem("form.no-code", where=where))
    raise Refusal(Problem("form.foreign", where=where, params={"number": number, "holds": holds}))


def _unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """Every part, as large as it claims. The directory of a zip may say anything; then the file cannot be read."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            claimed = [entry for entry in archive.infolist() if not entry.is_dir()]
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in claimed):
            raise Unreadable
        found = list(unpacked(BytesIO(data), "", _CAPS))
    except _BROKEN as error:
        raise Unreadable from error
    if [entry.file_size for entry in claimed] != [len(part) for _, part in found]:
        raise Unreadable
    return found


def _marked(part: bytes) -> re.Match[str] | None:
    return _NUMBER.search(_TAG.sub("", part.decode("utf-8", "ignore")))
