"""第二十五条: the slip of a disclosure says what the record of it says, whole, or is not written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import child, opened, record_of, refused
from xjcli.desk import Desk
from xjcli.errors import exit_code
from xjcli.procedures.disclose import disclose
from xjcli.procedures.forms import Wanted, write
from xjcli.procedures.outgoing import Ground
from xjcli.procedures.verify_form import verify_form
from xjcli.schema.forms import SLIP

LINES = (
    "接收单位 | 测试区卫健局", "用途 | 入学体检；建档", "提供项目 | 姓名、性别", "人数 | 1", "提供日期 | 2026-09-01",
)  # fmt: skip


@pytest.fixture
def pupil(desk: Desk) -> str:
    return str(opened(desk, child()).result["record_id"])


GROUND = Ground("教基〔2026〕9号", "测试区卫健局", "入学体检；建档")


def given_out(desk: Desk, folder: Path) -> str:
    """The entry of a disclosure in the access log."""
    report = disclose(desk, folder / "名单.csv", ground=GROUND, fields=["姓名,性别"])
    return str(report.result["entry"])


def test_a_slip_is_filled_from_the_record_of_its_disclosure(desk: Desk, tmp_path: Path, pupil: str) -> None:
    entry = given_out(desk, tmp_path)
    report = write(desk, SLIP, tmp_path / "slip.md", Wanted(of=entry))
    text = (tmp_path / "slip.md").read_text("utf-8")
    for line in (
        "接收单位 | 测试区卫健局",
        "用途 | 入学体检；建档",
        "提供项目 | 姓名、性别",
        "人数 | 1",
        "提供日期 | 2026-09-01",
    ):
        assert f"| {line} |" in text
    assert "教基〔2026〕9号" in text
    assert str(report.result["numbers"][0]) in text
    assert verify_form(desk, tmp_path / "slip.md").status == 0
    assert record_of(desk, pupil).name not in text


@pytest.mark.parametrize("entry", ["2", "0", "九", "-1", "1" * 12])
def test_a_slip_of_no_disclosure_is_not_written(desk: Desk, tmp_path: Path, pupil: str, entry: str) -> None:
    write(
        desk, "registration-card", tmp_path / "card.docx", Wanted([pupil], because="归档")
    )  # entry 1: full numbers, and no disclosure
    for of in (entry, "1"):
        refusal = refused(partial(write, desk, SLIP, tmp_path / "slip.md", Wanted(of=of)))
        assert [each.code for each in refusal.problems] == ["disclose.no-entry"]
    assert not (tmp_path / "slip.md").exists()


def test_a_slip_of_an_altered_log_is_not_written(desk: Desk, tmp_path: Path, pupil: str) -> None:
    entry = given_out(desk, tmp_path)
    connection = desk.registry.connection
    for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        connection.execute(f"drop trigger {name}")
    with desk.registry.transaction():
        connection.execute("update access_log set why = replace(why, '9号', '8号')")
    refusal = refused(lambda: write(desk, SLIP, tmp_path / "slip.md", Wanted(of=entry)))
    assert [each.code for each in refusal.problems] == ["log.altered"]


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("roster", {}, "usage.option"),
        (SLIP, {"blank": True}, "usage.together"),
        (SLIP, {"said": {"other_school": "某单位"}}, "usage.together"),
        (SLIP, {"said": {"purpose": "体检"}}, "usage.together"),
    ],
)
def test_the_entry_is_for_the_slip_alone_and_says_the_rest(
    desk: Desk, tmp_path: Path, pupil: str, kind: str, more: dict[str, Any], code: str
) -> None:
    entry = given_out(desk, tmp_path)
    refusal = refused(lambda: write(desk, kind, tmp_path / "slip.md", Wanted(of=entry, **more)))
    assert ([each.code for each in refusal.problems], exit_code(refusal.problems)) == ([code], 2)


def test_a_slip_without_an_entry_is_filled_in_by_hand(desk: Desk, tmp_path: Path) -> None:
    write(desk, SLIP, tmp_path / "slip.md", Wanted(said={"other_school": "测试区卫健局"}))
    assert "提供项目 |  |" in (tmp_path / "slip.md").read_text("utf-8")
