"""A form is issued (第二十五条): the same text in several files is one form with one number."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.papers.packages import whole
from tests.procedures.desks import refused, refusing
from xjcli.desk import Desk
from xjcli.papers.together import together
from xjcli.procedures.issue import Paper, issue, place_of
from xjcli.procedures.verify_form import verify_form

OWN = "# 函\n\n{{name}}\n"


def issued(desk: Desk, paper: Paper, *paths: Path) -> list[str]:
    with together() as put, desk.registry.transaction():
        return issue(desk, paper, paths, put)


def with_template(desk: Desk) -> Paper:
    path = desk.home / "templates" / "transfer-reminder.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(OWN, "utf-8")
    return Paper("transfer-reminder", {"name": "样小满"}, {}, "r1")


def test_the_same_text_in_several_files_bears_one_number(desk: Desk, tmp_path: Path) -> None:
    paths = [tmp_path / f"a{ending}" for ending in (".docx", ".xlsx", ".md")]
    assert issued(desk, with_template(desk), *paths) == ["2026-000001"]
    assert len({whole(path) for path in paths}) == 1
    for path in paths:
        answer = verify_form(desk, path).result
        assert (answer["number"], answer["record_id"]) == ("2026-000001", "r1")
    assert issued(desk, with_template(desk), tmp_path / "b.md") == ["2026-000002"]


def test_a_file_that_cannot_be_written_uses_no_number(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "b.md").mkdir()
    refusal = refused(lambda: issued(desk, with_template(desk), tmp_path / "a.md", tmp_path / "b.md"))
    assert refusing(refusal) == ["file.exists"]
    assert not (tmp_path / "a.md").exists()
    assert desk.registry.rows("select * from forms") == []


def test_a_paper_lands_in_a_folder_as_a_word_file_or_where_its_file_is_named(tmp_path: Path) -> None:
    assert place_of(tmp_path, "letter") == tmp_path / "letter.docx"
    assert place_of(tmp_path / "函.xlsx", "letter") == tmp_path / "函.xlsx"
    for out in (tmp_path / "none", tmp_path / "none" / "函.docx"):
        assert refusing(refused(partial(place_of, out, "letter"))) == ["file.missing"]
