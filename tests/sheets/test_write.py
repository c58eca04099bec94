from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.books import OWN, TODAY, identity, read
from xjcli.errors import Refusal
from xjcli.files import too_open
from xjcli.reference import codes, template
from xjcli.schema.columns import BY_NAME
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.read import read_table
from xjcli.sheets.write import ROSTER, Target, write_national, write_roster, write_table

_SAFE = st.text(st.characters(whitelist_categories=("Lo", "Nd")), min_size=1, max_size=12).filter(str.isprintable)
_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6)
_RISKY = st.sampled_from(
    ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("x")', "'单引号", "#N/A", "1E5", "007", "_x0041_"]
)
_COLUMNS = [("name", "姓名"), ("talent", "特长")]


def _value(name: str) -> st.SearchStrategy[str]:
    field = BY_NAME[name]
    if name == "school_code":
        return st.just(OWN)
    if field.kind in ("code", "yesno"):
        choices = [row.code for row in codes(field.table or "yes-no").rows]
        return st.just("1") if field.table == "document-type" else st.sampled_from(choices)
    by_kind: dict[str, st.SearchStrategy[str]] = {
        "name": _HAN,
        "date": st.dates(date(2014, 1, 1), date(2020, 8, 31)).map(date.isoformat),
        "month": st.just("2024-09"),
        "grade": st.just("primary-2024"),
        "class": st.integers(1, 30).map("{:02}".format),
        "region": st.sampled_from(["320106", "330802", "110101"]),
        "phone": st.integers(0, 10**8 - 1).map("139{:08}".format),
        "postcode": st.sampled_from(["210000", "010010"]),
        "document": st.integers(0, 999)
        .map(lambda order: identity(birth="20170315", order=f"{order:03}"))
        .filter(lambda number: not number.endswith("000")),  # told as perhaps rounded, see test_damage
    }
    return by_kind.get(field.kind, _SAFE | _RISKY)


def _pupil(form: str) -> st.SearchStrategy[dict[str, str]]:
    fields = [name for name in template(form).fields if not name.startswith("member2_")]
    return st.fixed_dictionaries({name: _value(name) for name in [*fields, "grade"]})


_CASES = st.sampled_from(["national-a", "national-b"]).flatmap(
    lambda form: st.tuples(st.just(form), st.lists(_pupil(form), min_size=1, max_size=4))
)


@settings(max_examples=15, deadline=None)
@given(_CASES, st.sampled_from(["x.xlsx", "x.csv"]))
def test_what_we_write_for_the_national_system_we_read_back_equal(
    case: tuple[str, list[dict[str, str]]], name: str
) -> None:
    form, rows = case
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        assert write_national(Target(file), form, rows, today=TODAY) == len(rows)
        sheet = read_pupils(read_table(file), context=Context(TODAY, OWN, ("primary",)))
    assert [problem.code for problem in sheet.problems if problem.code != "sheet.encoding-used"] == []
    assert [row.fields for row in sheet.rows] == rows


def test_a_national_workbook_holds_labels_in_the_national_order(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "n.xlsx"
    row = {"name": "林小满", "sex": "2", "birth_date": "2019-05-02", "grade": "junior-2026", "entry_month": "2026-09"}
    write_national(Target(file), "national-b", [row], today=TODAY)
    page = load_workbook(file).active
    assert page is not None
    head, body = (dict(enumerate(cells)) for cells in page.iter_rows(values_only=True))
    assert tuple(head.values()) == template("national-b").headings
    shown = {head[index]: value for index, value in body.items() if value}
    assert shown == {"姓名": "林小满", "性别": "女", "出生日期": "20190502", "年级": "七年级", "入学年月": "202609"}
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "330802201601089922"]
)
def test_every_cell_of_a_workbook_is_a_text_and_never_a_formula(tmp_path: Path, text: str) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "x.xlsx"
    write_table(file, _COLUMNS, [{"name": "林", "talent": text}])
    page = load_workbook(file).active
    assert page is not None
    cell = page["B2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    with zipfile.ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_file_never_begins_a_cell_with_what_would_run(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.csv"
    write_table(file, _COLUMNS, [{"name": "林", "talent": text}])
    assert list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))[1][1] == f"'{text}"


def test_signs_that_no_workbook_can_hold_are_left_out(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "x.xlsx"
    write_table(file, _COLUMNS, [{"name": "林\x07小"}])
    page = load_workbook(file).active
    assert page is not None
    assert page["A2"].value == "林小"


def test_text_files_are_utf8_with_a_mark_or_gb18030(tmp_path: Path) -> None:
    row = [{"name": "䶮·林", "talent": "𠂇"}]
    plain, office = tmp_path / "a.csv", tmp_path / "b.csv"
    write_table(plain, _COLUMNS, row)
    write_table(office, _COLUMNS, row, encoding="gb18030")
    assert plain.read_bytes().startswith(b"\xef\xbb\xbf")
    assert office.read_bytes().decode("gb18030").splitlines()[1] == "䶮·林,𠂇"


def test_json_has_stored_names_for_keys(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    write_table(file, _COLUMNS, [{"name": "林小满", "talent": "", "sex": "2"}])
    body = json.loads(file.read_text(encoding="utf-8"))
    assert body == {"schema": "xj.export/1", "columns": dict(_COLUMNS), "rows": [{"name": "林小满"}]}


def test_a_roster_shows_what_the_caller_has_masked(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    masked = {"name": "林小满", "document_number": "320106********0022", "birth_date": "2019-05-02", "sex": "2"}
    write_roster(Target(file), [masked], today=TODAY)
    head, row = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    shown = dict(zip(head, row, strict=True))
    assert len(head) == len(ROSTER)
    assert (shown["身份证件号"], shown["出生日期"], shown["性别"]) == ("320106********0022", "2019-05-02", "女")


def test_an_existing_file_stays_unless_forced_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    write_table(file, _COLUMNS, [])
    assert not too_open(file)
    with pytest.raises(Refusal) as caught:
        write_table(file, _COLUMNS, [])
    assert caught.value.problems[0].code == "file.exists"
    assert write_table(file, _COLUMNS, [{"name": "林"}], force=True) == 1


@pytest.mark.parametrize(
    ("name", "encoding", "code"),
    [
        ("x.xls", "", "sheet.write-format"),
        ("x.csv", "big5", "sheet.write-encoding"),
        ("x.xlsx", "utf-8", "sheet.write-encoding"),
    ],
)
def test_other_formats_and_encodings_are_refused(tmp_path: Path, name: str, encoding: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        write_table(tmp_path / name, _COLUMNS, [], encoding=encoding)
    assert caught.value.problems[0].code == code


def test_a_roster_with_issued_numbers_can_be_read_again(tmp_path: Path) -> None:
    number = identity()
    row = {
        "school_code": OWN, "registry_number": "G" + number, "name": "林小满", "sex": "2", "birth_date": "2019-05-02",
        "document_type": "1", "document_number": number, "grade": "primary-2026", "class_no": "01",
        "entry_month": "2026-09", "attendance_mode": "1",
    }  # fmt: skip
    file = tmp_path / "r.xlsx"
    write_roster(Target(file), [row], today=TODAY, fields=["school_code", *ROSTER])
    back = read(file).accepted[0]
    assert {**back.fields, "registry_number": back.registry_number} == row
