"""The rule pack and the divisions as files: every article exists, every prefix has two digits."""

from __future__ import annotations

import csv

from xjcli import reference
from xjcli.reference.rules import ActRule, Basis, Deadline, NumberRule, Stage
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
    for name in ("national-a.toml", "national-b.toml", "aliases.toml", "divisions.csv", "national-2013.toml"):
        assert name in text
