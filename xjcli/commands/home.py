"""`xj` alone."""

from __future__ import annotations

from xjcli.desk import open_desk
from xjcli.errors import Refusal
from xjcli.procedures.home import home as procedure
from xjcli.procedures.home import welcome
from xjcli.report import Report, Session, finish
from xjcli.settings import home_folder
from xjcli.ui import home as screens


def command() -> None:
    finish(_report(), screens.home)


def _report() -> Report:
    try:
        with open_desk() as desk:
            return procedure(desk)
    except Refusal as refusal:
        if [problem.code for problem in refusal.problems] != ["registry.missing"]:
            raise
        return welcome(home_folder(Session.home))
