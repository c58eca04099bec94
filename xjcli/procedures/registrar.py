"""学籍管理员 (第二十三条): who they are, when they were trained, and that the authority is told.

先培训后上岗，保持相对稳定; 基本信息须报送上一级. Every change here is reported upward by an act of the school itself,
which names nobody's number or telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import require_sendable
from xjcli.procedures.people import facts
from xjcli.registry import staff
from xjcli.regulation.safeguards import Registrar, find_staff_problems
from xjcli.report import Report
from xjcli.schema.act import OFFICE, Draft
from xjcli.schema.masking import mask_text

ROLES = ("registrar", "leader", "reader")  # 经办、负责人、只读


def listed(desk: Desk) -> Report:
    """`items[]` with name, role, since, trained_on, until, serving; findings where the article is not met."""
    known = staff.everyone(desk.registry)
    items = [
        {**_shown(each.registrar), "serving": each.registrar.serves(desk.today), **facts(desk, each)}
        for each in desk.people()
    ]
    return Report(
        {"items": items, "at_desk": mask_text(desk.registrar)},
        find_staff_problems(known, desk.settings.registrar, desk.today),
    )


def add(desk: Desk, name: str, *, role: str, trained_on: date | None, on: date, dry_run: bool) -> Report:
    """A registrar begins on a day. One who is known already is refused."""
    if role not in ROLES:
        raise Refusal(
            Problem("usage.option", params={"option": "--role", "value": role[:20], "allowed": ", ".join(ROLES)})
        )
    if not name.strip():
        raise Refusal(Problem("usage.missing", params={"option": "NAME"}))
    if any(each.name == name.strip() for each in staff.everyone(desk.registry)):
        raise Refusal(Problem("registrar.known", params={"name": name.strip()}))
    trained = trained_on.isoformat() if trained_on else ""
    return _store(desk, Registrar(name.strip(), role, on.isoformat(), trained), on, dry_run=dry_run)


def train(desk: Desk, name: str, *, on: date, dry_run: bool) -> Report:
    """A training was attended on a day."""
    return _store(desk, replace(_known(desk, name), trained_on=on.isoformat()), on, dry_run=dry_run)


def retire(desk: Desk, name: str, *, on: date, dry_run: bool) -> Report:
    """The last day of a registrar; what they recorded keeps their name."""
    return _store(desk, replace(_known(desk, name), until=on.isoformat()), on, dry_run=dry_run)


def _known(desk: Desk, name: str) -> Registrar:
    found = next((each for each in staff.everyone(desk.registry) if each.name == name.strip()), None)
    if found is None:
        raise Refusal(Problem("registrar.unknown", params={"name": name[:20]}))
    return found


def _shown(registrar: Registrar) -> dict[str, Any]:
    """A registrar as printed: a number that was typed where the name belongs is masked (第二十五条)."""
    return {**asdict(registrar), "name": mask_text(registrar.name)}


def _store(desk: Desk, registrar: Registrar, on: date, *, dry_run: bool) -> Report:
    """Write the table and the report upward in one transaction."""
    if on > desk.today:
        raise Refusal(Problem("change.future", params={"date": on.isoformat()}))
    others = [each for each in staff.everyone(desk.registry) if each.name != registrar.name]
    everyone = sorted([*others, registrar], key=lambda each: each.name)
    problems = find_staff_problems(everyone, desk.settings.registrar, desk.today)
    result: dict[str, Any] = {**_shown(registrar), "operation": None, "dry_run": dry_run}
    draft = _draft(desk, everyone, on)
    require_sendable([draft])
    if not dry_run:
        with desk.registry.transaction():
            staff.keep(desk.registry, registrar)
            result["operation"] = desk.registry.append(
                [draft], command="registrar", recorded_at=desk.recorded_at, recorded_by=desk.registrar
            )
    return Report(result, problems)


def _draft(desk: Desk, everyone: Sequence[Registrar], on: date) -> Draft:
    """The report of all registrars, as it goes up."""
    basis = {
        "pack": desk.rules.id, "article": desk.rules.article_of("staff-reported"), "evidence": [],
        "legal_act": desk.rules.legal_act("staff-reported"),
    }  # fmt: skip
    body = {"registrars": [asdict(each) for each in everyone]}
    return Draft("staff-reported", OFFICE, on.isoformat(), body, basis)
