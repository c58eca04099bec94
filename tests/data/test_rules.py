"""The rule pack and the divisions as files: every article exists, every prefix has two digits."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from xjcli import reference
from xjcli.reference.packs import Pack
from xjcli.reference.rules import ActRule, Basis, Deadline, NumberRule, Stage
from xjcli.regulation.limits import DEADLINE_KEYS, KEYS
from xjcli.report.phrases import in_language
from xjcli.schema.columns import BY_NAME

LEGAL_ACTS = {"REQUEST", "REVIEW", "APPROVE", "REGISTER", "HANDLE", "REPORT", "NOTIFY", "DEREGISTER"}


def test_every_article_a_rule_names_is_one_of_the_thirty() -> None:
    pack = reference.rule_pack("national-2013")
    assert list(pack.articles) == list(range(1, 31))
    rules: list[ActRule | Basis | Deadline | Stage | NumberRule] = [
        *pack.acts.values(),
        *pack.bases.values(),
        *pack.deadlines.values(),
        *pack.stages.values(),
        pack.number,
    ]
    assert {rule.article for rule in rules} <= set(pack.articles)
    assert {rule.legal_act for rule in pack.acts.values()} <= LEGAL_ACTS
    assert pack.in_force_from.isoformat() == "2013-09-01"


def test_every_number_is_a_letter_and_eighteen_characters() -> None:
    number = reference.rule_pack().number
    for shape in number.shapes.values():
        assert 1 + sum(size for _, size in shape.parts) == number.length == 19
    assert {rule.prefix for rule in number.prefixes.values()} == set(number.shapes) == {"G", "J", "L"}


def test_every_document_type_of_the_number_rule_is_in_the_code_table() -> None:
    table = reference.codes(BY_NAME["document_type"].table)
    assert all(map(table.has, reference.rule_pack().number.prefixes))


def test_stages_of_school_types_and_systems_are_known() -> None:
    pack = reference.rule_pack()
    assert {stage for kind in pack.school_types.values() for stage in kind.stages} == set(pack.stages)
    assert all(sum(system.values()) == 12 for system in pack.systems.values())


def test_the_supplement_of_divisions_is_whole() -> None:
    with (reference.data_root() / "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert list(rows[0]) == ["code", "name", "from", "to", "source", "confidence"]
    for row in rows:
        assert len(row["code"]) in {2, 6}
        assert row["code"].isdigit()
        assert row["name"] and row["source"] and row["confidence"] in {"H", "M", "L"}
        assert reference.is_province(row["code"][:2])


def test_every_source_file_is_listed() -> None:
    text = (reference.data_root() / "SOURCES.md").read_text(encoding="utf-8")
    for path in (reference.data_root() / "codes").glob("*.csv"):
        assert path.name in text or "codes/*.csv" in text
    for name in ("national-a.toml", "national-b.toml", "aliases.toml", "divisions.csv", "articles.toml"):
        assert name in text
    for folder in ("rules", "calendars"):
        for path in (reference.data_root() / folder).glob("*.toml"):
            assert f"{folder}/{path.name}" in text


PACKS = [reference.pack(name) for name in reference.pack_names()]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_value_of_every_pack_is_dated_sourced_and_trusted_so_far(pack: Pack) -> None:
    assert pack.id in reference.pack_names()
    assert pack.document and pack.source and pack.confidence in {"H", "M", "L"}
    for limit in pack.limits:
        assert limit.key in KEYS
        assert limit.severity in {"refuse", "warn", "note"}
        assert limit.section and limit.text_zh and limit.text_en and limit.source
        assert limit.confidence in {"H", "M", "L"}
        assert limit.dated in {"day", "year", "issued", "unknown"}
        assert date(2000, 1, 1) <= limit.begins <= (limit.ends or limit.begins)
        assert set(limit.stages) <= {"primary", "junior", "senior"}
        assert set(limit.kinds) <= {"regular", "special", "specialised"}
        assert set(limit.grades_of) | set(limit.grades) <= set(range(1, 13))
        assert limit.article in (0, *range(1, 31))
        assert not limit.then or limit.then in reference.rule_pack().acts


def test_the_file_of_a_pack_bears_its_name() -> None:
    folder = reference.data_root() / "rules"
    assert {path.stem for path in folder.glob("*.toml")} == {pack.id for pack in PACKS}
    assert reference.pack_names()[:2] == ("national-2013", "national-2025")


def test_only_a_named_text_refuses_and_an_excerpt_warns() -> None:
    refusing = {limit.pack for pack in PACKS for limit in pack.limits if limit.severity == "refuse"}
    assert refusing == {"sichuan-2026", "hunan-2019"}


def test_the_national_text_sets_no_condition_that_it_leaves_to_the_provinces() -> None:
    """第十一条: the national pack holds its own time limits, the yearly practice of the system, and nothing else."""
    own = [limit for limit in reference.pack("national-2013").limits if not limit.practice]
    assert {limit.key for limit in own} == set(DEADLINE_KEYS.values())
    freeze = next(each for each in reference.pack("national-2013").limits if each.key == "transfer-freeze")
    assert (freeze.practice, freeze.severity, bool(freeze.source)) == (True, "warn", True)


def test_promptly_is_never_a_number() -> None:
    """及时 stands in these articles and nothing of a national text makes a due day of it."""
    promptly = {4, 13, 19, 22}
    assert not promptly & {deadline.article for deadline in reference.rule_pack().deadlines.values()}
    for pack in PACKS[:2]:
        counted = [each for each in pack.limits if each.unit in {"day", "workday", "week"}]
        assert not promptly & {each.article for each in counted}
    assert "promptly" in reference.pack("national-2013").readings


def test_a_partial_pack_says_so_and_only_the_whole_text_is_whole() -> None:
    assert [pack.id for pack in PACKS if not pack.partial] == ["national-2013"]
    assert all(pack.note_zh and pack.note_en for pack in PACKS if pack.partial)


def test_what_a_revision_is_known_to_say_has_its_source() -> None:
    revision = reference.pack("national-2025")
    assert revision.over == "national-2013"
    told = [*revision.changes.values(), *reference.pack("national-2013").readings.values()]
    assert told and all(each.zh and each.en and each.rests_on for each in told)


def test_each_act_knows_its_words_and_names_only_what_exists() -> None:
    pack = reference.rule_pack()
    for kind, act in pack.acts.items():
        assert in_language(f"kind.{kind}", english=False), kind
        assert not act.deadline or pack.deadlines[act.deadline].article == act.article, kind
        assert {act.compulsory, act.senior} <= {"allowed", "because", "forbidden"}, kind
        assert all(in_language(f"paper.{paper}", english=True) for paper in (*act.evidence, *act.expected)), kind
        assert in_language(f"legal.{act.legal_act}", english=True), kind
    assert len({in_language(f"kind.{kind}", english=False) for kind in pack.acts}) == len(pack.acts)


def test_the_compulsory_years_are_protected() -> None:
    acts = reference.rule_pack().acts
    assert [kind for kind, act in acts.items() if act.compulsory == "forbidden"] == ["expelled"]
    assert "义务教育法" in acts["expelled"].basis
    assert {kind for kind, act in acts.items() if act.compulsory == "because"} == {"completed", "left-early", "withdrawn"}
    assert [kind for kind, act in acts.items() if act.senior == "forbidden"] == ["dropout-reported"]


def test_words_of_a_key_that_are_acts_are_acts_of_the_national_pack() -> None:
    named = {word for pack in PACKS for limit in pack.limits if limit.key == "needs-approval" for word in limit.words}
    assert named and named <= set(reference.rule_pack().acts)
