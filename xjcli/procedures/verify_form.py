"""Is this form ours, and as we wrote it? (第二十五条): read back, its code made again and compared.

The text is proved, not the look: a program may save the file again, but nobody may change a character.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.papers import text as papers
from xjcli.registry import forms as register
from xjcli.report import Report
from xjcli.schema.forms import FORMS, code_of, digest_of, same_code
from xjcli.sheets.archive import Caps, unpacked

_MAX_FILE = 32 << 20
_CAPS = Caps(parts=500, part_bytes=32 << 20, total_bytes=64 << 20)


class Claim(NamedTuple):
    """What a file says of itself: its number, its code, and its text without the line that bears them."""

    number: str
    code: str
    text: str


def verify_form(desk: Desk, path: Path) -> Report:
    """`result`: number, kind, zh, issued_on, issued_here, record_id. Refuses with form.altered, form.unknown,
    form.no-code, form.damaged.
    """
    claim = _claim(_lines(path), path.name)
    found = register.issued(desk.registry, claim.number)
    secret = register.secret(desk.registry)
    kinds = [found.kind] if found else list(FORMS)
    digests = {kind: digest_of(secret, claim.number, kind, claim.text) for kind in kinds} if secret else {}
    kind = next((kind for kind in kinds if kind in digests and same_code(code_of(digests[kind]), claim.code)), "")
    if found is None and not kind:
        raise Refusal(Problem("form.unknown", where=path.name, params={"number": claim.number}))
    if not kind or (found is not None and digests[kind] != found.digest):
        raise Refusal(Problem("form.altered", where=path.name, params={"number": claim.number}))
    return Report({
        "number": claim.number, "kind": kind, "zh": FORMS[kind].zh if kind in FORMS else kind,
        "issued_on": found.issued_on if found else "", "issued_here": found is not None,
        "record_id": found.record_id if found else "",
    })  # fmt: skip


def _claim(lines: list[str], where: str) -> Claim:
    """The one line of the code, and the rest. Two such lines are a change like any other."""
    marks = [found for line in lines if (found := papers.CODE_LINE.fullmatch(line))]
    if not marks:
        raise Refusal(Problem("form.no-code", where=where))
    if len(marks) > 1:
        raise Refusal(Problem("form.altered", where=where, params={"number": marks[0][1]}))
    rest = [line for line in lines if not papers.CODE_LINE.fullmatch(line)]
    return Claim(marks[0][1], marks[0][2], "\n".join(rest))


def _lines(path: Path) -> list[str]:
    """The text of the file in reading order, unpacked under caps."""
    data, kind = read_bounded(path, _MAX_FILE), path.suffix.lower()
    unreadable = Refusal(Problem("form.damaged", where=path.name))
    try:
        if kind == ".md":
            return papers.lines_of_markdown(data.decode("utf-8-sig"))
        if kind not in (".docx", ".xlsx"):
            raise unreadable
        parts = dict(unpacked(BytesIO(data), path.name, _CAPS))
        return papers.lines_of_docx(parts) if kind == ".docx" else papers.lines_of_xlsx(parts)
    except Refusal as refusal:
        raise unreadable from refusal
    except (papers.Unreadable, UnicodeDecodeError, RecursionError):
        raise unreadable from None
