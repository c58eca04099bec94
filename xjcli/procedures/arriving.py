"""第十四条: the receiving school starts the handover (转学、升学); what one pupil and a whole list have in common.

第六条: 籍随人走. What is opened is a record that is on no roll yet. It bears a visibly local mark: the number comes
with the pupil when the authority completes the handover. A pupil who is here already is refused; one who left may
come back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.procedures.change import Errand, append, require_sendable
from xjcli.procedures.opening import Opening, find_duplicates, find_place_problems
from xjcli.procedures.pupils import grade_today, shown_number
from xjcli.registry import evidence
from xjcli.registry.ledger import new_ids
from xjcli.registry.queries import Roll
from xjcli.regulation.numbers import compare
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.record import ARRIVING, LOCAL
from xjcli.schema.values.codes import parse_school_code
from xjcli.schema.values.numbers import make_local, parse_registry_number

#: 转学 in the narrow sense, and the placements of 第十七条 where the record moves along.
TRANSFER_BASES = ("transfer", "inclusive", "special", "specialised")
#: What limits this arrival (freeze windows, graduating grades …): every objection of the province, none raised here.
Limits = Callable[[Opening], list[Problem]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `kind` transfer or progress, on what basis, from which school, why."""

    kind: str
    basis: str
    school: str
    name: str = ""
    reason: str = ""

    @property
    def act(self) -> str:
        return f"{self.kind}-requested"


def asked(desk: Desk, kind: str, basis: str, school: str, name: str, reason: str) -> tuple[Asked, list[Problem]]:
    """The request as it is stored, and what to warn about. Refuses a code that is none, our own school, and a transfer
    without a reason.
    """
    code, problems = parse_school_code(school)
    problems = [Problem(each.code, each.severity, "--from", each.params) for each in problems]
    if code is not None and code.text == desk.settings.school_code:
        problems.append(Problem("transfer.same-school", where="--from", params={"school": code.text}))
    if kind == "transfer" and not reason.strip():
        problems.append(Problem("transfer.no-reason"))
    if code is None or any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    return Asked(kind, basis, code.text, name.strip(), reason.strip()), problems


def find_objections(desk: Desk, opening: Opening, request: Asked, errand: Errand, roll: Roll) -> list[Problem]:
    """第六条、第十四条: everything of the articles that stands against taking this pupil in."""
    found = [_here(problem) for problem in find_duplicates(opening, roll) if problem.code != "enrol.was-here"]
    found += find_place_problems(desk, opening, request.basis, errand.on)
    document = opening.person.get("document_number", "")
    if not opening.number and not document:
        found.append(Problem("transfer.no-identity", where=opening.where))
    if opening.number:
        number, problems = parse_registry_number(opening.number, today=desk.today)
        found += [Problem(each.code, each.severity, opening.where or "--number", each.params) for each in problems]
        found += compare(number, document) if number is not None else []
    return found


def _here(problem: Problem) -> Problem:
    code = "transfer.on-roll" if problem.code == "enrol.duplicate" else problem.code
    return Problem(code, problem.severity, problem.where, problem.params)


def arrive(
    desk: Desk, openings: Sequence[Opening], request: Asked, errand: Errand, problems: list[Problem], check: Limits
) -> Report:
    """Open one arriving record each, or none: one operation. `problems` are those of reading; warnings stop nothing."""
    files = evidence.read_evidence(list(errand.evidence))
    problems = [*problems, *_find_errand_problems(desk, request, errand, len(files))]
    problems += [problem for opening in openings for problem in check(opening)]
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    ids = new_ids("r", len(openings))
    pairs = list(zip(ids, openings, strict=True))
    drafts = [_draft(desk, record_id, opening, request, errand, sorted(files)) for record_id, opening in pairs]
    require_sendable(drafts)
    result = _result(desk, pairs, request, errand)
    if errand.dry_run:
        return Report({**result, "items": [{**item, "record_id": ""} for item in result["items"]]}, problems)
    if not errand.confirm(result):
        raise Refusal(Problem("usage.cancelled"))
    evidence.keep(desk.vault, files)
    return Report({**result, "operation": append(desk, drafts, command=request.act)}, problems)


def _find_errand_problems(desk: Desk, request: Asked, errand: Errand, files: int) -> list[Problem]:
    """What the request as such lacks: a day that has come, and the proofs that article and basis call for."""
    found: list[Problem] = []
    if errand.on > desk.today:
        found.append(Problem("change.future", params={"date": errand.on.isoformat()}))
    wanted = desk.rules.acts[request.act].evidence
    if request.basis == "specialised":
        wanted = (*wanted, "agreement")  # 第十七条: 由原校与学生的父母或其他监护人商定
    if wanted and not files and not errand.paper.strip():
        params: dict[str, str | int] = {"wanted": ", ".join(wanted), "article": desk.rules.article_of(request.act)}
        found.append(Problem("change.evidence", params=params))
    return found


def _draft(desk: Desk, record_id: str, opening: Opening, request: Asked, errand: Errand, digests: list[str]) -> Draft:
    body: dict[str, Any] = {
        "basis": request.basis,
        "person": opening.person,
        "place": opening.place,
        "number": {"value": make_local(record_id), "state": LOCAL, "rule": desk.rules.number.rule},
        "handover": {
            "from_school": request.school, "from_name": request.name, "registry_number": opening.number,
            "reason": request.reason,
        },
    }  # fmt: skip
    body |= {name: said for name, said in (("because", errand.because), ("paper", errand.paper)) if said}
    basis = {
        "pack": desk.rules.id, "article": desk.rules.article_of(request.act), "evidence": digests,
        "legal_act": desk.rules.legal_act(request.act),
    }  # fmt: skip
    return Draft(request.act, record_id, errand.on.isoformat(), body, basis)


def claimed(opening: Opening, text: str) -> Opening:
    """The opening with the 学籍号 that the pupil is said to have, in its one spelling where it has one."""
    number, _ = parse_registry_number(text) if text.strip() else (None, [])
    return replace(opening, number=number.text if number is not None else text.strip())


def _result(desk: Desk, pairs: Sequence[tuple[str, Opening]], request: Asked, errand: Errand) -> dict[str, Any]:
    return {
        "act": request.act,
        "article": desk.rules.article_of(request.act),
        "legal_act": desk.rules.legal_act(request.act),
        "basis": request.basis,
        "school": request.school,
        "school_name": request.name,
        "on": errand.on.isoformat(),
        "count": len(pairs),
        "items": [_item(desk, record_id, opening) for record_id, opening in pairs],
        "operation": None,
        "dry_run": errand.dry_run,
    }


def _item(desk: Desk, record_id: str, opening: Opening) -> dict[str, Any]:
    place = opening.place
    return {
        "record_id": record_id,
        "name": opening.person["name"],
        "sex": opening.person["sex"],
        "grade": grade_today(desk, place["stage"], place["cohort"]),
        "class": place["class"],
        "document_number": shown_number(opening.person.get("document_number", "")),
        "claimed_number": shown_number(opening.number),
        "status": ARRIVING,
    }


def require_origin(school: str) -> None:
    """The school of origin is asked for by name: nobody else can say where a record comes from."""
    if not school.strip():
        raise Refusal(Problem("usage.missing", params={"option": "--from"}), exit_code=int(Family.USAGE))
