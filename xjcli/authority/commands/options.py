"""The options that several commands share, and the questions for a person at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from xjcli.errors import Problem, Refusal
from xjcli.report import Session, require_terminal
from xjcli.report.language import pick
from xjcli.report.phrases import phrase

if TYPE_CHECKING:
    from xjcli.authority.office import Office

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=pick("只显示会怎样，什么也不改", "show what would happen; change nothing")),
]
Yes = Annotated[bool, typer.Option("--yes", help=pick("不再询问", "do not ask"))]
Official = Annotated[
    str,
    typer.Option(help=pick("作出决定的人，默认为 init 时所写", "who decides; by default the one named at init")),
]
School = Annotated[str, typer.Option(help=pick("只看这所学校（标识码）", "this school only, by its code"))]
Because = Annotated[
    str, typer.Option("--because", metavar="TEXT", help=pick("理由，会记录下来", "a reason; it is recorded"))
]


def office(*, rehearse: bool = False, live: bool = False, writes: bool = False) -> Office:
    """The authority in the home that was named; an older database is upgraded by a command that `writes`."""
    from xjcli.authority.office import home_folder, open_office

    return open_office(home_folder(Session.home), rehearse=rehearse, live=live, writes=writes)


def ask_fingerprint(shown: str) -> str:
    """Show the card's fingerprint and have the compared one typed; never a mere yes."""
    require_terminal("--fingerprint")
    import questionary

    sys.stdout.write(phrase("authority.compare", fingerprint=shown) + "\n")
    return str(questionary.text(phrase("authority.ask-fingerprint")).unsafe_ask())


def require_yes(question: str, *, yes: bool) -> None:
    """Go on with `--yes` or when the person agrees; else the errand is cancelled."""
    if yes:
        return
    require_terminal("--yes")
    import questionary

    if not questionary.confirm(question, default=False).unsafe_ask():
        raise Refusal(Problem("usage.cancelled"))
