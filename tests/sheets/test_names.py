"""A name comes back as the police wrote it, from every kind of file (民委发〔2016〕33号: GB 18030 in full, one dot)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.books import PRIMARY, PUPIL, book, pupils, read
from tests.sheets.programs import converted
from xjcli.schema.values.normalise import name_key
from xjcli.sheets.door import read_pupils
from xjcli.sheets.findings import Sheet
from xjcli.sheets.read import read_table

ROOT = Path(__file__).resolve().parents[2]
_HAN = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.characters(min_codepoint=0x30000, max_codepoint=0x3134A),
    st.sampled_from("〇䶮龘喆堃昇甯𠂇㙓"),
)
_PART = st.text(_HAN, min_size=1, max_size=6)
_ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
_NAMES = st.one_of(
    st.text(_HAN, min_size=2, max_size=10),
    st.lists(_PART, min_size=2, max_size=4).map("·".join),
    st.sampled_from(["Anna-Maria O'Neil", "José Müller", "Jean Paul"]),
)


def _rows(names: list[str]) -> list[list[str]]:
    return [[*PUPIL], *([str(value) for value in {**PUPIL, "姓名": name}.values()] for name in names)]


def _text(names: list[str], encoding: str) -> bytes:
    return "\r\n".join(map(",".join, _rows(names))).encode(encoding)


def _names(sheet: Sheet) -> list[str]:
    return [row.fields["name"] for row in sheet.rows]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(_NAMES, min_size=1, max_size=5), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
)
def test_a_name_survives_every_encoding_of_a_text_file(names: list[str], encoding: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "p.csv"
        file.write_bytes(_text(names, encoding))
        sheet = read(file)
    assert _names(sheet) == names
    assert sheet.table.encoding == encoding


@settings(max_examples=20, deadline=None)
@given(st.lists(_NAMES, min_size=1, max_size=5))
def test_a_name_survives_a_workbook(names: list[str]) -> None:
    with TemporaryDirectory() as folder:
        assert _names(read(book(Path(folder) / "p.xlsx", _rows(names)))) == names


@settings(max_examples=1, deadline=None)
@given(st.lists(_NAMES, min_size=100, max_size=200))
def test_names_survive_another_program(names: list[str]) -> None:
    with TemporaryDirectory() as folder:
        file = book(Path(folder) / "p.xlsx", _rows(names))
        for ending in ("xlsx", "xls", "ods"):
            assert _names(read(converted(file, ending))) == names


@pytest.mark.parametrize("dot", "·•‧・")
def test_names_with_any_dot_compare_equal_stay_as_typed_and_an_odd_dot_is_said(tmp_path: Path, dot: str) -> None:
    sheet = read(pupils(tmp_path / "p.xlsx", {"姓名": f"阿依古丽{dot}买买提"}))
    assert sheet.rows[0].fields["name"] == f"阿依古丽{dot}买买提"
    assert name_key(sheet.rows[0].fields["name"]) == name_key(f"阿依古丽{dot}买买提") == name_key("阿依古丽·买买提")
    assert [problem.code for problem in sheet.problems if problem.code.startswith("name.")] == (
        [] if dot == "·" else ["name.look-alike"]
    )


def test_a_name_from_an_old_gb18030_file_comes_with_the_sign_that_was_meant(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_bytes(_text(["林X"], "gb18030").replace(b"X", b"\xfe\x59"))
    sheet = read(file)
    said = next(problem for problem in sheet.problems if problem.code.startswith("name."))
    if said.code == "name.private-use-known":  # CPython before 3.15 keeps the code points of 2005
        assert (said.severity, said.params["proposed"]) == ("warn", "\u9fb4")
    assert (sheet.rows[0].fields["name"][0], said.where) == ("林", "p.csv!B2")


def test_private_use_and_look_alikes_are_warned_about_with_their_place(tmp_path: Path) -> None:
    sheet = read(pupils(tmp_path / "p.xlsx", {"姓名": "林\ue123"}, {"姓名": "林\u2f00"}, {"姓名": "买买提.阿里"}))
    found = [problem for problem in sheet.problems if problem.code.startswith("name.")]
    said = [(problem.code, problem.severity, problem.where) for problem in found]
    assert said == [
        ("name.private-use", "warn", "Sheet1!B2"), ("name.look-alike", "warn", "Sheet1!B3"),
        ("name.look-alike", "warn", "Sheet1!B4"),
    ]  # fmt: skip
    assert len(sheet.accepted) == 3


def test_gb2312_as_a_name_for_the_encoding_does_not_turn_the_dot_into_another_sign(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_bytes(_text(["阿依古丽·买买提"], "gb18030"))
    for word in ("gb2312", "GBK", "cp936", "GB18030"):
        sheet = read_pupils(read_table(file, encoding=word), context=PRIMARY)
        assert (_names(sheet), sheet.table.encoding) == (["阿依古丽·买买提"], "gb18030")
        assert not [problem for problem in sheet.problems if problem.code.startswith("name.")]


def test_reading_says_the_same_on_a_console_that_knows_gbk_only(tmp_path: Path) -> None:
    file = pupils(tmp_path / "学生.xlsx", {"姓名": "𠂇䶮·林", "籍贯": "#N/A"}, {"姓名": "林\ue123"}, {"鞋码": "é"})
    home = tmp_path / "home"
    words = "init --school-code 2132000456 --name 测试 --region 320106 --stage primary --authority 320106 --yes"
    for encoding in ("utf-8", "gbk"):
        around = {"PYTHONIOENCODING": f"{encoding}:strict", "XJ_HOME": str(home / encoding), "PYTHONPATH": str(ROOT)}
        for line in (words.split(), ["import", str(file), "--dry-run", "--json"], ["import", str(file), "--dry-run"]):
            ran = subprocess.run(
                [sys.executable, "-m", "xjcli", *line], env=around, capture_output=True, check=False, cwd=tmp_path
            )
            assert b"Traceback" not in ran.stderr
            assert ran.returncode in (0, 1), ran.stderr
        assert "Sheet1!J2" in (ran.stdout + ran.stderr).decode(encoding)
