from __future__ import annotations

from pathlib import Path

import pytest

from tests.sheets.books import OWN, PUPIL, read, refused, told
from xjcli.sheets.delimited import decode
from xjcli.sheets.read import read_table


def _text(separator: str = ",", **changes: str) -> str:
    row = {**PUPIL, **changes}
    return "\r\n".join([separator.join(row), separator.join(map(str, row.values()))]) + "\r\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_the_encoding_of_a_text_file_is_found_strictly_and_said(tmp_path: Path, encoding: str, said: str) -> None:
    file = tmp_path / "pupils.csv"
    file.write_bytes(_text().encode(encoding))
    sheet = read(file)
    assert sheet.table.encoding == said
    assert "sheet.encoding-used" in told(sheet)
    assert sheet.accepted[0].fields["name"] == "林小满"


def test_a_name_with_the_dot_survives_gb18030(tmp_path: Path) -> None:
    file = tmp_path / "pupils.csv"
    file.write_bytes(_text(姓名="阿依古丽·买买提").encode("gb18030"))
    assert read(file).rows[0].fields["name"] == "阿依古丽\u00b7买买提"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_noughts(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "pupils.csv"
    file.write_bytes(_text().encode(encoding))
    sheet = read(file)
    assert (sheet.table.encoding, sheet.accepted[0].fields["name"]) == (encoding, "林小满")


def test_a_few_noughts_make_no_utf16(tmp_path: Path) -> None:
    file = tmp_path / "pupils.csv"
    file.write_bytes(_text().encode("utf-8") + bytes(2))
    assert [problem.code for problem in refused(file)] == ["sheet.encoding"]


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "pupils.csv"
    file.write_bytes(_text().encode("utf-8") + b"\xff\xff")
    assert [problem.code for problem in refused(file)] == ["sheet.encoding"]


def test_the_persons_own_word_for_the_encoding_is_the_only_one_tried() -> None:
    assert decode("汉".encode("gb18030"), "f", "gb18030") == ("汉", "gb18030")


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_tabs_and_semicolons_separate_too(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "pupils.csv"
    file.write_text(_text(separator), encoding="utf-8")
    assert read(file).accepted[0].fields["school_code"] == OWN


def test_the_tricks_that_keep_a_number_a_text_are_undone(tmp_path: Path) -> None:
    number = PUPIL["身份证件号"]
    file = tmp_path / "pupils.csv"
    file.write_text(_text(身份证件号=f'"=""{number}"""', 姓名="'=林小满"), encoding="utf-8")
    fields = read(file).rows[0].fields
    assert fields["document_number"] == number
    assert fields["name"] == "=林小满"


def test_a_line_break_inside_a_cell_is_still_one_row(tmp_path: Path) -> None:
    file = tmp_path / "pupils.csv"
    text = _text(姓名='"林\n小满"') + ",".join(["", "王", *[""] * 7]) + "\r\n"
    file.write_text(text, encoding="utf-8", newline="")
    assert [row.number for row in read(file).rows] == [2, 3]


def test_a_text_file_without_a_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.csv"
    file.write_text("各位老师：\n请核对。\n", encoding="utf-8")
    assert [problem.code for problem in refused(file)] == ["sheet.no-header"]


def test_a_place_in_a_text_file_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "pupils.csv"
    file.write_text(_text(性别="?"), encoding="utf-8")
    assert told(read(file))["sheet.unknown-label"] == "pupils.csv!C2"
    assert read_table(file).format == "csv"


def test_a_file_in_big5_is_refused_by_name_and_not_read_as_other_signs(tmp_path: Path) -> None:
    head = ["學校代碼", "姓名", "性別", "出生日期", "身分證號", "年級", "班級", "電話"]
    rows = [
        head,
        *(["2132000456", "林小滿", "女", "20190502", "A123456789", "一年級", "1班", "0912"] for _ in range(30)),
    ]
    file = tmp_path / "pupils.csv"
    file.write_bytes("\r\n".join(map(",".join, rows)).encode("big5"))
    problems = refused(file)
    assert [(problem.code, problem.params) for problem in problems] == [("sheet.encoding-other", {"encoding": "Big5"})]


def test_a_truncated_text_file_is_refused_where_its_last_sign_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "pupils.csv"
    for encoding in ("utf-8", "gb18030", "utf-16"):
        file.write_bytes((_text() + "2132000456,林").encode(encoding)[:-1])
        assert [problem.code for problem in refused(file)] == ["sheet.encoding"]
