"""第二十四条: each school's roster as we hold it, signed and sealed to that school, so that both can be compared.

It stands in the channel of answers behind everything that was decided before, and that it was given is an entry of our
ledger. Asked for twice with nothing changed in between it is the same one. What another school says of a child never
stands in it: a conflict is the number of its case (第二十五条).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from xjcli.authority import answers
from xjcli.authority.examining import CONFLICTS
from xjcli.authority.folder import outbox
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, channels, ledger, records, schools
from xjcli.authority.store.channels import Stored
from xjcli.authority.store.schools import School
from xjcli.errors import Problem, Refusal
from xjcli.report import Report
from xjcli.schema import roster as spelling
from xjcli.schema.bundle import ROSTER
from xjcli.schema.record import CANCELLED
from xjcli.schema.roster import NUMBER, OTHER_SCHOOL, SAME_SCHOOL, Conflict, Head, Held

#: What is found of a case → what stands against the record.
_AGAINST = {"duplicate.other-school": OTHER_SCHOOL, "duplicate.same-school": SAME_SCHOOL}


def give(office: Office, code: str, *, anew: bool = False) -> Stored:
    """The newest roster of this school, made `anew` or where anything happened since the last one.

    Raises Refusal `intake.unknown-school`, `school.revoked`.
    """
    return office.store.errand(lambda tx: _give(office, tx, code, anew=anew), school=code)


def _give(office: Office, tx: Tx, code: str, *, anew: bool) -> Stored:
    school = schools.find(tx, code)
    if school is None:
        raise Refusal(Problem("intake.unknown-school", where=code))
    if school.revoked_at:
        raise Refusal(Problem("school.revoked", where=code))
    answers.flush(office, tx, school)
    lines = _lines(tx, code)
    spelled = spelling.lines_to_bytes(lines)
    said = {
        "school_seq": channels.channel(tx, code, "in").ledger_seq, "on": office.today.isoformat(),
        "records": len(lines), "digest": hashlib.sha256(spelled).hexdigest(),
    }  # fmt: skip
    standing = None if anew else _standing(office, tx, code, said)
    return standing or _make(office, tx, school, spelled, said)


def to_folder(office: Office, place: Path, *, school: str, dry_run: bool = False) -> Report:
    """Make the roster and write what the school has not taken in yet, as `outbox` does. A rehearsal keeps nothing."""
    if not school:
        raise Refusal(Problem("usage.missing", params={"option": "--school"}))
    if not place.is_dir():
        raise Refusal(Problem("transport.folder-missing", where=place.name))
    if not dry_run:
        give(office, school)
        return outbox(office, place, school=school)
    with office.store.rehearsal():
        stored = give(office, school)
    line: dict[str, Any] = {"id": "", "school": school, "seq": stored.seq, "type": ROSTER, "about": "", "file": ""}
    return Report({"bundles": [line], "target": str(place), "dry_run": True})


def _standing(office: Office, tx: Tx, school: str, said: dict[str, Any]) -> Stored | None:
    """The last answer, where it is a roster of today that says the same and nothing stands behind it."""
    ours = channels.channel(tx, school, "out")
    seq, _ = ledger.head(tx, school, office.beginning(school))
    last = channels.at(tx, school, "out", ours.seq) if ours.seq else None
    if last is None or last.type != ROSTER or last.last_entry != seq:
        return None
    (given,) = ledger.entries(tx, school, seq - 1)
    return last if given.body == said else None


def _make(office: Office, tx: Tx, school: School, lines: bytes, said: dict[str, Any]) -> Stored:
    theirs = channels.channel(tx, school.code, "in")
    seq, entry = ledger.head(tx, school.code, office.beginning(school.code))
    head = Head(school.code, office.code, said["on"], theirs.ledger_seq, theirs.head, seq, entry)
    part = (spelling.PART, "roster", spelling.with_head(head, said["records"], lines))
    return answers.roster(office, tx, school, part, said)


def _lines(tx: Tx, school: str) -> list[Held]:
    """Every record but those that were taken back, by record id."""
    found = _conflicts(tx, school)
    lines = [
        Held.of(record, found.get(record.record_id, spelling.NO_CONFLICT))
        for _, record in records.every(tx, school)
        if record.status != CANCELLED
    ]
    return sorted(lines, key=lambda line: line.record_id)


def _conflicts(tx: Tx, school: str) -> dict[str, Conflict]:
    """Record → the open case in which something stands against it."""
    found: dict[str, Conflict] = {}
    for case in cases.waiting(tx, school=school, clean=False):
        codes = [problem.code for problem in case.problems if problem.code.startswith(CONFLICTS)]
        if codes:
            against = next((_AGAINST[code] for code in codes if code in _AGAINST), NUMBER)
            found.setdefault(case.record_id, Conflict(case.id, against))
    return found
