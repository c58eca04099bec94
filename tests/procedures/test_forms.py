"""Forms (第七、二十五条): written in full to a private file, numbered, logged; read back, not a character differs."""

from __future__ import annotations

import io
import json
import re
import stat
import sys
import zipfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.papers.packages import whole
from tests.procedures.desks import child, decide, opened, pdf, record_of, refused, refusing
from tests.sheets.office import convert
from xjcli.desk import Desk
from xjcli.errors import Family, Refusal, exit_code
from xjcli.procedures.change import Errand
from xjcli.procedures.forms import Wanted, list_, write
from xjcli.procedures.leave import leave
from xjcli.procedures.verify_form import verify_form
from xjcli.report import Report
from xjcli.schema.forms import FORMS, code_of, same_code
from xjcli.schema.values.time import Semester
from xjcli.ui import forms as screens

KINDS = (".docx", ".xlsx", ".md")
SIZE = '<w:rPr><w:sz w:val="24"/></w:rPr>'
WRITTEN = [form.kind for form in FORMS.values() if not form.command]


@pytest.fixture
def pupil(desk: Desk) -> str:
    return str(opened(desk, child(address="样例路1号", member1_name="样大明")).result["record_id"])


def wrote(desk: Desk, kind: str, out: Path, *pupils: str, **more: Any) -> Report:
    return write(desk, kind, out, Wanted(pupils, **{"because": "家长申请", **more}))


def altered(path: Path, old: str, new: str) -> Path:
    """The same file with one text changed."""
    changed = path.with_stem("altered")
    if path.suffix == ".md":
        text = path.read_text("utf-8")
        assert old in text
        changed.write_text(text.replace(old, new, 1), "utf-8")
        return changed
    out, found = io.BytesIO(), False
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            found |= old.encode() in data
            copy.writestr(name, data.replace(old.encode(), new.encode(), 1))
    assert found
    changed.write_bytes(out.getvalue())
    return changed


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("ending", KINDS)
def test_every_form_is_written_and_is_genuine(desk: Desk, tmp_path: Path, pupil: str, kind: str, ending: str) -> None:
    about = [pupil] if FORMS[kind].about == "pupil" else []
    report = wrote(desk, kind, tmp_path / f"form{ending}", *about, full=True)
    for path, number in zip(report.result["files"], report.result["numbers"], strict=True):
        answer = verify_form(desk, Path(path)).result
        assert (answer["kind"], answer["number"], answer["issued_here"]) == (kind, number, True)
        assert answer["issued_on"] == desk.today.isoformat()


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_blank_form_names_nobody_bears_no_code_and_needs_no_reason(
    desk: Desk, tmp_path: Path, pupil: str, kind: str
) -> None:
    report = wrote(desk, kind, tmp_path / "blank.docx", blank=True, because="")
    assert report.result["numbers"] == []
    for path in map(Path, report.result["files"]):
        assert "样小" not in whole(path)
        assert "{{" not in whole(path)
        assert refusing(refused(partial(verify_form, desk, path))) == ["form.no-code"]
    assert desk.registry.rows("select * from access_log") == []


def test_the_same_form_reads_the_same_in_all_three_kinds_of_file(desk: Desk, tmp_path: Path, pupil: str) -> None:
    texts = set()
    for ending in KINDS:
        wrote(desk, "registration-card", tmp_path / f"card{ending}", pupil)
        texts.add(re.sub("表单编号.*", "", whole(tmp_path / f"card{ending}")))
    assert len(texts) == 1


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("field", ["name", "sex", "birth_date", "document_number", "class_no", "address"])
def test_one_character_that_differs_is_an_alteration(
    desk: Desk, tmp_path: Path, pupil: str, ending: str, field: str
) -> None:
    wrote(desk, "registration-card", tmp_path / f"card{ending}", pupil)
    record = record_of(desk, pupil)
    value = {"sex": "男", "address": "样例路1号"}.get(field) or str(getattr(record, field))
    last = value[-1]
    new = value[:-1] + (chr(ord("0") + (int(last) + 1) % 10) if last.isdigit() else "女")
    changed = altered(tmp_path / f"card{ending}", value, new)
    assert refusing(refused(lambda: verify_form(desk, changed))) == ["form.altered"]


def test_another_number_or_another_code_is_refused(desk: Desk, tmp_path: Path, pupil: str) -> None:
    path = tmp_path / "card.md"
    for _ in range(2):
        wrote(desk, "registration-card", path, pupil, force=True)
    claims = re.search(r"(\d{4}-\d{6})\s核验码：(\S+)", path.read_text("utf-8"))
    assert claims is not None
    number, code = claims.groups()
    first = "A" if code[0] != "A" else "B"
    assert refusing(refused(lambda: verify_form(desk, altered(path, code, first + code[1:])))) == ["form.altered"]
    other = number[:-1] + "1"
    assert refusing(refused(lambda: verify_form(desk, altered(path, number, other)))) == ["form.altered"]
    stranger = number[:-1] + "9"
    assert refusing(refused(lambda: verify_form(desk, altered(path, number, stranger)))) == ["form.unknown"]


@pytest.mark.parametrize("kind", ["registration-card", "roster", "correction-application"])
def test_a_workbook_that_libreoffice_saved_again_is_still_genuine(
    desk: Desk, tmp_path: Path, pupil: str, kind: str
) -> None:
    path, again = tmp_path / "form.xlsx", tmp_path / "again"
    wrote(desk, kind, path, *([pupil] if kind != "roster" else []), full=True)
    convert(path, "xlsx", again)
    assert (again / path.name).read_bytes() != path.read_bytes()
    assert verify_form(desk, again / path.name).result["kind"] == kind


def test_a_word_file_whose_runs_and_spaces_another_program_cut_anew_is_still_genuine(
    desk: Desk, tmp_path: Path, pupil: str
) -> None:
    path = tmp_path / "form.docx"
    wrote(desk, "registration-card", path, pupil)
    old = f'<w:r>{SIZE}<w:t xml:space="preserve">样例路1号</w:t></w:r>'
    new = (
        '<w:bookmarkStart w:id="0" w:name="x"/><w:r><w:rPr><w:b/></w:rPr><w:t>样例</w:t></w:r><w:proofErr/>'
        '<w:hyperlink><w:r><w:t xml:space="preserve">路1号 </w:t></w:r></w:hyperlink>'
    )
    assert verify_form(desk, altered(path, old, new)).result["kind"] == "registration-card"


def test_full_numbers_want_a_reason_and_are_logged_with_it(desk: Desk, tmp_path: Path, pupil: str) -> None:
    out = tmp_path / "card.docx"
    refusal = refused(lambda: wrote(desk, "registration-card", out, pupil, because=" "))
    assert (refusing(refusal), out.exists()) == (["usage.because"], False)
    wrote(desk, "registration-card", out, pupil)
    (row,) = desk.registry.rows("select why, records from access_log")
    assert (row["why"], pupil in row["records"]) == ("家长申请", True)


def test_a_roster_is_masked_unless_a_reason_is_given(desk: Desk, tmp_path: Path, pupil: str) -> None:
    number = record_of(desk, pupil).registry_number
    assert number
    assert wrote(desk, "roster", tmp_path / "a.xlsx", because="").result["masked"]
    assert number not in whole(tmp_path / "a.xlsx")
    assert desk.registry.rows("select * from access_log") == []
    assert refusing(refused(lambda: wrote(desk, "roster", tmp_path / "b.xlsx", full=True, because=""))) == [
        "usage.because"
    ]
    wrote(desk, "roster", tmp_path / "b.xlsx", full=True)
    assert number in whole(tmp_path / "b.xlsx")


def test_three_copies_of_the_graduation_list_have_three_numbers(desk: Desk, tmp_path: Path) -> None:
    report = wrote(desk, "graduation-list", tmp_path / "g.docx")
    assert report.result["numbers"] == ["2026-000001", "2026-000002", "2026-000003"]
    assert sorted(path.name for path in tmp_path.glob("g-*")) == sorted(f"g-{c}.docx" for c in ("县级", "市级", "学校"))


def test_a_rehearsal_writes_nothing(desk: Desk, tmp_path: Path, pupil: str) -> None:
    report = write(desk, "registration-card", tmp_path / "x.docx", Wanted((pupil,), because="试"), dry_run=True)
    assert (report.result["dry_run"], report.result["numbers"]) == (True, [])
    assert not (tmp_path / "x.docx").exists()
    assert desk.registry.rows("select * from forms") == []


def test_a_form_that_fails_at_its_second_copy_leaves_the_files_that_it_wrote_over(desk: Desk, tmp_path: Path) -> None:
    old = tmp_path / "g-县级.md"
    old.write_text("的旧文件", "utf-8")
    (tmp_path / "g-市级.md").mkdir()
    with pytest.raises(Refusal):
        wrote(desk, "graduation-list", tmp_path / "g.md", force=True)
    assert old.read_text("utf-8") == "的旧文件"
    assert sorted(path.name for path in tmp_path.glob("*g-*")) == ["g-县级.md", "g-市级.md"]
    assert desk.registry.rows("select * from forms") == []


def test_a_form_that_cannot_be_written_uses_no_number_and_leaves_no_entry(
    desk: Desk, tmp_path: Path, pupil: str
) -> None:
    (tmp_path / "g-学校.docx").mkdir()
    with pytest.raises(Refusal):
        wrote(desk, "graduation-list", tmp_path / "g.docx", force=True)
    assert desk.registry.rows("select * from forms") == []
    assert not (tmp_path / "g-县级.docx").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no file modes")
def test_a_form_is_for_its_owner_only(desk: Desk, tmp_path: Path, pupil: str) -> None:
    wrote(desk, "registration-card", tmp_path / "x.docx", pupil)
    assert stat.S_IMODE((tmp_path / "x.docx").stat().st_mode) == 0o600


def test_an_issued_form_is_never_edited_nor_taken_out(desk: Desk, tmp_path: Path, pupil: str) -> None:
    wrote(desk, "registration-card", tmp_path / "x.docx", pupil)
    for statement in ("update forms set kind = 'roster'", "delete from forms"):
        with pytest.raises(Exception, match="append-only"):
            desk.registry.connection.execute(statement)


def test_a_class_gets_one_form_each_in_its_order_numbered_and_nameless(desk: Desk, tmp_path: Path) -> None:
    ids = [
        str(opened(desk, child(order, class_no=str(1 + order % 2))).result["record_id"]) for order in range(901, 905)
    ]
    report = wrote(desk, "registration-certificate", tmp_path / "证明.docx", grade="一(1)班")
    first = sorted(ids[1::2])
    assert [each["record_id"] for each in report.result["items"]] == first
    assert [Path(each["file"]).name for each in report.result["items"]] == [
        f"证明-{number:02}-{record_id}.docx" for number, record_id in enumerate(first, start=1)
    ]
    for each in report.result["items"]:
        answer = verify_form(desk, Path(each["file"])).result
        assert (answer["number"], answer["record_id"]) == (each["number"], each["record_id"])
    (row,) = desk.registry.rows("select records from access_log")
    assert [record_id in row["records"] for record_id in ids] == [False, True, False, True]
    named = wrote(desk, "registration-card", tmp_path / "卡.xlsx", *ids[:3])
    assert (named.result["rows"], len(set(named.result["numbers"]))) == (3, 3)


def test_of_a_class_all_forms_are_written_or_none(desk: Desk, tmp_path: Path) -> None:
    ids = [str(opened(desk, child(order)).result["record_id"]) for order in (901, 903)]
    (tmp_path / f"a-02-{ids[1]}.docx").mkdir()
    with pytest.raises(Refusal):
        wrote(desk, "registration-card", tmp_path / "a.docx", *ids, force=True)
    assert not (tmp_path / f"a-01-{ids[0]}.docx").exists()
    assert desk.registry.rows("select * from forms") == []


def test_whom_a_form_is_about_is_said_as_the_form_asks(desk: Desk, tmp_path: Path, pupil: str) -> None:
    for kind, pupils, grade, code in (
        ("roster", [pupil], "", "form.no-pupil"), ("registration-card", [pupil], "一年级", "form.no-pupil"),
        ("registration-card", [], "五年级", "form.nobody"), ("transfer-notice", [], "", "form.command"),
        ("dropout-report", [pupil], "", "form.command"),
    ):  # fmt: skip
        refusal = refused(partial(wrote, desk, kind, tmp_path / "x.md", *pupils, grade=grade))
        assert refusing(refusal) == [code]
    assert desk.registry.rows("select * from forms") == []


def test_one_pupil_and_a_known_kind_are_asked_for(desk: Desk, tmp_path: Path) -> None:
    assert refusing(refused(lambda: wrote(desk, "registration-card", tmp_path / "x.md"))) == ["form.pupil"]
    assert refusing(refused(lambda: wrote(desk, "diploma", tmp_path / "x.md"))) == ["usage.option"]
    assert refusing(refused(lambda: wrote(desk, "roster", tmp_path / "x.pdf"))) == ["paper.kind"]
    assert [each["kind"] for each in list_().result["kinds"]] == list(FORMS)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * (40 << 20))
    return out.getvalue()


def declaring() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text", bomb(), declaring()])
@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pdf"])
def test_a_hostile_or_broken_file_is_unreadable(desk: Desk, tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    path.write_bytes(data)
    assert refusing(refused(lambda: verify_form(desk, path))) == ["form.damaged"]


def test_what_is_hidden_in_a_form_is_not_verified(desk: Desk, tmp_path: Path, pupil: str) -> None:
    """Nobody can show another name and keep the true one, hidden, for the code."""
    wrote(desk, "registration-card", tmp_path / "x.docx", pupil)
    run = f'<w:r>{SIZE}<w:t xml:space="preserve">样例路1号</w:t></w:r>'
    changed = altered(tmp_path / "x.docx", run, run.replace("<w:rPr>", "<w:rPr><w:vanish/>"))
    assert refusing(refused(lambda: verify_form(desk, changed))) == ["form.foreign"]


def test_a_code_is_sixty_bits_in_three_groups_and_forgives_letters_that_look_alike() -> None:
    assert code_of("f" * 64) == "ZZZZ-ZZZZ-ZZZZ"
    assert code_of("0" * 64) == "0000-0000-0000"
    assert code_of("8" + "0" * 63) == "G000-0000-0000"
    assert same_code("0O1I-L000-0000", "0011-1000-0000")
    assert not same_code("0000-0000-0001", "0000-0000-0000")


def test_a_roster_says_who_is_in_school_and_of_nobody_says_nought(desk: Desk, tmp_path: Path) -> None:
    wrote(desk, "roster", tmp_path / "none.md")
    assert "共 0 人（在校 0 人）" in whole(tmp_path / "none.md")
    pupils = [str(opened(desk, child(order)).result["record_id"]) for order in (901, 903)]
    for order, each in enumerate(pupils):
        decide(desk, each, number=f"G{child(901 + 2 * order)['document_number']}")
    proof = pdf(tmp_path / "诊断.pdf")
    until = desk.today + timedelta(days=100)
    errand = Errand(desk.today, "病假", (proof,), "", False, lambda _: True)
    leave(desk, [pupils[0]], until=until, ground="illness", extend=False, errand=errand)
    wrote(desk, "roster", tmp_path / "two.md")
    text = whole(tmp_path / "two.md")
    assert "共 2 人（在校 1 人）" in text
    lines = [line.split("\x1f") for line in text.splitlines()]
    (head,) = [line for line in lines if line[0] == "序号"]
    states = sorted(line[head.index("学籍状态")] for line in lines if line[0] in ("1", "2"))
    assert states == sorted(["休学", "在籍在校"])


@pytest.mark.parametrize("grade", ["五年级", "一(9)班"])
@pytest.mark.parametrize("kind", ["roster", "graduation-list"])
def test_a_class_or_a_grade_of_nobody_gets_no_form(
    desk: Desk, tmp_path: Path, pupil: str, grade: str, kind: str
) -> None:
    refusal = refused(lambda: wrote(desk, kind, tmp_path / "x.md", grade=grade))
    assert refusing(refusal) == ["form.nobody"]
    assert desk.registry.rows("select * from forms") == []


def test_a_certificate_is_valid_to_a_day_that_is_not_past(desk: Desk, tmp_path: Path, pupil: str) -> None:
    def said(name: str, **said: str) -> str:
        wrote(desk, "registration-certificate", tmp_path / name, pupil, said=said)
        return whole(tmp_path / name)

    assert f"有效期至 {Semester.of(desk.today).last_day.isoformat()}。" in said("a.md")
    assert "有效期至 2027-03-01。" in said("b.md", until="2027年3月1日")
    assert f"有效期至 {desk.today.isoformat()}。" in said("c.md", until=desk.today.isoformat())
    past = (desk.today - timedelta(days=1)).isoformat()
    for until, code in ((past, "usage.option"), ("明年", "date.unreadable"), ("2027-02-30", "date.impossible")):
        refusal = refused(partial(said, "d.md", until=until))
        assert (refusing(refusal), refusal.exit_code or exit_code(refusal.problems)) == ([code], int(Family.USAGE))


def test_a_last_day_before_the_first_is_refused(desk: Desk, tmp_path: Path, pupil: str) -> None:
    said = {"since": "2026-10-08", "until": "2026-10-07"}
    refusal = refused(lambda: wrote(desk, "leave-application", tmp_path / "a.md", pupil, said=said))
    assert refusing(refusal) == ["usage.option"]


@pytest.mark.parametrize("name", ["purpose", "reason", "other_school"])
def test_what_the_registrar_says_is_short_and_shows_what_it_holds(
    desk: Desk, tmp_path: Path, pupil: str, name: str
) -> None:
    for text, code in (
        ("升学\u202e", "text.control"), ("升\u200b学", "text.control"), ("a\nb", "text.control"),
        ("\ufeff升\ufeff学", "text.control"), ("升" * 2001, "text.too-long"),
    ):  # fmt: skip
        refusal = refused(partial(wrote, desk, "leave-application", tmp_path / "a.md", pupil, said={name: text}))
        assert refusing(refusal) == [code]
    assert desk.registry.rows("select * from forms") == []


def test_all_that_is_wrong_with_the_order_is_told_together(desk: Desk, tmp_path: Path) -> None:
    refusal = refused(
        lambda: wrote(desk, "registration-certificate", tmp_path / "a.pdf", because="", said={"until": "明年"})
    )
    assert refusing(refusal) == ["form.pupil", "usage.because", "paper.kind", "date.unreadable"]
    assert refusal.exit_code == int(Family.USAGE)


def test_a_number_in_a_file_name_is_masked_in_what_is_told(desk: Desk, tmp_path: Path, pupil: str) -> None:
    number = child()["document_number"]
    out = tmp_path / f"{number}.md"
    report = wrote(desk, "registration-card", out, pupil)
    assert number not in json.dumps(report.result)
    refusals = [refused(lambda: wrote(desk, "registration-card", out, pupil))]
    out.write_text("改", "utf-8")
    refusals.append(refused(lambda: verify_form(desk, out)))
    refusals.append(refused(lambda: verify_form(desk, out.with_suffix(".docx"))))
    out.with_suffix(".xlsx").mkdir()
    refusals.append(refused(lambda: wrote(desk, "registration-card", out.with_suffix(".xlsx"), pupil, force=True)))
    assert [refusing(each) for each in refusals] == [
        ["file.exists"], ["form.no-code"], ["file.missing"], ["file.unwritable"]
    ]  # fmt: skip
    assert all(number not in str(problem) for refusal in refusals for problem in refusal.problems)


def test_the_screen_calls_the_form_by_its_name(desk: Desk, tmp_path: Path, pupil: str) -> None:
    report = wrote(desk, "registration-certificate", tmp_path / "a.md", pupil)
    answer = verify_form(desk, tmp_path / "a.md")
    said = "\n".join((*screens.written(report.result), *screens.verified(answer.result)))
    assert said.count(FORMS["registration-certificate"].zh) == 2
    assert "registration-certificate" not in said
