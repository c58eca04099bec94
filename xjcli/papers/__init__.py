"""Papers a school sends or files (第十四、十五、十八、二十二条): a template with blanks, filled, as Markdown or Word.

The wording is a file that a school can replace: `templates/NAME.md` in its home goes before the one that comes with
the program. A paper names a pupil, so it is written for its owner only (第二十五条) and nothing of it is ever printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir, read_bounded
from xjcli.papers import blocks
from xjcli.reference import data_root

#: Where a school's own templates lie, below its home.
OWN = "templates"
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
    kind, lines = path.suffix.lower(), blocks.parse(_text(template, home))
    if kind == ".md":
        filled = blocks.fill(lines, values, rows, template, escape=blocks.escape_markdown)
        data = blocks.as_markdown(filled).encode()
    elif kind == ".docx":
        from xjcli.papers.docx import as_docx

        data = as_docx(blocks.fill(lines, values, rows, template))
    else:
        raise Refusal(Problem("paper.kind", params={"extension": kind[:8] or "–"}))
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
