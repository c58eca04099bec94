"""A form that somebody tampered with (第二十五条) is refused or still says what it said; nothing else ever happens."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest

from tests.papers.packages import Parts, put_together, taken_apart
from tests.procedures.desks import at, child, opened, refused, refusing
from xjcli.desk import Desk
from xjcli.errors import Refusal
from xjcli.papers.text import lines_of_markdown
from xjcli.procedures.forms import Wanted, write
from xjcli.procedures.verify_form import verify_form

MAIN = {".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml"}
KINDS = (".docx", ".xlsx", ".md")
TRIES = 400
#: What an edit puts in: elements that show, hide or count, numbers that are none, and parts that are elsewhere.
PIECES = (
    "<w:vanish/>", '<w:vanish w:val="0"/>', "<w:p><w:r><w:t>不</w:t></w:r></w:p>", "<f>1+1</f>", "<v>²</v>",
    '<c t="s"><v>0</v></c>', ' r="²"', f' r="{"9" * 5000}"', ' hidden="1"', ' t="s"', ' s="7"', "<!-- -->", "<?x?>",
    "<![CDATA[不]]>", "&#x2028;", "&amp;", "\ufeff", "不", "</w:p>", "<w:p>", "word/other.xml", "../", "/>",
    '"', "\x00",
)  # fmt: skip


@pytest.fixture
def desk(school: Path) -> Iterator[Desk]:
    """A desk of the school, open for writing."""
    with at(school) as opened_desk:
        yield opened_desk


@pytest.fixture
def genuine(desk: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A roster of one pupil in the kind of file that the test names."""
    opened(desk, child())
    path = tmp_path / f"form{request.param}"
    write(desk, "roster", path, Wanted())
    assert verify_form(desk, path).result["issued_here"]
    return path


def shown(data: bytes, kind: str) -> str:
    """All text of the main part, read by another way than verifying does."""
    if kind == ".md":
        return "\n".join(lines_of_markdown(data.decode()))
    tree = ElementTree.fromstring(taken_apart(data)[MAIN[kind]])  # noqa: S314  our own file, changed by us
    return re.sub(r"\s", "", "".join(tree.itertext()))


def flipped(data: bytes, chance: Random) -> bytes:
    """One to four bytes are others."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def edited(text: str, chance: Random) -> str:
    """Something is put in, taken out or moved, mostly at the edge of a tag."""
    edges = [found.start() for found in re.finditer("[<>/= ]", text)] or [0]
    at, end = sorted(chance.choice(edges) + chance.randint(0, 1) for _ in range(2))
    return chance.choice((
        text[:at] + chance.choice(PIECES) + text[at:],
        text[:at] + text[end:],
        text[:end] + text[at:],
        text[:at] + chance.choice(PIECES) + text[end:],
    ))  # fmt: skip


def edited_parts(parts: Parts, chance: Random) -> Parts:
    name = chance.choice(sorted(parts))
    return {**parts, name: edited(parts[name].decode(), chance).encode()}


def judge(desk: Desk, path: Path, data: bytes, before: str) -> None:
    """Refused, or it says what it said."""
    path.write_bytes(data)
    try:
        verify_form(desk, path)
    except Refusal:
        return
    assert shown(data, path.suffix) == before


@pytest.mark.parametrize("genuine", KINDS, indirect=True)
def test_bytes_that_differ_are_refused_or_change_no_text(desk: Desk, genuine: Path) -> None:
    data, chance = genuine.read_bytes(), Random(7)  # noqa: S311  the same tries every time
    before = shown(data, genuine.suffix)
    for _ in range(TRIES):
        judge(desk, genuine, flipped(data, chance), before)


@pytest.mark.parametrize("genuine", [".docx", ".xlsx"], indirect=True)
def test_xml_that_differs_is_refused_or_changes_no_text(desk: Desk, genuine: Path) -> None:
    data, chance = genuine.read_bytes(), Random(7)  # noqa: S311  the same tries every time
    parts, before = taken_apart(data), shown(data, genuine.suffix)
    for _ in range(TRIES):
        judge(desk, genuine, put_together(edited_parts(parts, chance)), before)


@pytest.mark.parametrize("genuine", [".md"], indirect=True)
def test_markdown_that_differs_is_refused_or_changes_no_text(desk: Desk, genuine: Path) -> None:
    text, chance = genuine.read_text("utf-8"), Random(7)  # noqa: S311  the same tries every time
    before = shown(text.encode(), ".md")
    for _ in range(TRIES):
        judge(desk, genuine, edited(text, chance).encode(), before)


@pytest.mark.parametrize(("genuine", "root"), [(".docx", "word/"), (".xlsx", "xl/")], indirect=["genuine"])
def test_a_form_whose_true_text_lies_where_nobody_looks_is_altered(desk: Desk, genuine: Path, root: str) -> None:
    """The office program opens a copy that names another pupil; the genuine part keeps its name and is not shown."""
    parts = taken_apart(genuine.read_bytes())
    folder = f"other/{root}"
    copies = {name.replace(root, folder): data for name, data in parts.items() if name.startswith(root)}
    main = MAIN[genuine.suffix].replace(root, folder)
    copies[main] = copies[main].replace("样小".encode(), "样大".encode())
    for name in ("_rels/.rels", "[Content_Types].xml"):
        copies[name] = parts[name].replace(root.encode(), folder.encode())
    genuine.write_bytes(put_together({**parts, **copies}))
    assert refusing(refused(lambda: verify_form(desk, genuine))) == ["form.altered"]


@pytest.mark.parametrize(
    ("genuine", "old", "new"),
    [(".docx", "<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"), (".xlsx", "<row ", '<row hidden="1" ')],
    indirect=["genuine"],
)
def test_a_form_that_hides_something_is_refused_and_its_number_is_told(
    desk: Desk, genuine: Path, old: str, new: str
) -> None:
    parts, name = taken_apart(genuine.read_bytes()), MAIN[genuine.suffix]
    genuine.write_bytes(put_together({**parts, name: parts[name].replace(old.encode(), new.encode(), 1)}))
    refusal = refused(lambda: verify_form(desk, genuine))
    assert (refusing(refusal), refusal.problems[0].params) == (
        ["form.foreign"], {"number": "2026-000001", "holds": "hidden"}
    )  # fmt: skip


@pytest.mark.parametrize("genuine", [".docx"], indirect=True)
def test_an_office_file_that_is_no_form_bears_no_code(desk: Desk, genuine: Path) -> None:
    parts = taken_apart(genuine.read_bytes())
    text = "<w:document xmlns:w='x'/>"
    genuine.write_bytes(put_together({**parts, MAIN[".docx"]: text.encode()}))
    assert refusing(refused(lambda: verify_form(desk, genuine))) == ["form.no-code"]


@pytest.mark.parametrize("genuine", [".docx"], indirect=True)
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_packed_as_no_office_program_packs_is_damaged(desk: Desk, genuine: Path, method: int) -> None:
    parts = taken_apart(genuine.read_bytes())
    with zipfile.ZipFile(genuine, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert refusing(refused(lambda: verify_form(desk, genuine))) == ["form.damaged"]
