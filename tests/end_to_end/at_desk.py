"""`xj` and `xj-authority` in this process on a day that the test names: the same command lines, the same documents."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.offices import AUTHORITY_CODE, Answer
from xjcli import app
from xjcli.authority import app as authority_app
from xjcli.report import Session


@dataclass
class Days:
    """The clock of both sides."""

    today: date

    def now(self) -> datetime:
        return datetime.combine(self.today, time(8, 30), UTC)


@dataclass
class Seat:
    """One office: which program, and its home."""

    program: Any
    home: Path
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, *words: str | Path) -> Answer:
        """One command line with --json; exit status and document."""
        line = tuple(map(str, words))
        self.asked.append(line)
        Session.json, Session.command, Session.home = False, "", None
        out, err, status = io.StringIO(), io.StringIO(), 0
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                self.program.run(["--home", str(self.home), *line, "--json", "--lang", "zh"])
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 0
        document = json.loads(out.getvalue())
        assert document["exit"] == status, document
        return Answer(status, document, out.getvalue(), err.getvalue())

    def do(self, *words: str | Path) -> dict[str, Any]:
        """A command line that has to go through."""
        answer = self.run(*words)
        assert answer.exit == 0, (words, answer.document)
        return answer.result


def clock_at(monkeypatch: pytest.MonkeyPatch, day: date) -> Days:
    """Both programs take their time from what this returns."""
    days = Days(day)
    monkeypatch.setattr("xjcli.desk.clock", days.now)
    monkeypatch.setattr("xjcli.authority.office.clock", days.now)
    monkeypatch.setattr("xjcli.commands.init.clock", days.now)
    return days


def county(folder: Path) -> tuple[Seat, str]:
    """The authority, and its fingerprint."""
    office = Seat(authority_app, folder / "A")
    made = office.do(
        "init",
        "--code",
        AUTHORITY_CODE,
        "--name",
        "样例区教育局",
        "--level",
        "county",
        "--official",
        "测试科长",
        "--yes",
    )
    return office, str(made["fingerprint"])


def school(folder: Path, office: Seat, authority_print: str, code: str) -> Seat:
    """A primary school; both sides trust the other's card."""
    seat = Seat(app, folder / code)
    made = seat.do(
        "init", "--school-code", code, "--name", f"样例小学{code[-1]}", "--region", AUTHORITY_CODE, "--stage",
        "primary", "--authority", AUTHORITY_CODE, "--registrar", "测试老师", "--yes", "--plain",
    )  # fmt: skip
    (card,) = office.home.glob("*.xjcard")
    seat.do("key", "trust", card, "--fingerprint", authority_print)
    office.do("school", "add", seat.home / f"{code}.xjcard", "--fingerprint", made["fingerprint"])
    return seat
