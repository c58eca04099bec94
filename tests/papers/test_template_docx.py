"""A school's own template as a Word file: filled where its blanks stand, refused for what could not be verified."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.papers.packages import changed, put_together, taken_apart, whole
from tests.procedures.desks import refused, refusing
from xjcli.papers import write_form, write_template
from xjcli.papers.blocks import Block, parse
from xjcli.papers.docx import as_docx
from xjcli.papers.text import code_block

MAIN = "word/document.xml"
TEXT = "# 函\n\n{{to}}：\n\n{{note}}\n\n| 序 | 材料 |\n|--|----|\n| {{items.no}} | {{items.title}} |\n\n> {{from}}\n"
VALUES = {"to": "样例中学", "note": "", "from": "样例小学"}
ROWS = {"items": [{"no": "1", "title": "户口簿 & <复印件>"}, {"no": "2", "title": "体检表"}]}
LINES = ["函", "样例中学：", "序\x1f材料", "1\x1f户口簿 & <复印件>", "2\x1f体检表", "样例小学"]
BLANK = '<w:t xml:space="preserve">{{to}}：</w:t>'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The school's own template `letter`, a Word file."""
    path = tmp_path / "templates" / "letter.docx"
    path.parent.mkdir()
    path.write_bytes(as_docx(parse(TEXT)))
    return path


def edited(own: Path, old: str, new: str) -> None:
    own.write_bytes(put_together(changed(taken_apart(own.read_bytes()), MAIN, old, new)))


def written(home: Path, ending: str = ".docx", name: str = "letter") -> Path:
    path = home / f"out{ending}"
    write_form(name, VALUES, path, lambda _: None, rows=ROWS, home=home, force=True)
    return path


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".md"])
def test_it_says_the_same_in_every_kind_of_file(own: Path, tmp_path: Path, ending: str) -> None:
    assert whole(written(tmp_path, ending)).splitlines() == LINES


def test_a_blank_that_word_cut_into_runs_keeps_the_look_of_its_first(own: Path, tmp_path: Path) -> None:
    runs = '<w:t>{{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>t</w:t></w:r><w:r>'
    edited(own, f"<w:r>{BLANK}", f"<w:r><w:rPr><w:i/></w:rPr>{runs}<w:t>o}}}}：</w:t>")
    path = written(tmp_path)
    assert whole(path).splitlines() == LINES
    assert b'<w:i /></w:rPr><w:t xml:space="preserve">\xe6\xa0\xb7\xe4\xbe\x8b' in taken_apart(path.read_bytes())[MAIN]


def test_what_the_school_set_stays_and_what_no_reader_knows_goes(own: Path, tmp_path: Path) -> None:
    later = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="1A"'
    edited(own, f"<w:p><w:r>{BLANK}", f'<w:p {later}><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{BLANK}')
    edited(
        own,
        "<w:document ",
        '<w:document xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14" ',
    )
    document = taken_apart(written(tmp_path).read_bytes())[MAIN].decode()
    assert '<w:pPr><w:jc w:val="center" /></w:pPr><w:r><w:t xml:space="preserve">样例中学：' in document
    assert "Ignorable" not in document
    assert "paraId" not in document


def test_a_word_template_goes_before_a_text_and_the_schools_before_ours(own: Path, tmp_path: Path) -> None:
    own.with_suffix(".md").write_text("# 文本\n", "utf-8")
    assert whole(written(tmp_path)).startswith("函")
    own.unlink()
    assert whole(written(tmp_path)) == "文本"


def test_the_line_of_the_code_stands_at_the_end_of_the_schools_own_file(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    texts: list[str] = []

    def stamp(text: str) -> Block:
        texts.append(text)
        return code_block("2026-000001", "0000-0000-0000")

    write_form("letter", VALUES, path, stamp, rows=ROWS, home=tmp_path)
    assert whole(path).splitlines() == [*LINES, "表单编号：2026-000001 核验码：0000-0000-0000"]
    assert texts == ["\n".join(LINES)]


@pytest.mark.parametrize(
    ("old", "new", "place", "blank"),
    [
        ("{{to}}", "{{nobody}}", "letter.docx:2", "nobody"),
        ("{{items.title}}", "{{items.colour}}", "letter.docx:5", "colour"),
        ("{{items.no}}", "{{things.no}}", "letter.docx:5", "things"), ("{{from}}", "{{ from", "letter.docx:6", "from"),
    ],
)  # fmt: skip
def test_a_blank_that_nobody_fills_is_refused_at_its_line(
    own: Path, tmp_path: Path, old: str, new: str, place: str, blank: str
) -> None:
    edited(own, old, new)
    for ending in (".docx", ".xlsx"):
        refusal = refused(partial(written, tmp_path, ending))
        problem = refusal.problems[0]
        assert (refusing(refusal), problem.where, problem.params["blank"]) == (["paper.blank"], place, blank)
        assert not (tmp_path / f"out{ending}").exists()


@pytest.mark.parametrize(
    ("new", "holds"),
    [
        (f"<w:ins><w:r>{BLANK}</w:r></w:ins>", "revision"), (f"<w:r>{BLANK}</w:r><w:r><w:drawing/></w:r>", "picture"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr>{BLANK}</w:r>", "hidden"),
    ],
)  # fmt: skip
def test_a_template_of_which_no_form_could_be_verified_is_refused(
    own: Path, tmp_path: Path, new: str, holds: str
) -> None:
    edited(own, f"<w:r>{BLANK}</w:r>", new)
    problem = refused(lambda: written(tmp_path)).problems[0]
    assert (problem.code, problem.where, problem.params) == ("paper.foreign", "letter.docx", {"holds": holds})


@pytest.mark.parametrize("data", [b"", b"# \xe5\x87\xbd", b"PK\x03\x04", put_together({"a": b" " * (9 << 20)})])
def test_what_is_no_word_file_or_too_large_a_one_is_refused(own: Path, tmp_path: Path, data: bytes) -> None:
    own.write_bytes(data)
    assert refusing(refused(lambda: written(tmp_path))) == ["paper.template"]


def test_the_template_that_is_written_is_the_one_that_is_used(own: Path, tmp_path: Path) -> None:
    write_template("letter", tmp_path / "a.docx", home=tmp_path)
    assert taken_apart((tmp_path / "a.docx").read_bytes()) == taken_apart(own.read_bytes())
    write_template("letter", tmp_path / "a.md", home=tmp_path)
    (tmp_path / "templates" / "again.md").write_bytes((tmp_path / "a.md").read_bytes())
    assert whole(written(tmp_path, name="again")).splitlines() == LINES
    assert refusing(refused(lambda: write_template("letter", tmp_path / "a.xlsx", home=tmp_path))) == ["paper.kind"]
    assert refusing(refused(lambda: write_template("letter", tmp_path / "a.md", home=tmp_path))) == ["file.exists"]
