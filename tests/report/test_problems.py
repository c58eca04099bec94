"""Problems in words: what a rule pack says is said in the reader's language, and what can be done about it."""

from __future__ import annotations

import pytest

from xjcli.errors import Problem
from xjcli.report import Report, Session, finish
from xjcli.report.language import choose
from xjcli.report.problems import as_json, lines

SAID: dict[str, str | int] = {
    "text": "休学时间最长1年", "text_en": "a leave lasts at most one year", "pack": "province-x", "section": "第九条",
    "confidence": "M", "way": "because",
}  # fmt: skip
PROBLEM = Problem("limit.leave-max", "refuse", "r1", SAID)


def test_a_limit_is_told_in_both_languages_with_section_pack_and_confidence() -> None:
    found = as_json(PROBLEM)
    assert found["zh"] == "休学时间过长：休学时间最长1年"
    assert found["en"] == "The leave is too long: a leave lasts at most one year"
    assert "--because" in found["hint_zh"] and "--because" in found["hint_en"]
    assert all(word in found["hint_zh"] for word in ("province-x", "第九条", "M"))
    assert found["params"] == SAID


def test_a_person_reads_it_in_one_language() -> None:
    assert "休学时间最长1年" in "".join(lines([PROBLEM]))
    choose("en")
    english = "".join(lines([PROBLEM]))
    assert "at most one year" in english
    assert "最长" not in english


def test_a_person_reads_whose_record_and_which_field_it_is_and_a_script_the_names_that_are_stored() -> None:
    found = Problem("check.field-empty", "note", "r7k2m9qd.phone", {"label": "联系电话"})
    names = {"r7k2m9qd": "样小满"}
    choose("zh")
    assert next(iter(lines([found], names))).startswith("[说明] 样小满（r7k2m9qd） 联系电话: ")
    choose("en")
    told = next(iter(lines([found], names)))
    assert told.startswith("[note] 样小满 (r7k2m9qd) telephone: ")
    assert "联系电话" not in told
    assert as_json(found)["where"] == "r7k2m9qd.phone"
    assert "telephone" in as_json(found)["en"] and "联系电话" in as_json(found)["zh"]


def test_a_field_alone_is_called_by_its_label_and_a_cell_by_its_address() -> None:
    choose("zh")
    cell, field = (
        Problem("field.missing", where="名单!C7", params={"label": "班号"}),
        Problem("field.missing", where="class_no", params={"label": "班号"}),
    )
    assert [line.partition(": ")[0] for line in lines([cell, field]) if line[0] == "["] == [
        "[拒绝] 名单!C7",
        "[拒绝] 班号",
    ]


def test_a_class_is_named_in_the_language_of_the_sentence() -> None:
    found = Problem("class-list.not-answered", "warn", "三年级(2)班", {"count": 41})
    choose("en")
    assert "grade 3, class 2: " in next(iter(lines([found])))
    choose("zh")
    assert "三年级(2)班: " in next(iter(lines([found])))


def test_more_of_one_cause_without_a_place_name_none() -> None:
    choose("zh")
    told = list(lines([Problem("usage.cancelled")] * 5))
    assert told[-1] == "    ……同样的问题还有 2 处"


def test_a_remark_beside_the_report_leaves_the_pupils_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    found = Problem("check.field-empty", "note", "r7k2m9qd.phone", {"label": "联系电话"})
    Session.notes = (Problem("backup.skipped", "warn", params={"cause": "file.no-space"}),)
    with pytest.raises(SystemExit):
        finish(Report({}, [found], names={"r7k2m9qd": "样小满"}))
    told = capsys.readouterr().err
    assert "样小满（r7k2m9qd）" in told and "backup.skipped" in told
