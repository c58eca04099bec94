"""Bundles by folder or stick: schools' bundles in, receipts and decisions out, in the same folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from xjcli.authority import answers
from xjcli.authority.heads import chain
from xjcli.authority.intake import ALREADY, FORK, GAP, REJECTED, Taken, take_in
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, channels, schools
from xjcli.authority.store.channels import Stored
from xjcli.bundle import pack
from xjcli.errors import Family, Problem, Refusal
from xjcli.report import Report
from xjcli.schema.bundle import CHANGES, Statement
from xjcli.transport import folder as transport


def intake(office: Office, place: Path, *, dry_run: bool = False) -> Report:
    """Take in every bundle of the folder: `bundles[]{id,school,seq,acts,outcome,receipt,file}`.

    One bad file never stops the others. Exit 60 if any was rejected or forks a channel; 30 if nothing is wrong but
    a bundle before another one is missing. A rehearsal sees what each bundle would cause, and keeps nothing.
    """
    if not dry_run:
        return _intake(office, place)
    with office.store.rehearsal():
        report = _intake(office, place)
    for line in report.result["bundles"]:
        line["receipt"] = line["receipt"] if line["outcome"] == ALREADY else ""
    report.result["dry_run"] = True
    return report


def _intake(office: Office, place: Path) -> Report:
    unreadable: list[Problem] = []
    problems: list[Problem] = []
    bundles: list[dict[str, Any]] = []
    for found in transport.receive(place, office.code, _peek(office), unreadable):
        taken = take_in(office, found.data)
        bundles.append(_line(taken, found.path.name))
        problems += [_placed(problem, found.path.name) for problem in taken.problems]
    bundles += [_line(Taken(REJECTED, problems=(problem,)), problem.where or "?") for problem in unreadable]
    outcomes = {line["outcome"] for line in bundles}
    bad = outcomes & {REJECTED, FORK}
    status = int(Family.BUNDLE) if bad else int(Family.WAITING) if GAP in outcomes else None
    taken_in = sum(line["outcome"] == "accepted" for line in bundles)
    if taken_in:
        chain(office)
    return Report({"bundles": bundles, "accepted": taken_in}, [*unreadable, *problems], status)


def outbox(office: Office, place: Path, *, school: str = "", since: int | None = None, dry_run: bool = False) -> Report:
    """Write what a school has not countersigned yet: `bundles[]{id,school,seq,type,file}`. Never over a file.

    `since` goes back to the answer behind this one, whatever was countersigned: for a registry that came from a backup.

    A revoked school gets nothing (`school.revoked` where it is the one asked for). A rehearsal writes nothing; an
    answer that is not built yet has no id and no file name then.
    """
    if not place.is_dir():
        raise Refusal(Problem("transport.folder-missing", where=place.name))
    _require_trusted(office, school)
    if dry_run:
        return Report({"bundles": _rehearsed(office, school, since), "target": str(place), "dry_run": True})
    answers.flush_all(office, school=school)
    bundles = [
        _answer(stored, stored.id, transport.send(place, pack.peek(stored.bytes), stored.bytes).name)
        for stored in unacknowledged(office, school=school, since=since)
    ]
    return Report({"bundles": bundles, "target": str(place)})


def _require_trusted(office: Office, code: str) -> None:
    with office.store.reading() as tx:
        known = schools.find(tx, code) if code else None
    if known is not None and known.revoked_at:
        raise Refusal(Problem("school.revoked", where=code))


def _rehearsed(office: Office, school: str, since: int | None) -> list[dict[str, Any]]:
    built = {stored.id for stored in unacknowledged(office, school=school, since=since)}
    with office.store.rehearsal():
        answers.flush_all(office, school=school)
        due = unacknowledged(office, school=school, since=since)
    return [
        _answer(stored, stored.id, transport.file_name(pack.peek(stored.bytes)))
        if stored.id in built
        else _answer(stored, "", "")
        for stored in due
    ]


def _answer(stored: Stored, bundle_id: str, file: str) -> dict[str, Any]:
    return {
        "id": bundle_id, "school": stored.school, "seq": stored.seq, "type": stored.type, "about": stored.about,
        "file": file,
    }  # fmt: skip


def unacknowledged(office: Office, *, school: str = "", since: int | None = None) -> list[Stored]:
    """Our answers that their school has not named as taken in, by school, oldest first; revoked schools get none."""
    found: list[Stored] = []
    with office.store.reading() as tx:
        for known in schools.every(tx):
            if school in ("", known.code) and not known.revoked_at:
                known_to = _acknowledged(tx, known.code)
                found += channels.behind(tx, known.code, "out", known_to if since is None else min(since, known_to))
    return found


def _acknowledged(tx: Tx, school: str) -> int:
    return channels.channel(tx, school, "out").acknowledged


def _peek(office: Office) -> Callable[[bytes], Statement]:
    """Reads a claim, and speaks up where a school of ours addressed its changes to another office."""
    with office.store.reading() as tx:
        ours = {school.code for school in schools.every(tx)}

    def peek(data: bytes) -> Statement:
        claimed = pack.peek(data)
        if claimed.type == CHANGES and claimed.recipient != office.code and claimed.sender in ours:
            raise Refusal(Problem("bundle.wrong-recipient"))
        return claimed

    return peek


def _line(taken: Taken, file: str) -> dict[str, Any]:
    return {
        "id": taken.id, "school": taken.school, "seq": taken.seq, "acts": taken.acts,
        "outcome": taken.outcome, "receipt": taken.receipt, "file": file,
        "codes": [problem.code for problem in taken.problems],
    }  # fmt: skip


def _placed(problem: Problem, file: str) -> Problem:
    """Where it is wrong: the file first, then the place inside it."""
    return replace(problem, where=f"{file} {problem.where}" if problem.where else file)
