"""The main part of an office package is the one that its relationships name (第二十五条), not the one of that name."""

from __future__ import annotations

import pytest

from tests.papers.packages import LINES, Parts, blocks, changed, taken_apart
from xjcli.papers.docx import as_docx
from xjcli.papers.package import one_by_name
from xjcli.papers.read_docx import lines_of_docx
from xjcli.papers.text import Foreign, Unreadable

ROOT, TYPES = "_rels/.rels", "[Content_Types].xml"


@pytest.fixture
def parts() -> Parts:
    return taken_apart(as_docx(blocks()))


def decoyed(parts: Parts) -> Parts:
    """Word opens word/main.xml, which says another name; word/document.xml still says the true one."""
    found = changed(parts, ROOT, "word/document.xml", "word/main.xml")
    found = changed(found, TYPES, "/word/document.xml", "/word/main.xml")
    return {**found, "word/main.xml": parts["word/document.xml"].replace("样小满".encode(), "样大山".encode())}


def test_the_part_that_is_opened_is_read(parts: Parts) -> None:
    assert lines_of_docx(decoyed(parts)) == [line.replace("样小满", "样大山") for line in LINES]


def test_a_target_from_the_root_or_by_way_of_the_folder_above_is_found(parts: Parts) -> None:
    for target in ("/word/document.xml", "word/../word/document.xml"):
        assert lines_of_docx(changed(parts, ROOT, "word/document.xml", target)) == LINES


def test_two_main_parts_or_one_of_another_type_are_refused(parts: Parts) -> None:
    relation = parts[ROOT].decode().partition("<Relationship ")[2].partition("/>")[0]
    two = changed(parts, ROOT, "</Relationships>", f"<Relationship {relation}/></Relationships>")
    with pytest.raises(Foreign):
        lines_of_docx(two)
    with pytest.raises(Foreign):
        lines_of_docx(changed(parts, TYPES, "document.main+xml", "template.main+xml"))


@pytest.mark.parametrize("target", ["", "word/doc%75ment.xml", "word\\document.xml", "word/none.xml"])
def test_a_target_that_programs_read_differently_cannot_be_read(parts: Parts, target: str) -> None:
    with pytest.raises(Unreadable):
        lines_of_docx(changed(parts, ROOT, "word/document.xml", target))


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(Foreign):
        one_by_name([("word/document.xml", b""), ("Word/Document.xml", b"")])
