"""A form is issued (第二十五条): its number, its code and its files, in the caller's transaction.

The same text in several files is one form with one number; a file that reads otherwise is another form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.papers import write_form
from xjcli.papers.blocks import Block
from xjcli.registry import forms as register
from xjcli.schema.forms import FORMS, code_of, digest_of
from xjcli.schema.masking import mask_text

Rows = Mapping[str, Sequence[Mapping[str, str]]]
#: How `together` writes one of its files.
Put = Callable[[Path, Callable[[], None]], None]
FOLDER_KIND = ".docx"


class Paper(NamedTuple):
    """What a form says: its values and lists. `whom` is the record that it is about, empty for a list or for nobody."""

    kind: str
    values: Mapping[str, str]
    rows: Rows
    whom: str = ""


def issue(desk: Desk, paper: Paper, paths: Sequence[Path], put: Put, *, force: bool = False) -> list[str]:
    """Write the paper to each of these files and register it; gives its numbers. Inside a transaction."""
    issued: dict[str, Block] = {}
    numbers: list[str] = []

    def stamp(text: str) -> Block:
        if text not in issued:
            number, issued[text] = _registered(desk, paper, text)
            numbers.append(number)
        return issued[text]

    for path in paths:
        put(path, partial(write, desk, paper, path, stamp, force=force))
    return numbers


def write(desk: Desk, paper: Paper, path: Path, stamp: Callable[[str], Block | None], *, force: bool = False) -> None:
    """The paper as one file, with the line that `stamp` makes of its text."""
    write_form(FORMS[paper.kind].template, paper.values, path, stamp, rows=paper.rows, home=desk.home, force=force)


def _registered(desk: Desk, paper: Paper, text: str) -> tuple[str, Block]:
    from xjcli.papers.text import code_block

    number = register.next_number(desk.registry, desk.today.year)
    digest = digest_of(register.require_secret(desk.registry), number, paper.kind, text)
    line = register.Issued(number, paper.kind, paper.whom, desk.today.isoformat(), digest)
    register.register(desk.registry, line)
    return number, code_block(number, code_of(digest))


def place_of(out: Path, name: str) -> Path:
    """The file of a paper: `out` if it is a file's name, else `name` in that folder, as a Word file.

    Refuses with file.missing where the folder is not there: a paper lands where a person looks for it.
    """
    path = out / f"{name}{FOLDER_KIND}" if out.is_dir() or not out.suffix else out
    if not path.parent.is_dir():
        raise Refusal(Problem("file.missing", where=mask_text(path.parent.name)))
    return path
