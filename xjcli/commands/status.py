"""`xj status`."""

from __future__ import annotations

from xjcli.desk import open_desk
from xjcli.procedures.status import status as procedure
from xjcli.report import finish
from xjcli.ui import screens


def command() -> None:
    with open_desk() as desk:
        report = procedure(desk)
    finish(report, screens.status)
