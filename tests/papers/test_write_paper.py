"""Papers (第十四、十五、十八、二十二条): filled templates as Markdown and Word, the school's own before ours, 0600."""

from __future__ import annotations

import re
import stat
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import refused, refusing
from xjcli.papers import KINDS, write_form
from xjcli.reference import data_root

DOCUMENTS = data_root() / "templates" / "documents"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def own(home: Path, text: str) -> Path:
    """The school's own template `letter`."""
    (home / "templates").mkdir(parents=True, exist_ok=True)
    (home / "templates" / "letter.md").write_text(text, "utf-8")
    return home


def written(home: Path, values: Mapping[str, str], kind: str = ".md", **more: Any) -> Path:
    path = home / "out" / f"paper{kind}"
    write_form("letter", values, path, lambda _: None, home=home, force=True, **more)
    return path


def paragraphs(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        tree = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314  our own file
    return ["".join(text.text or "" for text in each.iter(f"{W}t")) for each in tree.iter(f"{W}p")]


@pytest.mark.parametrize("template", sorted(path.stem for path in DOCUMENTS.glob("*.md")))
def test_every_template_that_comes_with_the_program_can_be_filled(tmp_path: Path, template: str) -> None:
    text = (DOCUMENTS / f"{template}.md").read_text("utf-8")
    values = {name: f"某{name}" for name in re.findall(r"\{\{(\w+)\}\}", text)}
    lists = set(re.findall(r"\{\{(\w+)\.\w+\}\}", text))
    fields = {name: f"某{name}" for name in re.findall(r"\{\{\w+\.(\w+)\}\}", text)}
    rows = {name: [fields] for name in lists}
    for kind in KINDS:
        write_form(template, values, tmp_path / f"x{kind}", lambda _: None, home=tmp_path, rows=rows)
    assert "{{" not in (tmp_path / "x.md").read_text("utf-8")
    assert "{{" not in "".join(paragraphs(tmp_path / "x.docx"))


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    home = own(tmp_path, "# 函\n\n{{to}}：\n\n　　正文{{what}}。\n\n- 其一\n\n> {{from}}\n")
    values = {"to": "样例中学", "what": "若干", "from": "样例小学"}
    assert written(home, values).read_text("utf-8") == "# 函\n\n样例中学：\n\n　　正文若干。\n\n- 其一\n\n> 样例小学\n"
    assert paragraphs(written(home, values, ".docx")) == ["函", "样例中学：", "　　正文若干。", "· 其一", "样例小学"]


def test_a_row_stands_once_for_each_of_its_list(tmp_path: Path) -> None:
    home = own(tmp_path, "| 序 | 材料 | 收件 |\n|---|---|---|\n| {{items.no}} | {{items.title}} | {{to}} |\n")
    rows = {"items": [{"no": "1", "title": "户口簿"}, {"no": "2", "title": "体检表"}]}
    text = written(home, {"to": "甲校"}, rows=rows).read_text("utf-8")
    assert text.splitlines()[2:] == ["| 1 | 户口簿 | 甲校 |", "| 2 | 体检表 | 甲校 |"]
    word = paragraphs(written(home, {"to": "甲校"}, ".docx", rows=rows))
    assert word == ["序", "材料", "收件", "1", "户口簿", "甲校", "2", "体检表", "甲校"]


def test_a_line_of_which_nothing_is_left_is_left_out_and_an_empty_cell_stays(tmp_path: Path) -> None:
    home = own(tmp_path, "{{note}}\n| 甲 | {{note}} |\n末\n")
    assert written(home, {"note": ""}).read_text("utf-8") == "| 甲 |  |\n末\n"


@pytest.mark.parametrize(
    "value", ["# 大标题", "a|b", "*重*", "<script>", "[链接](http://x)", "- 项", "第一行\n# 第二行", "x\x00\x0b\x1by"]
)
def test_a_value_is_never_more_than_a_text_on_its_line(tmp_path: Path, value: str) -> None:
    home = own(tmp_path, "{{v}}\n| {{v}} | 乙 |\n")
    first, second = written(home, {"v": value}).read_text("utf-8").splitlines()
    assert first[:1] not in "#-*<["
    assert len(re.findall(r"(?<!\\)\|", second)) == 3
    plain = " ".join(re.split(r"[\x00-\x1f]+", value))
    assert paragraphs(written(home, {"v": value}, ".docx")) == [plain, plain, "乙"]


def test_a_value_with_braces_is_not_filled_again(tmp_path: Path) -> None:
    home = own(tmp_path, "{{a}}{{b}}\n")
    assert written(home, {"a": "{{b}}", "b": "乙"}).read_text("utf-8") == "{{b}}乙\n"


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("{{favourite}}", "favourite"),
        ("{{list.x}}", "list"),
        ("{{a.x}}{{b.y}}", "a, b"),
        ("{{姓名}}", "姓名"),
        ("{{name}", "name"),
        ("{{ }}", "{{ }}"),
        ("name}}", "}}"),
    ],
)
def test_a_blank_that_nobody_fills_is_refused_by_name(tmp_path: Path, text: str, blank: str) -> None:
    home = own(tmp_path, f"# 函\n\n{text}\n")
    rows = {"a": [{"x": "1"}], "b": [{"y": "1"}]}
    refusal = refused(lambda: written(home, {"name": "样小满"}, rows=rows))
    assert (refusing(refusal), refusal.problems[0].params["blank"]) == (["paper.blank"], blank)
    assert refusal.problems[0].where == "letter.md:3"
    assert not (home / "out").exists()


def test_another_kind_of_file_and_a_template_of_another_encoding_are_refused(tmp_path: Path) -> None:
    home = own(tmp_path, "x\n")
    assert refusing(refused(lambda: written(home, {}, ".pdf"))) == ["paper.kind"]
    (home / "templates" / "letter.md").write_bytes("学籍".encode("gbk"))
    assert refusing(refused(lambda: written(home, {}))) == ["paper.template"]


def test_without_force_a_paper_is_never_written_over(tmp_path: Path) -> None:
    home = own(tmp_path, "一\n")
    path = written(home, {})
    assert refusing(refused(lambda: write_form("letter", {}, path, lambda _: None, home=home))) == ["file.exists"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no file modes")
@pytest.mark.parametrize("kind", [".md", ".docx"])
def test_a_paper_and_a_folder_made_for_it_are_for_their_owner_only(tmp_path: Path, kind: str) -> None:
    path = written(own(tmp_path, "一\n"), {}, kind)
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_the_same_paper_is_the_same_bytes_and_a_whole_package(tmp_path: Path) -> None:
    home = own(tmp_path, "# 函\n| 甲 | 乙 |\n|---|---|\n| 丙 |\n")
    first = written(home, {}, ".docx").read_bytes()
    assert written(home, {}, ".docx").read_bytes() == first
    with zipfile.ZipFile(home / "out" / "paper.docx") as package:
        assert package.testzip() is None
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))  # noqa: S314  our own file
        document = package.read("word/document.xml").decode()
    assert document.count("<w:tr>") == 2
    assert document.count("<w:tc>") == 3
