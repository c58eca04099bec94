"""A progress bar: on a terminal, after a second, gone at the end; and for a pipe or a script not a byte of it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.offices import open_school, write_pupils
from tests.sheets.books import edited
from tests.terminals import terminal
from xjcli.report import Session
from xjcli.report.language import choose
from xjcli.report.progress import silent
from xjcli.ui.progress import FIRST, Bar, progress

#: Enough rows for several seconds of work.
MANY = 12_000


class Clock:
    """Seconds as a test says them."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def stream(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding, errors="backslashreplace", newline="")


def text_of(out: io.TextIOWrapper) -> str:
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return out.buffer.getvalue().decode(out.encoding)


@pytest.fixture
def chinese() -> None:
    choose("zh")


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
def test_a_long_import_shows_rows_and_time_left_on_a_terminal_and_leaves_no_trace(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    book = write_pupils(tmp_path / "全校.xlsx", MANY)
    with terminal(school, "import", book, "--yes") as screen:
        screen.expect("[█")
        screen.expect(f"/{MANY:,} 行")
        screen.expect("还要 0:")
        assert screen.exit() == 0
    last = screen.seen.rfind("█")
    assert "已保存" in screen.seen[last:]
    assert screen.seen[last:].count(" " * 20) > 0
    assert "\x1b[3" not in screen.seen


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
def test_a_sheet_that_takes_long_to_read_shows_how_many_rows_are_read(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    book = write_pupils(tmp_path / "全校.xlsx", MANY)
    slow = edited(book, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><!-- -->")
    with terminal(school, "import", slow, "--dry-run", "--annotate", tmp_path / "标错.xlsx") as screen:
        screen.expect("读取 [█")
        screen.expect(" 行 还要 0:")
        assert screen.exit() == 0


def test_a_pipe_and_a_script_get_none(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    book = write_pupils(tmp_path / "全校.xlsx", MANY)
    plain = school.raw("import", book, "--dry-run")
    assert plain.exit == 0
    assert not any(sign in plain.out + plain.err for sign in "█░\r")


def test_nothing_is_drawn_in_the_first_second_and_then_not_at_every_call(chinese: None) -> None:
    clock, out = Clock(), stream()
    bar = Bar(out, clock)
    for step in range(10):
        clock.at = FIRST * step / 10
        bar("check", step, 1000)
    assert text_of(out) == ""
    clock.at = FIRST
    for step in range(100):
        bar("check", 500 + step, 1000)
    assert text_of(out).count("\r") == 1
    assert "检查 [██████████░░░░░░░░░░] 500/1,000 行 还要 0:02" in text_of(out)


def test_a_stage_that_ends_leaves_an_empty_line(chinese: None) -> None:
    clock, out = Clock(), stream()
    bar = Bar(out, clock)
    clock.at = 5.0
    bar("store", 1, 2)
    drawn = text_of(out)
    bar("store", 2, 2)
    rest = text_of(out)[len(drawn) :]
    assert rest.startswith("\r ") and rest.endswith(" \r") and not rest.strip()


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("gbk", "保存 [##########----------] 5,000/10,000 行"), ("ascii", "storing [##########----------] 5,000/10,000")],
)
def test_a_console_of_another_encoding_gets_signs_it_can_show(encoding: str, words: str, chinese: None) -> None:
    clock, out = Clock(), stream(encoding)
    bar = Bar(out, clock)
    clock.at = 2.0
    bar("store", 5_000, 10_000)
    assert words in text_of(out)
    assert "\\" not in text_of(out)


def test_a_narrow_console_gets_one_line_only(chinese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "12")
    clock, out = Clock(), stream()
    bar = Bar(out, clock)
    clock.at = 2.0
    bar("store", 5_000, 10_000)
    assert text_of(out) == "\r保存 [█████"


def test_a_terminal_that_was_closed_stops_no_errand(chinese: None) -> None:
    clock, out = Clock(), stream()
    bar = Bar(out, clock)
    out.close()
    clock.at = 2.0
    bar("store", 1, 2)
    bar.clear()


def test_without_a_terminal_or_with_json_the_callback_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress() as tell:
        assert tell is silent
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(Session, "json", True)
    with progress() as tell:
        assert tell is silent
