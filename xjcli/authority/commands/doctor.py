"""`xj-authority doctor`."""

from __future__ import annotations

from xjcli.authority import screens
from xjcli.authority.commands.options import office
from xjcli.report import finish


def command() -> None:
    from xjcli.authority.doctor import doctor

    finish(doctor(office()), screens.doctor)
