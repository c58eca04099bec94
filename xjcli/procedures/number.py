"""学籍号 (第五条): candidate and issued, what each part says, and taking in issued numbers from an official list.

A number once issued never changes, also when the identity number is corrected later. What an export of the national
system says otherwise is told pupil by pupil with what would settle it (`listed`); of it only a number is taken in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import append
from xjcli.procedures.listed import compare_states, number_difference, once_each
from xjcli.procedures.pupils import brief, record_reveal, require_pupil, require_reason
from xjcli.reference import is_region, region_name
from xjcli.registry import evidence, queries
from xjcli.regulation.lifecycle import row
from xjcli.regulation.numbers import compare
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.record import ISSUED, Record
from xjcli.schema.values import numbers
from xjcli.schema.values.numbers import RegistryNumber, find_birth_difference, parse_registry_number


def show(desk: Desk, pupil: str, *, reveal: bool = False, because: str = "") -> Report:
    """The pupil's number, its state, and the rule and act it rests on."""
    require_reason(reveal, because)
    record = require_pupil(desk, pupil)
    if reveal:
        record_reveal(desk, because, [record.record_id])
    result = brief(desk, record, reveal=reveal)
    rule = desk.rules.number
    result |= {"rule": rule.rule, "article": rule.article, "source": rule.source}
    problems: list[Problem] = []
    parsed, _ = parse_registry_number(record.registry_number, today=desk.today)
    if parsed is not None and record.document_type == "1":
        problems = compare(parsed, record.document_number)
    return Report(result, problems)


def explain(text: str, *, today: date) -> Report:
    """What each part of a number says; works before `init`. The order digits, which would complete it, are masked."""
    number, problems = parse_registry_number(text, today=today, region_known=is_region)
    if number is None:
        raise Refusal(*problems)
    parts = numbers.explain(number)
    result: dict[str, Any] = {**asdict(parts), "region_name": region_name(parts.region)}
    result["birth_date"] = parts.birth_date.isoformat() if parts.birth_date else None
    result["order"] = "*" * len(parts.order)
    result["check"] = "*" if parts.check else ""
    return Report(result, problems)


def confirm(
    desk: Desk,
    path: Path,
    *,
    on: date,
    because: str = "",
    evidence_files: Sequence[Path] = (),
    dry_run: bool = False,
    command: str = "number confirm",
) -> Report:
    """Take issued numbers from a list with document and registry numbers, in one transaction.

    `confirmed`, `unchanged`, `different`, `unknown`, `states` (read) and `differences[]`: where, pupil, field, here,
    there (masked), what becomes of it and the command that would settle it. A state is compared and never stored.
    """
    from xjcli.sheets.lists import read_numbers

    if on > desk.today:
        raise Refusal(Problem("enrol.future", params={"date": on.isoformat()}))
    files = evidence.read_evidence(list(evidence_files))
    listed, problems = read_numbers(path, today=desk.today)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    drafts: list[Draft] = []
    counts = {"confirmed": 0, "unchanged": 0, "different": 0, "unknown": 0}
    named: dict[str, str] = {}
    differences: list[dict[str, str]] = []
    for where, document, number in once_each(listed):
        record = queries.by_document(desk.registry, document)
        kind = _judge(record, number)
        counts[kind] += 1
        if kind == "different":
            problems.append(Problem("number.kept", "warn", where))
        if kind == "confirmed" and record is not None:
            problems += _find_wrong(desk, record, number, where, named)
            drafts.append(_draft(desk, record, number, on, because, sorted(files)))
        if record is not None:
            differences += number_difference(record, number, where, kind)
    states, unlike, told = compare_states(desk, listed)
    problems += told
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    if counts["unknown"]:
        problems.append(Problem("number.not-listed", "warn", params={"count": counts["unknown"]}))
    result: dict[str, Any] = {**counts, "states": states, "differences": differences + unlike, "operation": None}
    if drafts and not dry_run:
        evidence.keep(desk.vault, files)
        result["operation"] = append(desk, drafts, command=command)
    return Report(result, problems)


def _judge(record: Record | None, number: RegistryNumber) -> str:
    if record is None or row(record.status, "number-confirmed") is None:
        return "unknown"
    if record.number_state == ISSUED:
        return "unchanged" if record.registry_number == number.text else "different"
    return "confirmed"


def _find_wrong(desk: Desk, record: Record, number: RegistryNumber, where: str, named: dict[str, str]) -> list[Problem]:
    """一人一号: the number is nobody else's, here or in the list, and one pupil has one; another child's is told."""
    bearer = queries.bearer(desk.registry, number.text, without=record.record_id)
    earlier = named.setdefault(number.text, where)
    again = named.setdefault(record.record_id, where)
    for other in (bearer, *(place for place in (earlier, again) if place != where)):
        if other:
            return [Problem("number.taken", where=where, params={"bearer": other})]
    found = [*find_birth_difference(number, record.birth_date)]
    if record.document_type == "1":
        found += compare(number, record.document_number)
    return [Problem(each.code, each.severity, where, each.params) for each in found]


def _draft(
    desk: Desk, record: Record, number: RegistryNumber, on: date, because: str, evidence_digests: list[str]
) -> Draft:
    article = desk.rules.article_of("number-confirmed")
    basis = {"pack": desk.rules.id, "article": article, "evidence": evidence_digests}
    body = {"number": number.text, "source": "official list", **({"because": because} if because else {})}
    return Draft("number-confirmed", record.record_id, on.isoformat(), body, basis)
