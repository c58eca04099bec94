"""A power cut at any moment (第二十四条): the registry stays whole, and doing it again ends where it would have ended.

Real processes, real SIGKILL. The moments are spread over the measured length of an undisturbed run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.offices import Program, environment, open_authority, open_school, write_pupils
from xjcli.bundle import pack
from xjcli.bundle.card import read_card
from xjcli.bundle.keyring import Keyring
from xjcli.sheets.headers import label_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what a power cut looks like on POSIX")

PUPILS = 300
#: A key of a card has no dates: any moment will do.
AT = datetime(2026, 9, 2, tzinfo=UTC)
KILLS = 10


def _killed_after(program: Program, seconds: float, *words: str | Path) -> bool:
    """Start the command and kill -9 it after so long; True if it was still running then."""
    process = subprocess.Popen(
        program.command(*words), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    running = process.poll() is None
    process.kill()
    process.wait()
    return running


def _length_of(program: Program, *words: str | Path) -> float:
    started = time.perf_counter()
    assert program.raw(*words).exit == 0
    return time.perf_counter() - started


def _copy(home: Path, to: Path) -> Program:
    shutil.copytree(home, to)
    return Program("xjcli", to)


def test_an_import_that_is_killed_leaves_all_or_nothing_and_can_be_done_again(tmp_path: Path) -> None:
    workbook = write_pupils(tmp_path / "学生.xlsx", PUPILS)
    fresh, _ = open_school(tmp_path / "fresh")
    length = _length_of(_copy(fresh.home, tmp_path / "measured"), "import", workbook, "--yes")
    interrupted = 0
    for attempt in range(KILLS):
        school = _copy(fresh.home, tmp_path / f"school-{attempt}")
        moment = length * (0.3 + 0.7 * attempt / KILLS)
        interrupted += _killed_after(school, moment, "import", workbook, "--yes")
        assert school.run("doctor").exit == 0
        assert school.run("find", "--limit", "1").result["total"] in (0, PUPILS)
        again = school.run("import", workbook, "--yes")
        assert (again.exit, again.result["new"] + again.result["unchanged"]) == (0, PUPILS)
        third = school.run("import", workbook, "--yes")
        assert (third.result["new"], third.result["unchanged"]) == (0, PUPILS)
        assert school.run("doctor").exit == 0
    assert interrupted >= KILLS // 2, "most kills came too late to say anything"


def test_an_undo_that_is_killed_takes_back_all_or_nothing_and_can_be_done_again(tmp_path: Path) -> None:
    fresh, _ = open_school(tmp_path / "fresh")
    done = fresh.run("import", write_pupils(tmp_path / "学生.xlsx", PUPILS), "--yes")
    words = ("undo", str(done.result["operation"]), "--yes")
    length = _length_of(_copy(fresh.home, tmp_path / "measured"), *words)
    interrupted = 0
    for attempt in range(KILLS // 2):
        school = _copy(fresh.home, tmp_path / f"school-{attempt}")
        interrupted += _killed_after(school, length * (0.3 + 1.4 * attempt / KILLS), *words)
        assert school.run("doctor").exit == 0
        left = school.run("find", "--limit", "1").result["total"]
        assert left in (0, PUPILS)
        again = school.run(*words)
        assert (again.exit, again.codes) == ((0, []) if left else (again.exit, ["undo.already"]))
        assert school.run("find", "--limit", "1").result["total"] == 0
        assert school.run("doctor").exit == 0
    assert interrupted >= KILLS // 4, "most kills came too late to say anything"


def test_an_import_of_changes_that_is_killed_changes_all_or_nothing_and_can_be_done_again(tmp_path: Path) -> None:
    fresh, _ = open_school(tmp_path / "fresh")
    assert fresh.run("import", write_pupils(tmp_path / "学生.xlsx", PUPILS), "--yes").exit == 0
    moved = tmp_path / "新电话.xlsx"
    write_pupils(moved, PUPILS)
    book = load_workbook(moved)
    page = book.worksheets[0]
    (column,) = [cell.column for cell in page[1] if cell.value == label_of("postcode")]
    for line in range(2, page.max_row + 1):
        page.cell(line, column).value = "999077"
    book.save(moved)
    words = ("import", moved, "--yes", "--yes-change", str(PUPILS))
    length = _length_of(_copy(fresh.home, tmp_path / "measured"), *words)
    interrupted = 0
    for attempt in range(KILLS // 2):
        school = _copy(fresh.home, tmp_path / f"school-{attempt}")
        interrupted += _killed_after(school, length * (0.3 + 1.4 * attempt / KILLS), *words)
        assert school.run("doctor").exit == 0
        again = school.run(*words)
        assert again.exit == 0
        assert (again.result["changed"], again.result["unchanged"]) in ((PUPILS, 0), (0, PUPILS))
        assert school.run(*words).result["unchanged"] == PUPILS
        assert school.run("doctor").exit == 0
    assert interrupted >= KILLS // 4, "most kills came too late to say anything"


def test_a_push_that_is_killed_sends_each_bundle_once_when_done_again(tmp_path: Path) -> None:
    workbook = write_pupils(tmp_path / "学生.xlsx", PUPILS)
    authority, fingerprint = open_authority(tmp_path / "authority")
    fresh, _ = open_school(tmp_path / "fresh")
    assert fresh.run("key", "trust", authority.home / "320102.xjcard", "--fingerprint", fingerprint).exit == 0
    assert fresh.run("import", workbook, "--yes").exit == 0
    (tmp_path / "measured-stick").mkdir()
    length = _length_of(_copy(fresh.home, tmp_path / "measured"), "push", "--to", tmp_path / "measured-stick")
    (card,) = fresh.home.glob("*.xjcard")
    keys = Keyring.of(read_card(card.read_bytes()))
    interrupted = 0
    for attempt in range(KILLS):
        school = _copy(fresh.home, tmp_path / f"school-{attempt}")
        stick = tmp_path / f"stick-{attempt}"
        stick.mkdir()
        moment = length * (0.3 + 0.7 * attempt / KILLS)
        interrupted += _killed_after(school, moment, "push", "--to", stick)
        assert school.run("doctor").exit == 0
        again = school.run("push", "--to", stick)
        assert again.exit == 0
        assert [(each["seq"], each["acts"], each["stage"]) for each in again.result["bundles"]] == [(1, PUPILS, "sent")]
        (file,) = [path for path in stick.iterdir() if not path.name.startswith(".")]
        verified = pack.verify(file.read_bytes(), keys, at=AT, recipient="320102")
        assert verified.id == again.result["bundles"][0]["id"]
        assert school.run("doctor").exit == 0
    assert interrupted >= KILLS // 2, "most kills came too late to say anything"
