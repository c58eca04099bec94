"""Take in what the authority answered: receipts that countersign our head, decisions and notices (第四条、第十四条).

Each bundle is verified before it is read, taken in the order of its channel, and stored with everything it causes in
one transaction: a crash repeats it whole, and the same bundle twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import recovering
from xjcli.procedures.decisions import take_decisions
from xjcli.procedures.key import proving_key, require_authority, seal_key
from xjcli.procedures.notices import take_notices
from xjcli.procedures.push import require_target
from xjcli.procedures.roster import NOT_GIVEN, read_roster
from xjcli.registry import exchange, tallies
from xjcli.registry.exchange import StoredBundle
from xjcli.report import Report
from xjcli.schema.bundle import DECISIONS, NOTICES, RECEIPT, ROSTER
from xjcli.schema.canonical import canonical
from xjcli.schema.masking import mask_text
from xjcli.transport.outbox import VERIFIED, after

if TYPE_CHECKING:
    from xjcli.bundle.answers import Decision, Notice
    from xjcli.bundle.card import Card
    from xjcli.bundle.pack import Verified

PULL_TYPE = "application/vnd.xj.pull+json"


@dataclass(slots=True)
class Taken:
    """What one pull brought."""

    receipts: int = 0
    decisions: int = 0
    notices: int = 0
    issued: int = 0
    approved: int = 0
    refused: int = 0
    rosters: int = 0
    problems: list[Problem] = field(default_factory=list)
    #: What was told besides approved enrolments: kind, record and reason of each.
    told: list[tuple[str, str, str]] = field(default_factory=list)
    #: Of a rehearsal, which stores nothing: place and id of the last bundle that it has seen.
    seen: tuple[int, str] | None = None


def pull(desk: Desk, source: str = "", *, roster: bool = False, dry_run: bool = False) -> Report:
    """Fetch, verify and take in. Exit 0 with zero counts where nothing is new; bundle.* where one is not right.

    Where the way breaks off (transport.*, 70) what had arrived before is taken in, and the rest comes next time. With
    `roster` the authority is asked for our roster as it holds it (第二十四条); 30 where none came.
    """
    authority = require_authority(desk)
    where = require_target(desk, source, dry_run=dry_run)
    roster = roster and not dry_run  # the other side would have to write it
    taken = Taken()
    try:
        if not dry_run and recovering.since(desk):  # before any answer: it may be about a bundle that comes back
            taken.problems += _bring_back(desk, authority, where, taken.problems)
        for data in _incoming(desk, authority, where, taken.problems, roster=roster):
            try:
                take_in(desk, authority, data, taken, dry_run=dry_run)
            except Refusal as refusal:
                taken.problems += [*refusal.problems, *recovering.find_lost(desk, data, refusal)]
    except Refusal as refusal:
        taken.problems += refusal.problems
    if not dry_run:
        _settle(desk)
    if roster and not taken.problems and not taken.rosters and not _roster_is_newest(desk):
        taken.problems.append(Problem(NOT_GIVEN, params={"school": desk.settings.school_code}))
    if not dry_run and not any(problem.severity == "refuse" for problem in taken.problems):
        taken.problems += recovering.settle(desk, live=where.startswith(("https://", "http://")))
    result = {
        "receipts": taken.receipts,
        "decisions": taken.decisions,
        "notices": taken.notices,
        "approved": taken.approved,
        "refused": taken.refused,
        "issued": taken.issued,
        "rosters": taken.rosters,
        "told": _told(desk, taken),
        "stage": exchange.stage_counts(desk.registry),
        "target": where,
        "dry_run": dry_run,
    }
    return Report(result, taken.problems)


def _told(desk: Desk, taken: Taken) -> list[dict[str, str]]:
    """`told[]`: what was refused, and every notice: kind, record, name, reason."""
    names = tallies.names_of(desk.registry, {record_id for _, record_id, _ in taken.told})
    return [
        {"kind": kind, "record_id": record_id, "name": mask_text(names.get(record_id, "")), "reason": mask_text(reason)}
        for kind, record_id, reason in taken.told
    ]


def _roster_is_newest(desk: Desk) -> bool:
    """The authority gives the same roster again while nothing has happened: then it is the last answer that we hold."""
    last = exchange.last(desk.registry, "down")
    return last is not None and last.type == ROSTER


def _incoming(
    desk: Desk, authority: Card, where: str, problems: list[Problem], *, roster: bool = False
) -> Iterator[bytes]:
    """The authority's bundles behind the last one we hold, oldest first."""
    from xjcli.transport import http

    last = exchange.last(desk.registry, "down")
    done = last.seq if last else 0
    if http.is_url(where):
        with http.Remote(where) as remote:
            yield from remote.fetch(done, lambda challenge: _prove(desk, authority, challenge), roster=roster)
        return
    from xjcli.bundle.pack import peek
    from xjcli.transport.folder import receive

    for found in receive(Path(where), desk.settings.school_code, peek, problems):
        if found.statement.sender == authority.code and found.statement.seq > done:
            yield found.data


def _bring_back(desk: Desk, authority: Card, where: str, unreadable: list[Problem]) -> list[Problem]:
    """What we sent after the backup, as the authority gives it back."""
    from xjcli.procedures.returning import bring_back, in_folder
    from xjcli.transport import http

    last = exchange.last(desk.registry, "up")
    done = last.seq if last else 0
    if not http.is_url(where):
        return bring_back(desk, authority, in_folder(desk, Path(where), done, unreadable))
    with http.Remote(where) as remote:
        sent = remote.fetch_sent(done, lambda challenge: _prove(desk, authority, challenge))
        return bring_back(desk, authority, sent)


def _prove(desk: Desk, authority: Card, challenge: str) -> bytes:
    from xjcli.bundle.envelope import sign_envelope

    payload = {
        "challenge": challenge,
        "school": desk.settings.school_code,
        "to": authority.code,
        "purpose": "pull",
    }
    return sign_envelope(canonical(payload), PULL_TYPE, [proving_key(desk)])


def take_in(desk: Desk, authority: Card, data: bytes, taken: Taken, *, dry_run: bool = False) -> None:
    """Verify one bundle and store it with its consequences. Refuses with bundle.* and stores nothing."""
    from xjcli.bundle import pack
    from xjcli.bundle.keyring import Keyring

    verified = pack.verify(
        data,
        Keyring.of(authority),
        at=desk.now,
        sender=authority.code,
        recipient=desk.settings.school_code,
        kind=(RECEIPT, DECISIONS, NOTICES, ROSTER),
    )
    if exchange.by_id(desk.registry, verified.id) is not None:
        return
    _require_place(desk, verified, taken)
    parts = verified.unseal(seal_key(desk))
    said = _read(verified.statement.type, parts)
    if verified.statement.type == ROSTER:
        read_roster(desk, authority.code, parts)
    if dry_run:
        taken.seen = verified.statement.seq, verified.id
    else:
        with desk.registry.transaction():
            if verified.statement.type == RECEIPT:
                _receipt(desk, verified, parts)
            elif verified.statement.type == DECISIONS:
                take_decisions(desk, verified.id, said.decisions)
            elif verified.statement.type == NOTICES:
                take_notices(desk, verified.id, said.notices)
            stored = exchange.as_stored(verified.statement, data, direction="down", stage=VERIFIED, at=desk.recorded_at)
            exchange.store(desk.registry, stored)
    taken.receipts += verified.statement.type == RECEIPT
    taken.rosters += verified.statement.type == ROSTER
    _count(taken, said)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a bundle says besides a receipt."""

    decisions: list[Decision]
    notices: list[Notice]


def _read(kind: str, parts: dict[str, bytes]) -> _Said:
    from xjcli.bundle import answers

    return _Said(
        answers.decisions_from_bytes(parts[answers.DECISIONS]) if kind == DECISIONS else [],
        answers.notices_from_bytes(parts[answers.NOTICES]) if kind == NOTICES else [],
    )


def _count(taken: Taken, said: _Said) -> None:
    """Decisions on enrolments count as such in either kind of bundle."""
    taken.told += [
        ("enrolment-refused", each.record_id, each.reason) for each in said.decisions if each.outcome != "approved"
    ]
    taken.told += [
        (each.kind, each.record_id, str(each.body.get("reason") or ""))
        for each in said.notices
        if each.kind != "enrolment-approved"
    ]
    ruled = [(each.outcome == "approved", each.number) for each in said.decisions]
    ruled += [
        (each.kind == "enrolment-approved", each.body["number"])
        for each in said.notices
        if each.kind.startswith("enrolment-")
    ]
    approved = [number for yes, number in ruled if yes]
    taken.decisions += len(ruled)
    taken.notices += len(said.notices) + len(said.decisions) - len(ruled)
    taken.approved += len(approved)
    taken.refused += len(ruled) - len(approved)
    taken.issued += sum(bool(number) for number in approved)


def _require_place(desk: Desk, verified: Verified, taken: Taken) -> None:
    """Dense and chained: the next of its channel, behind the one we hold (exchange.md: gap, fork)."""
    statement = verified.statement
    last = exchange.last(desk.registry, "down")
    held = taken.seen or ((last.seq, last.id) if last else (0, exchange.NO_BUNDLE))
    expected, prev = held[0] + 1, held[1]
    params = {"expected": expected, "seq": statement.seq}
    if statement.seq > expected:
        raise Refusal(Problem("bundle.gap", where=str(statement.seq), params=params))
    if statement.seq < expected or statement.prev != prev:
        raise Refusal(Problem("bundle.fork", where=str(statement.seq), params=params))


def _receipt(desk: Desk, verified: Verified, parts: dict[str, bytes]) -> None:
    """The receipt is about a bundle of ours and countersigns the head we had; note what became of each act."""
    from xjcli.bundle.answers import RECORDED, RESULTS, results_from_bytes

    bundle = exchange.by_id(desk.registry, verified.statement.about.get("bundle", ""))
    if bundle is None or bundle.direction != "up":
        raise Refusal(Problem("bundle.not-ours"))
    results = results_from_bytes(parts[RESULTS])
    announced = range(bundle.first_act, bundle.last_act + 1)
    if (results.bundle, results.head) != (bundle.id, bundle.head_after) or [act.seq for act in results.acts] != list(
        announced
    ):
        raise Refusal(Problem("bundle.receipt-head"))
    exchange.note_cases(desk.registry, [(act.seq, act.case, act.outcome) for act in results.acts])
    exchange.close_cases(desk.registry, {act.case for act in results.acts if act.outcome == RECORDED} - {""})
    exchange.move(desk.registry, bundle.id, after(bundle.stage, "receipt"), desk.recorded_at)


def _settle(desk: Desk) -> None:
    """A verified bundle none of whose acts waits any longer is decided."""
    done: Iterable[StoredBundle] = [
        bundle
        for bundle in exchange.in_stages(desk.registry, (VERIFIED,))
        if not exchange.open_cases(desk.registry, bundle.first_act, bundle.last_act)
    ]
    if done:
        with desk.registry.transaction():
            for bundle in done:
                exchange.move(desk.registry, bundle.id, after(bundle.stage, "decide"), desk.recorded_at)
