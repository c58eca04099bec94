"""`xj history`."""

from __future__ import annotations

from xjcli.desk import open_desk
from xjcli.procedures.history import history as procedure
from xjcli.report import finish
from xjcli.ui import screens
from xjcli.ui.options import Pupil, pupils_from


def command(pupil: Pupil) -> None:
    with open_desk() as desk:
        report = procedure(desk, pupils_from([pupil])[0])
    finish(report, screens.history)
