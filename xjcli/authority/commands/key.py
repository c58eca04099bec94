"""`xj-authority key show`."""

from __future__ import annotations

import typer

from xjcli.authority import screens
from xjcli.authority.commands.options import office
from xjcli.report import finish
from xjcli.report.language import pick

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `key` a group, however many commands it has."""


@app.command("show", help=pick("本部门的名片和指纹", "our card and its fingerprint"))
def show() -> None:
    from xjcli.authority.viewing import key

    finish(key(office()), screens.key)
