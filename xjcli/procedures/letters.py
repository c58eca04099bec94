"""Documents that an article asks for in writing (第十五、十八条): templates of data/templates/documents, filled in.

The words are data, so that an office can have its own; a value can bring no markup of its own into the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write
from xjcli.reference import data_root

_MARKUP = str.maketrans({"|": "｜", "<": "＜", ">": "＞", "`": "＇", "\n": " ", "\r": " "})


def write_letter(template: str, values: Mapping[str, object], path: Path) -> None:
    """Fill the template and write it, readable by its owner only; never over another file."""
    text = (data_root() / "templates" / "documents" / f"{template}.md").read_text("utf-8")
    atomic_write(path, text.format_map(values).encode("utf-8"), private=True)


def plain(value: object) -> str:
    """A value as it may stand in a document: no table, no link, no line of its own."""
    return str(value).translate(_MARKUP)


def rows(lines: Sequence[Sequence[object]]) -> str:
    """Lines of a table; 无 where there is none."""
    return "\n".join("| " + " | ".join(plain(cell) for cell in line) + " |" for line in lines) or "无"


def require_folder(path: Path) -> None:
    """The folder exists: a document lands where a person looks for it."""
    if not path.is_dir():
        raise Refusal(Problem("file.missing", where=path.name))
