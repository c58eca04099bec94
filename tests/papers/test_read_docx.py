"""A .docx is read where Word reads it (第二十五条): what hides a text, or shows one that is not read, is refused."""

from __future__ import annotations

import pytest

from tests.papers.packages import LINES, Parts, blocks, changed, taken_apart
from xjcli.papers.docx import as_docx
from xjcli.papers.read_docx import lines_of_docx
from xjcli.papers.text import Foreign, Unreadable

MAIN, STYLES, RELATIONS = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RUN = '<w:r><w:t xml:space="preserve">　　兹证明 样小满 学籍在我校。</w:t></w:r>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def parts() -> Parts:
    return taken_apart(as_docx(blocks()))


def beside(parts: Parts, kind: str, name: str, xml: str, *, mode: str = "") -> Parts:
    """The package with one more part that the body refers to."""
    relation = f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" Target="{name}"{mode}/></Relationships>'
    return {**changed(parts, RELATIONS, "</Relationships>", relation), f"word/{name}": xml.encode()}


def test_what_our_writer_writes_is_read(parts: Parts) -> None:
    assert lines_of_docx(parts) == LINES


@pytest.mark.parametrize(
    "run",
    [
        RUN.replace("<w:r>", '<w:r w:rsidR="00A1"><w:rPr><w:vanish w:val="0"/><w:b/><w:lang w:val="zh-CN"/></w:rPr>'),
        RUN.replace("<w:r>", '<w:r><w:rPr><w:webHidden w:val="false"/></w:rPr><w:lastRenderedPageBreak/>'),
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellStart"/>' + RUN,
        f'<w:smartTag w:uri="x" w:element="y"><w:smartTagPr/>{RUN}</w:smartTag>',
        "<w:r><w:t>兹证明</w:t><w:tab/><w:t>样小</w:t></w:r><w:r><w:t>满</w:t><w:br/><w:t>学籍在我校。</w:t></w:r>",
    ],
)
def test_what_word_adds_when_it_saves_changes_no_text(parts: Parts, run: str) -> None:
    assert lines_of_docx(changed(parts, MAIN, RUN, run)) == LINES


@pytest.mark.parametrize(
    "run",
    [
        *(RUN.replace("<w:r>", f"<w:r><w:rPr><w:{name}/></w:rPr>") for name in ("vanish", "specVanish", "webHidden")),
        RUN.replace("<w:r>", '<w:r><w:rPr><w:vanish w:val="1"/></w:rPr>'),
        RUN.replace("<w:r>", "<w:r><w:rPr><w:rtl/></w:rPr>"),
        f"<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{RUN}",
        f'{RUN}<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>不</m:t></m:r></m:oMath>',
        f'{RUN}<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        f"{RUN}<w:r><w:pict/></w:r>",
        f'{RUN}<w:r><w:footnoteReference w:id="2"/></w:r>',
        f'{RUN}<w:fldSimple w:instr="QUOTE x"><w:r><w:t>x</w:t></w:r></w:fldSimple>',
        f"<w:ins>{RUN}</w:ins>",
        f"<w:del>{RUN}</w:del>",
        f"<w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
        f'<w:bdo w:val="rtl">{RUN}</w:bdo>',
        RUN.replace("。</w:t>", "。<x/>不</w:t>"),
        f'<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{RUN}',
    ],
)
def test_a_run_that_hides_or_shows_something_else_is_refused(parts: Parts, run: str) -> None:
    numbered = beside(
        parts, "numbering", "numbering.xml", f'<w:numbering {W}><w:lvl><w:lvlText w:val="不"/></w:lvl></w:numbering>'
    )
    with pytest.raises(Foreign):
        lines_of_docx(changed(numbered, MAIN, RUN, run))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<w:sectPr>", "作废<w:sectPr>"),
        ("<w:tblPr>", "<w:tblPr><w:p><w:r><w:t>作废</w:t></w:r></w:p>"),
        ("<w:sectPr>", '<w:altChunk xmlns:r="x" r:id="rId9"/><w:sectPr>'),
        ("<w:body>", '<w:background w:color="FFFFFF"/><w:body>'),
        ("</w:tcPr>", "<w:vMerge/></w:tcPr>"),
        ("<w:tblPr>", '<w:tblPr><w:tblpPr w:tblpX="1"/>'),
        ("</w:tcPr>", "</w:tcPr><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
    ],
)
def test_a_body_with_more_than_paragraphs_and_tables_is_refused(parts: Parts, old: str, new: str) -> None:
    with pytest.raises(Foreign):
        lines_of_docx(changed(parts, MAIN, old, new))


@pytest.mark.parametrize("name", ["vanish", "specVanish", "webHidden"])
def test_a_style_that_hides_is_refused_and_one_that_says_no_is_not(parts: Parts, name: str) -> None:
    with pytest.raises(Foreign):
        lines_of_docx(changed(parts, STYLES, "<w:b/>", f"<w:b/><w:{name}/>"))
    assert lines_of_docx(changed(parts, STYLES, "<w:b/>", f'<w:b/><w:{name} w:val="off"/>')) == LINES


def test_numbers_that_show_nothing_are_allowed(parts: Parts) -> None:
    """LibreOffice gives its headings such numbers."""
    silent = f'<w:numbering {W}><w:lvl><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:numbering>'
    numbered = changed(parts, STYLES, "<w:pPr>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>')
    assert lines_of_docx(beside(numbered, "numbering", "numbering.xml", silent)) == LINES


@pytest.mark.parametrize(
    ("kind", "xml"),
    [
        ("header", f"<w:hdr {W}><w:p><w:r><w:t>作废</w:t></w:r></w:p></w:hdr>"),
        ("footer", f"<w:ftr {W}><w:p><w:r><w:pict/></w:r></w:p></w:ftr>"),
        ("aFChunk", "<html>不</html>"),
        ("image", "x"),
        ("comments", f"<w:comments {W}/>"),
        ("settings", f"<w:settings {W}><w:linkStyles/></w:settings>"),
        ("styles", f"<w:styles {W}/>"),
    ],
)
def test_a_part_that_shows_what_is_not_read_is_refused(parts: Parts, kind: str, xml: str) -> None:
    with pytest.raises(Foreign):
        lines_of_docx(beside(parts, kind, "more.xml", xml))


@pytest.mark.parametrize(
    ("kind", "xml"),
    [
        ("header", f"<w:hdr {W}><w:p><w:pPr/></w:p></w:hdr>"),
        ("footnotes", f"<w:footnotes {W}/>"),
        ("theme", "<a/>"),
        ("settings", f"<w:settings {W}><w:zoom/></w:settings>"),
        ("fontTable", f"<w:fonts {W}/>"),
    ],
)
def test_a_part_that_shows_nothing_is_allowed(parts: Parts, kind: str, xml: str) -> None:
    assert lines_of_docx(beside(parts, kind, "more.xml", xml)) == LINES


def test_a_font_that_comes_with_the_file_is_refused(parts: Parts) -> None:
    own = beside(parts, "fontTable", "fontTable.xml", f"<w:fonts {W}/>")
    own["word/_rels/fontTable.xml.rels"] = parts[RELATIONS]
    with pytest.raises(Foreign):
        lines_of_docx(own)


def test_a_file_without_a_body_or_with_a_broken_one_cannot_be_read(parts: Parts) -> None:
    for part in (b"", b"<w:document>", "<a>学</a>".encode("utf-16"), b"<?xml version='1.0' encoding='gbk'?><a/>"):
        with pytest.raises(Unreadable):
            lines_of_docx({**parts, MAIN: part})


@pytest.mark.parametrize(
    ("run", "what"),
    [
        (f"<w:ins>{RUN}</w:ins>", "revision"), (f"<w:del>{RUN}</w:del>", "revision"),
        (f"{RUN}<w:r><w:drawing/></w:r>", "picture"), (f"{RUN}<w:r><w:pict/></w:r>", "picture"),
        (RUN.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"), "hidden"),
        (f'{RUN}<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "field"),
        (f'{RUN}<w:r><w:footnoteReference w:id="2"/></w:r>', "note"),
        (f"<w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt>", "other"),
    ],
)  # fmt: skip
def test_what_was_found_is_said(parts: Parts, run: str, what: str) -> None:
    with pytest.raises(Foreign) as found:
        lines_of_docx(changed(parts, MAIN, RUN, run))
    assert found.value.what == what


def test_a_text_in_the_margin_is_said_to_stand_there(parts: Parts) -> None:
    with pytest.raises(Foreign) as found:
        lines_of_docx(beside(parts, "header", "h.xml", f"<w:hdr {W}><w:p><w:r><w:t>作废</w:t></w:r></w:p></w:hdr>"))
    assert found.value.what == "edge"
