"""`xj show`."""

from __future__ import annotations

from xjcli.desk import open_desk
from xjcli.procedures.show import show as procedure
from xjcli.report import finish
from xjcli.ui import screens
from xjcli.ui.options import Because, Pupil, Reveal, pupils_from


def command(pupil: Pupil, reveal: Reveal = False, because: Because = "") -> None:
    with open_desk("write" if reveal else "read") as desk:
        report = procedure(desk, pupils_from([pupil])[0], reveal=reveal, because=because)
    finish(report, screens.show)
