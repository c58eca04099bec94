"""`xj-authority pending`."""

from __future__ import annotations

from xjcli.authority import screens
from xjcli.authority.commands.options import School, office
from xjcli.report import finish


def command(school: School = "") -> None:
    from xjcli.authority.viewing import pending

    finish(pending(office(), school=school), screens.pending)
