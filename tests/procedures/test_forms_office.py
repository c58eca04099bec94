"""Every form through the office programs of a registrar (第二十五条): saved again it is genuine, altered it is not.

LibreOffice Writer and Calc stand for them. A school's own template is edited in Writer, and the pages are counted.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.papers.packages import changed, put_together, taken_apart, whole
from tests.procedures.desks import at, child, decide, opened, refused, refusing, resident
from tests.procedures.handovers import asked
from tests.procedures.test_form_lists import graduated
from tests.sheets.office import convert
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.dossier_send import handover_list
from xjcli.procedures.dropout import dropout
from xjcli.procedures.dropout_report import Absence
from xjcli.procedures.forms import Wanted, template, write
from xjcli.procedures.settings import store
from xjcli.procedures.transfer_letters import notice, remind
from xjcli.procedures.verify_form import verify_form
from xjcli.report.problems import as_json
from xjcli.schema.forms import FORMS

ENDINGS = (".docx", ".xlsx")
LONG = "阿不都热依木·买买提依明江·艾山江"
MAIN = "word/document.xml"
#: A card has a front and a back; the list of changes turns its page and ends with two tables.
PAGES = {("registration-card", ""): 2, ("basic-information", ""): 2, ("change-list", ".docx"): 2}


def written(desk: Desk, folder: Path, ending: str) -> dict[str, Path]:
    """One file of every kind, of a pupil with a long name and address."""
    answers = child(
        name=LONG, address="样例省虚构市样例区样例街道样例花园小区十六幢二单元一千二百零一室", member1_name="样大明",
        member1_phone="13900000000",
    )  # fmt: skip
    pupil = str(opened(desk, answers).result["record_id"])
    decide(desk, pupil, number=f"G{answers['document_number']}")
    files = {}
    for form in FORMS.values():
        if not form.command:
            about = [pupil] if form.about == "pupil" else []
            said = {"reason": "随父母工作调动迁居", "purpose": "升学报名", "since": "2026-09-01"}
            path = folder / f"{form.kind}{ending}"
            report = write(desk, form.kind, path, Wanted(about, because="归档", full=True, said=said))
            files[form.kind] = Path(report.result["files"][0])
    files["dossier-handover"] = Path(handover_list(desk, pupil, folder / f"清单{ending}").result["file"])
    files["transfer-notice"] = Path(notice(desk, "2026-autumn", folder / f"告知{ending}").result["file"])
    other = asked(desk, answers=child(905)).result["items"][0]["record_id"]
    files["transfer-reminder"] = Path(remind(desk, other, folder / f"催办{ending}").result["file"])
    if ending == ".docx":
        absence = Absence(desk.today, "外出务工", "样例镇人民政府")
        dropout(desk, [pupil], absence, folder=folder, errand=Errand(desk.today))
        files["dropout-report"] = next(folder.glob("dropout-report-*-county.docx"))
    return files


@pytest.fixture
def desk(school: Path, tmp_path: Path) -> Iterator[Desk]:
    """The desk of a school that a city runs, whose sixth grade has graduated."""
    graduated(school, tmp_path)
    with at(school) as first:
        store(first, "authority", "320100")
    with at(school) as opened_desk:
        yield opened_desk


def with_another(path: Path, old: str, new: str) -> Path:
    """The file with one character of its text changed, in whichever part holds it."""
    parts = taken_apart(path.read_bytes())
    name = next(name for name, data in parts.items() if old.encode() in data and name != "docProps/core.xml")
    other = path.with_stem(f"{path.stem}-altered")
    other.write_bytes(put_together(changed(parts, name, old, new)))
    return other


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_that_an_office_program_saved_again_is_genuine_and_altered_it_is_not(
    desk: Desk, tmp_path: Path, ending: str
) -> None:
    folder, again = tmp_path / "forms", tmp_path / "again"
    folder.mkdir()
    files = written(desk, folder, ending)
    assert set(files) == set(FORMS) - (set() if ending == ".docx" else {"dropout-report"})
    first, *more = files.values()
    convert(first, ending[1:], again, *more)
    for kind, path in files.items():
        saved = again / path.name
        assert saved.read_bytes() != path.read_bytes()
        assert whole(saved) == whole(path)
        assert verify_form(desk, saved).result["kind"] == kind
        altered = with_another(saved, "2026-", "2026 -")
        assert refusing(refused(partial(verify_form, desk, altered))) in (
            ["form.altered"], ["form.no-code"]
        ), kind  # fmt: skip
        for old, new in (("学", "字"), ("测试老师", "测试老帅")):
            if old in whole(saved):
                altered = with_another(saved, old, new)
                assert refusing(refused(partial(verify_form, desk, altered))) == ["form.altered"], kind


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_prints_on_the_pages_that_it_is_meant_for(desk: Desk, tmp_path: Path, ending: str) -> None:
    folder, printed = tmp_path / "forms", tmp_path / "printed"
    folder.mkdir()
    files = written(desk, folder, ending)
    first, *more = files.values()
    convert(first, "pdf", printed, *more)
    pages = {kind: _pages(printed / f"{path.stem}.pdf") for kind, path in files.items()}
    assert pages == {kind: PAGES.get((kind, ending), PAGES.get((kind, ""), 1)) for kind in files}


def _pages(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes()))


def edited_in_writer(source: Path, folder: Path, edit: dict[str, str]) -> Path:
    """The Word file opened in Writer, its text changed there, and saved as a Word file again."""
    convert(source, "odt", folder)
    document = folder / f"{source.stem}.odt"
    parts = taken_apart(document.read_bytes())
    for old, new in edit.items():
        parts = changed(parts, "content.xml", old, new)
    document.write_bytes(put_together(parts))
    convert(document, "docx", folder / "docx")
    return folder / "docx" / f"{source.stem}.docx"


def test_a_template_that_was_edited_in_writer_is_filled_as_it_stands(desk: Desk, tmp_path: Path) -> None:
    pupil = str(opened(desk, child(name=LONG)).result["record_id"])
    source = tmp_path / "form-registration-card.docx"
    own = Path(template(desk, "registration-card", source).result["own"])
    edit = {
        "{{former_name}}": "{{address}}", "曾用名": "住址",
        "（学校标识码 ": "【校徽】百年老校（学校标识码 ",
    }  # fmt: skip
    own.parent.mkdir()
    shutil.copy(edited_in_writer(source, tmp_path / "writer", edit), own)
    before = own.read_bytes()
    for ending in (".docx", ".xlsx", ".md"):
        path = tmp_path / f"card{ending}"
        write(desk, "registration-card", path, Wanted([pupil], because="归档"))
        text = whole(path)
        assert "虚构市测试学校【校徽】百年老校（学校标识码 2132000456）" in text
        assert LONG in text
        assert "住址" in text
        assert "{{" not in text
        assert verify_form(desk, path).result["kind"] == "registration-card"
    assert own.read_bytes() == before
    convert(tmp_path / "card.docx", "docx", tmp_path / "again")
    assert verify_form(desk, tmp_path / "again" / "card.docx").result["record_id"] == pupil
    altered = with_another(tmp_path / "again" / "card.docx", "百年老校", "百年名校")
    assert refusing(refused(lambda: verify_form(desk, altered))) == ["form.altered"]


def test_a_list_in_a_template_of_writer_has_a_row_for_each_pupil(desk: Desk, tmp_path: Path) -> None:
    for order in (901, 903, 905):
        opened(desk, child(order))
    source = tmp_path / "form-roster.docx"
    own = Path(template(desk, "roster", source).result["own"])
    own.parent.mkdir()
    shutil.copy(edited_in_writer(source, tmp_path / "writer", {"在校生花名册": "本校花名册"}), own)
    write(desk, "roster", tmp_path / "r.docx", Wanted())
    lines = whole(tmp_path / "r.docx").splitlines()
    assert lines[0] == "本校花名册"
    assert [line.split("\x1f")[0] for line in lines[3:6]] == ["1", "2", "3"]
    assert verify_form(desk, tmp_path / "r.docx").result["kind"] == "roster"
    numbers = {resident(order) for order in (901, 903, 905)}
    assert not any(number in "\n".join(lines) for number in numbers)


def test_a_blank_that_nobody_fills_is_refused_at_its_line_of_the_template(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "form-registration-certificate.docx"
    own = Path(template(desk, "registration-certificate", source).result["own"])
    own.parent.mkdir()
    shutil.copy(edited_in_writer(source, tmp_path / "writer", {"{{purpose}}": "{{favourite_colour}}"}), own)
    pupil = str(opened(desk, child()).result["record_id"])
    refusal = refused(
        lambda: write(desk, "registration-certificate", tmp_path / "x.docx", Wanted([pupil], because="归档"))
    )
    assert refusing(refusal) == ["paper.blank"]
    assert refusal.problems[0].where == "form-registration-certificate.docx:3"
    assert refusal.problems[0].params["blank"] == "favourite_colour"
    assert desk.registry.rows("select * from forms") == []
    assert not (tmp_path / "x.docx").exists()


def test_a_form_or_a_template_with_tracked_changes_is_refused_and_the_reason_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    """Writer keeps a change that is still open; accepted, the text is judged like any other."""
    pupil = str(opened(desk, child()).result["record_id"])
    path = tmp_path / "form.docx"
    write(desk, "registration-certificate", path, Wanted([pupil], because="归档"))
    author = 'w:id="7" w:author="某人" w:date="2026-09-01T08:00:00Z"'
    tracked = f"<w:ins {author}><w:r><w:t>（作废）</w:t></w:r></w:ins></w:p>"
    path.write_bytes(put_together(changed(taken_apart(path.read_bytes()), MAIN, "</w:p>", tracked)))
    convert(path, "docx", tmp_path / "again")
    problem = refused(lambda: verify_form(desk, tmp_path / "again" / "form.docx")).problems[0]
    assert (problem.code, problem.params) == ("form.foreign", {"number": "2026-000001", "holds": "revision"})
    said = as_json(problem)
    assert "修订记录" in said["zh"]
    assert "接受修订" in said["hint_zh"]
    own = desk.home / "templates" / "form-registration-certificate.docx"
    own.parent.mkdir()
    shutil.copy(tmp_path / "again" / "form.docx", own)
    refusal = refused(
        lambda: write(desk, "registration-certificate", tmp_path / "b.md", Wanted([pupil], because="归档"))
    )
    assert (refusing(refusal), refusal.problems[0].where) == (["paper.foreign"], own.name)
    assert "修订记录" in as_json(refusal.problems[0])["zh"]
