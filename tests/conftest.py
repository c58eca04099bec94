"""What many tests share: an invented school's home on a fixed day, and no settings of whoever runs the tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.offices import KEYS
from xjcli.procedures.init import School, init
from xjcli.report import Session
from xjcli.report.language import choose

NOW = datetime(2026, 9, 1, 0, 30, tzinfo=UTC)
SCHOOL = School(
    school_code="2132000456",
    name="虚构市测试学校",
    region="320106",
    stages="primary,junior",
    system="6-3",
    authority="320106",
    registrar="测试老师",
)


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No variable of the machine and nothing of an earlier test reaches a test; everything speaks Chinese."""
    for name in ("XJ_HOME", "XJ_LANG", "XJ_AUTHORITY_HOME", "XJ_REGISTRAR", "XJ_KEY_FD", "XJ_PASSPHRASE_FD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XJ_KEYS", KEYS.name)
    choose("zh")
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a finished report no longer hears it
    Session.user = ""
    Session.json, Session.command, Session.home, Session.stored, Session.notes = False, "", None, False, ()
    Session.key_fd, Session.passphrase_fd, Session.ask = "", "", None


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The home of a school that `xj init` has just set up."""
    home = tmp_path / "school"
    init(home, SCHOOL, now=NOW)
    return home


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty folder that is carried from one office to another."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
