"""`xj-authority key show`."""

from __future__ import annotations

from xjcli.authority import screens
from xjcli.authority.commands.options import office
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs

app = verbs()


@app.callback()
def _group() -> None:
    """Keeps `key` a group, however many commands it has."""


@app.command("show", help=pick("本部门的名片和指纹", "our card and its fingerprint"))
def show() -> None:
    from xjcli.authority.viewing import key

    finish(key(office()), screens.key)
