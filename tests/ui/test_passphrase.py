"""第二十五条 at a real terminal: what may happen is said before, secrets are typed unseen, the sheet is shown once."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.locks import INIT, OTHER_WORDS, WORDS, run_with, school_with_passphrase
from tests.offices import Program
from tests.terminals import Terminal, terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
_DIGITS = re.compile(r"(?:\d{6}-){3}\d{6}")


def square_code(screen: str) -> str:
    """What a camera reads from the half blocks on the screen."""
    lines = [line for line in screen.splitlines() if len(line) > 20 and set(line) <= set(" ▀▄█")]
    width = max(len(line) for line in lines)
    picture = Image.new("L", (width, 2 * len(lines)))
    for row, line in enumerate(lines):
        for column, sign in enumerate(line):
            picture.putpixel((column, 2 * row), 255 if sign in "▀█" else 0)
            picture.putpixel((column, 2 * row + 1), 255 if sign in "▄█" else 0)
    grown = picture.resize((width * 8, len(lines) * 16), Image.Resampling.NEAREST)
    framed = Image.new("L", (grown.width + 64, grown.height + 64), 255)
    framed.paste(grown, (32, 32))
    (found,) = zxingcpp.read_barcodes(framed)
    return str(found.text)


def recovery_on(screen: Terminal) -> str:
    return "-".join(_DIGITS.findall(screen.seen)[-2:])


def test_init_says_what_a_forgotten_passphrase_means_asks_twice_and_shows_the_sheet_once(tmp_path: Path) -> None:
    school = Program("xjcli", tmp_path / "S")
    with terminal(school, *INIT) as screen:
        screen.expect("忘了口令只有恢复密钥能打开")
        screen.answer("设一个口令", WORDS)
        screen.answer("再输入一次", WORDS)
        screen.expect("恢复密钥，只显示这一次")
        assert screen.exit() == 0
    assert WORDS not in screen.seen
    digits = recovery_on(screen)
    assert square_code(screen.seen) == digits.replace("-", "")
    opened = {"--passphrase-fd": WORDS}
    shown = run_with(school, "key", "show", secrets=opened)
    assert (shown.result["protection"]["ways"], shown.codes) == (["passphrase", "recovery"], [])
    assert digits not in shown.out
    reset = run_with(school, "key", "reset", secrets={"--recovery-fd": digits, "--new-passphrase-fd": OTHER_WORDS})
    assert reset.exit == 0


@pytest.mark.parametrize(("first", "second", "code"), [("short", "", "至少 8"), (WORDS, OTHER_WORDS, "不一样")])
def test_a_short_or_mistyped_passphrase_makes_no_registry(tmp_path: Path, first: str, second: str, code: str) -> None:
    school = Program("xjcli", tmp_path / "S")
    with terminal(school, *INIT) as screen:
        screen.answer("设一个口令", first)
        if second:
            screen.answer("再输入一次", second)
        screen.expect(code)
        assert screen.exit() == 2
    assert not school.home.exists()


def test_what_is_wrong_with_the_options_is_said_before_a_passphrase_is_asked(tmp_path: Path) -> None:
    with terminal(Program("xjcli", tmp_path / "S"), *INIT, "--system", "9-9") as screen:
        assert screen.exit() == 2
    assert "口令" not in screen.seen


def test_a_command_asks_unseen_and_says_that_trying_breaks_nothing(tmp_path: Path) -> None:
    school = school_with_passphrase(tmp_path / "S")
    with terminal(school, "status") as screen:
        screen.answer("登记库口令", "not this one")
        screen.answer("试多少次都没关系", WORDS)
        screen.expect("样例小学")
        assert screen.exit() == 0
    assert WORDS not in screen.seen
    assert "not this one" not in screen.seen


def test_after_three_wrong_answers_the_way_by_the_recovery_key_is_told(tmp_path: Path) -> None:
    school = school_with_passphrase(tmp_path / "S")
    with terminal(school, "status") as screen:
        for _ in range(3):
            screen.answer("：", "wrong wrong")
        screen.expect("xj key reset")
        assert screen.exit() == 40
    with terminal(school, "status") as screen:
        screen.expect("登记库口令")
        screen.type("\x04")  # the end of what is typed
        assert screen.exit() == 3


def test_a_forgotten_passphrase_is_set_anew_by_hand(tmp_path: Path) -> None:
    school = school_with_passphrase(tmp_path / "S")
    with terminal(school, "key", "recovery") as screen:
        screen.answer("登记库口令", WORDS)
        screen.expect("原来那张从此作废")
        screen.type("y")
        screen.expect("只显示这一次")
        assert screen.exit() == 0
    digits = recovery_on(screen)
    with terminal(school, "key", "reset") as screen:
        screen.answer("恢复密钥（48 位数字）", digits.replace("-", " "))
        screen.answer("设一个口令", OTHER_WORDS)
        screen.answer("再输入一次", OTHER_WORDS)
        screen.expect("口令已重设")
        assert screen.exit() == 0
    assert run_with(school, "doctor", secrets={"--passphrase-fd": OTHER_WORDS}).exit == 0
