"""Papers a school sends or files (第十四、十五、十八、二十二条): a template, filled, as Word, Excel or Markdown.

The wording is a file that a school can replace: `templates/NAME.docx` or `NAME.md` in its home goes before the one
that comes with the program. A paper names a pupil, so it is written for its owner only (第二十五条) and nothing of it
is ever printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir, read_bounded
from xjcli.papers import blocks
from xjcli.reference import data_root

if TYPE_CHECKING:
    from xjcli.papers.template_docx import WordTemplate

#: Where a school's own templates lie, below its home.
OWN = "templates"
#: What a form can be written as, and what a template can be.
KINDS = (".docx", ".xlsx", ".md")
TEMPLATES = (".docx", ".md")
_CAP_BYTES = {".md": 256 * 1024, ".docx": 4 << 20}
_NOTHING: Mapping[str, Sequence[Mapping[str, str]]] = {}
Stamp = Callable[[str], "blocks.Block | None"]


class Lines(NamedTuple):
    """A template as lines, and its name in messages."""

    blocks: Sequence[blocks.Block]
    name: str


def write_form(
    template: str,
    values: Mapping[str, str],
    path: Path,
    stamp: Stamp,
    *,
    rows: Mapping[str, Sequence[Mapping[str, str]]] = _NOTHING,
    home: Path,
    force: bool = False,
) -> None:
    """Fill the template of this name and write it to `path`, a .docx, .xlsx or .md, 0600; its folder is made.

    `{{name}}` is a value; a table row with `{{list.name}}` stands once for each of `rows["list"]`; a line of which
    nothing is left is left out. `stamp` makes of the normalised text the last line that it bears, or None. `home` is
    the school's. Raises Refusal: `paper.kind`, `paper.template`, `paper.foreign`, `paper.blank` (a blank of the
    template that nobody fills, at its line), `file.*`.
    """
    kind, found = require_kind(path), _template(template, home)
    if isinstance(found, Lines):
        data = _rendered(kind, found, values, rows, stamp)
    elif kind == ".docx":
        data = _word(found, values, rows, stamp)
    else:
        data = _rendered(kind, Lines(found.blocks(), found.name), values, rows, stamp)
    make_private_dir(path.parent)
    atomic_write(path, data, private=True, force=force)


def write_template(template: str, path: Path, *, home: Path, force: bool = False) -> None:
    """The template itself as a .docx or .md, to be edited and put among the school's own."""
    from xjcli.papers.docx import as_docx, packed

    kind, found = require_kind(path, TEMPLATES), _template(template, home)
    if kind == ".md":
        lines = found.blocks if isinstance(found, Lines) else found.blocks()
        data = blocks.as_markdown(lines).encode()
    else:
        data = as_docx(found.blocks) if isinstance(found, Lines) else packed(found.parts)
    make_private_dir(path.parent)
    atomic_write(path, data, force=force)


def require_kind(path: Path, kinds: Sequence[str] = KINDS) -> str:
    """The ending of the file, one of `kinds`. Raises Refusal paper.kind."""
    kind = path.suffix.lower()
    if kind not in kinds:
        raise Refusal(Problem("paper.kind", params={"extension": kind[:8] or "–", "kinds": "、".join(kinds)}))
    return kind


def _rendered(
    kind: str,
    template: Lines,
    values: Mapping[str, str],
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    stamp: Stamp,
) -> bytes:
    from xjcli.papers.text import lines_of

    plain = blocks.fill(*template, values, rows)
    code = stamp("\n".join(lines_of(plain)))
    filled = blocks.fill(*template, values, rows, escape=blocks.escape_markdown) if kind == ".md" else plain
    whole = [*filled, *([code] if code else [])]
    if kind == ".md":
        return blocks.as_markdown(whole).encode()
    if kind == ".docx":
        from xjcli.papers.docx import as_docx

        return as_docx(whole)
    from xjcli.papers.xlsx import as_xlsx

    return as_xlsx(whole)


def _word(
    template: WordTemplate, values: Mapping[str, str], rows: Mapping[str, Sequence[Mapping[str, str]]], stamp: Stamp
) -> bytes:
    """The school's own file, filled; its code is that of the text which verifying will read in it."""
    from xjcli.papers.docx import packed
    from xjcli.papers.read_docx import lines_of_docx
    from xjcli.papers.template_docx import with_line

    parts = template.filled(values, rows)
    code = stamp("\n".join(lines_of_docx(parts)))
    return packed(with_line(parts, code) if code else parts)


def _template(template: str, home: Path) -> Lines | WordTemplate:
    """The school's own template, else the one that comes with the program."""
    path = next(
        (own for kind in TEMPLATES if (own := home / OWN / f"{template}{kind}").exists()),
        data_root() / "templates" / "documents" / f"{template}.md",
    )
    data = read_bounded(path, _CAP_BYTES[path.suffix])
    if path.suffix == ".docx":
        from xjcli.papers.template_docx import open_template

        return open_template(data, path.name)
    try:
        return Lines(blocks.parse(data.decode("utf-8-sig")), path.name)
    except UnicodeDecodeError:
        raise Refusal(Problem("paper.template", where=path.name)) from None
