"""Papers a school sends or files (第十四、十五、十八、二十二条): a template with blanks, filled, as Markdown or Word.

The wording is a file that a school can replace: `templates/NAME.md` in its home goes before the one that comes with
the program. A paper names a pupil, so it is written for its owner only (第二十五条) and nothing of it is ever printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir, read_bounded
from xjcli.papers import blocks
from xjcli.reference import data_root

#: Where a school's own templates lie, below its home.
OWN = "templates"
#: What a form can be written as.
KINDS = (".docx", ".xlsx", ".md")
_CAP_BYTES = 256 * 1024
_NOTHING: Mapping[str, Sequence[Mapping[str, str]]] = {}


def write_paper(
    template: str,
    values: Mapping[str, str],
    path: Path,
    *,
    rows: Mapping[str, Sequence[Mapping[str, str]]] = _NOTHING,
    home: Path | None = None,
    force: bool = False,
) -> None:
    """Fill the template of this name and write it to `path`, a .md or a .docx, 0600; its folder is made where it lacks.

    `{{name}}` is a value; a table row with `{{list.name}}` stands once for each of `rows["list"]`; a line of which
    nothing is left is left out. `home` is the school's. Raises Refusal: `paper.kind`, `paper.template`,
    `paper.blank` (a blank of the template that nobody fills), `file.*`.
    """
    lines = blocks.parse(_text(template, home))
    form = require_kind(path, (".md", ".docx"))
    filled = blocks.fill(lines, values, rows, template, escape=blocks.escape_markdown if form == ".md" else str)
    _write(form, filled, path, force=force)


def write_form(
    template: str,
    values: Mapping[str, str],
    path: Path,
    stamp: Callable[[str], blocks.Block | None],
    *,
    rows: Mapping[str, Sequence[Mapping[str, str]]] = _NOTHING,
    home: Path,
    force: bool = False,
) -> None:
    """Write a paper, also as .xlsx, that bears at its end the line which `stamp` makes of its normalised text."""
    from xjcli.papers.text import lines_of

    form, lines = require_kind(path), blocks.parse(_text(template, home))
    plain = blocks.fill(lines, values, rows, template)
    code = stamp("\n".join(lines_of(plain)))
    filled = blocks.fill(lines, values, rows, template, escape=blocks.escape_markdown) if form == ".md" else plain
    _write(form, [*filled, *([code] if code else [])], path, force=force)


def require_kind(path: Path, kinds: Sequence[str] = KINDS) -> str:
    """The ending of the file, one of `kinds`. Raises Refusal paper.kind."""
    kind = path.suffix.lower()
    if kind not in kinds:
        raise Refusal(Problem("paper.kind", params={"extension": kind[:8] or "–"}))
    return kind


def _write(form: str, filled: Sequence[blocks.Block], path: Path, *, force: bool) -> None:
    if form == ".md":
        data = blocks.as_markdown(filled).encode()
    elif form == ".docx":
        from xjcli.papers.docx import as_docx

        data = as_docx(filled)
    else:
        from xjcli.papers.xlsx import as_xlsx

        data = as_xlsx(filled)
    make_private_dir(path.parent)
    atomic_write(path, data, private=True, force=force)


def _text(template: str, home: Path | None) -> str:
    """The school's own template, else the one that comes with the program."""
    own = home / OWN / f"{template}.md" if home is not None else None
    path = own if own is not None and own.exists() else data_root() / "templates" / "documents" / f"{template}.md"
    try:
        return read_bounded(path, _CAP_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(Problem("paper.template", where=path.name)) from None
