"""学籍号 (第五条): candidate and issued, what each part says, and taking in issued numbers from an official list.

A number once issued never changes, also when the identity number is corrected later. What an export of the national
system says otherwise is told pupil by pupil with what would settle it (`listed`); of it only a number becomes an act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.procedures.change import append
from xjcli.procedures.listed import compare_states, number_difference, once_each
from xjcli.procedures.listed_states import keep
from xjcli.procedures.pupils import brief, record_reveal, require_pupil, require_reason
from xjcli.reference import is_region, region_name
from xjcli.registry import evidence, queries
from xjcli.registry.ledger import Head
from xjcli.regulation.lifecycle import row
from xjcli.regulation.numbers import compare
from xjcli.report import Report
from xjcli.report.progress import Tell, silent
from xjcli.schema.act import Draft
from xjcli.schema.record import ISSUED, Record
from xjcli.schema.values import numbers
from xjcli.schema.values.numbers import RegistryNumber, find_birth_difference, parse_registry_number

if TYPE_CHECKING:
    from xjcli.procedures.import_plan import SavedPlan

#: What a saved plan of a list is called, where one of a workbook says how its pupils are entered; a stored name.
_WAY = "numbers"
_COUNTS = ("confirmed", "unchanged", "different", "unknown")


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
    plan_out: Path | None = None,
    plan: SavedPlan | None = None,
    tell: Tell = silent,
) -> Report:
    """Take issued numbers from a list with document and registry numbers, in one transaction.

    `confirmed`, `unchanged`, `different`, `unknown`, `states` (read) and `differences[]`: where, pupil, field, here,
    there (masked), what becomes of it and the command that would settle it. A state makes no act: what was said of it
    is kept and checked ever after; `states_kept` differ now. With `plan_out` all this is saved and nothing is done.
    """
    from xjcli.sheets.lists import read_numbers

    if on > desk.today:
        raise Refusal(Problem("enrol.future", params={"date": on.isoformat()}))
    files = evidence.read_evidence(list(evidence_files))
    pin = _Pin(_digest(path), desk.registry.head(), on, because, sorted(files)) if plan_out or plan else None
    listed, problems = read_numbers(path, today=desk.today, tell=tell)
    _require_no_refusal(problems)
    taken = _take(desk, once_each(listed), on, because, sorted(files))
    states = compare_states(desk, listed)
    problems += [*taken.problems, *states.problems]
    _require_no_refusal(problems)
    if taken.counts["unknown"]:
        problems.append(Problem("number.not-listed", "warn", params={"count": taken.counts["unknown"]}))
    result: dict[str, Any] = {
        **taken.counts, "states": states.count, "states_kept": 0,
        "differences": taken.differences + states.differences, "operation": None, "plan": None,
    }  # fmt: skip
    if pin and plan:
        pin.require(plan, result)
    if pin and plan_out:
        pin.save(plan_out, path, result)
    if not dry_run and not plan_out:
        evidence.keep(desk.vault, files)
        result["operation"] = append(desk, taken.drafts, command=command) if taken.drafts else None
        result["states_kept"] = keep(desk, states.compared, on) if states.compared else 0
    return Report(result, problems)


def apply(
    desk: Desk,
    path: Path,
    plan_file: Path,
    *,
    evidence_files: Sequence[Path] = (),
    dry_run: bool = False,
    tell: Tell = silent,
) -> Report:
    """Carry out a saved plan of a list; refuses with import.plan-stale where list, registry or outcome has changed."""
    from xjcli.procedures.import_plan import load

    plan = load(plan_file)
    return confirm(
        desk, path, on=date.fromisoformat(plan.on), because=plan.because, evidence_files=evidence_files,
        dry_run=dry_run, command="import", plan=plan, tell=tell,
    )  # fmt: skip


class _Pin(NamedTuple):
    """What a saved plan of a list is pinned to."""

    sha256: str
    head: Head
    on: date
    because: str
    evidence: list[str]

    def require(self, plan: SavedPlan, result: dict[str, Any]) -> None:
        if plan.way != _WAY:
            raise Refusal(Problem("import.plan-stale"))
        plan.require(self.sha256, self.head, self.evidence, result)

    def save(self, out: Path, source: Path, result: dict[str, Any]) -> None:
        """Write the plan, with what it would do of each pupil who differs; names of the pupils stay out of it."""
        from xjcli.procedures.import_plan import LIST_COUNTS, SavedPlan, save

        counts = {name: result[name] for name in LIST_COUNTS}
        saved = SavedPlan(
            self.sha256, self.head.seq, self.head.hash, _WAY, self.on.isoformat(), self.because, {}, [], False,
            self.evidence, counts,
        )  # fmt: skip
        changes = [{name: text for name, text in each.items() if name != "name"} for each in result["differences"]]
        save(out, saved, {"file": source.name, "lines": [], "changes": changes})
        result["plan"] = str(out)


def _digest(path: Path) -> str:
    from xjcli.sheets.container import DEFAULT_LIMITS

    return hashlib.sha256(read_bounded(path, DEFAULT_LIMITS.file_bytes)).hexdigest()


def _require_no_refusal(problems: Sequence[Problem]) -> None:
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)


@dataclass(slots=True)
class _Taken:
    """What the numbers of a list come to: acts, counts, differences, and what is wrong."""

    drafts: list[Draft] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTS, 0))
    differences: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _take(
    desk: Desk, lines: Sequence[tuple[str, str, RegistryNumber]], on: date, because: str, digests: list[str]
) -> _Taken:
    taken = _Taken()
    named: dict[str, str] = {}
    for where, document, number in lines:
        record = queries.by_document(desk.registry, document)
        kind = _judge(record, number)
        taken.counts[kind] += 1
        if kind == "different":
            taken.problems.append(Problem("number.kept", "warn", where))
        if kind == "confirmed" and record is not None:
            taken.problems += _find_wrong(desk, record, number, where, named)
            taken.drafts.append(_draft(desk, record, number, on, because, digests))
        if record is not None:
            taken.differences += number_difference(record, number, where, kind)
    return taken


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
