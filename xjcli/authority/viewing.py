"""What an official looks at: the cases that wait, one case with both sides, the roster. Masked, always (第二十五条)."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from xjcli.authority.bodies import evidence_named
from xjcli.authority.describing import changes_asked, handover_of
from xjcli.authority.examining import as_asked, tokens_for, twins_of
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, channels, ledger, records
from xjcli.authority.store.cases import Case
from xjcli.bundle.card import MAX_CARD_BYTES, read_card
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.report import Report
from xjcli.report.problems import as_json
from xjcli.schema.masking import mask_field, mask_number, mask_text
from xjcli.schema.record import Record
from xjcli.vault.protection import Closed, facts, find_weak_points

_ROSTER = (
    "school", "record_id", "name", "sex", "birth_date", "stage", "cohort", "class_no", "registry_number",
    "number_state", "status", "standing",
)  # fmt: skip


def key(office: Office) -> Report:
    """Our card and its fingerprint, to be told over another way than the file; never a private key."""
    card = read_card(read_bounded(office.card, MAX_CARD_BYTES))
    result = {
        "code": office.code, "name": office.name, "level": office.level, "official": office.official,
        "card": str(office.card), "fingerprint": card.fingerprint, **facts(Closed(office.opened)),
    }  # fmt: skip
    return Report(result, find_weak_points(office.opened.lock))


def pending(office: Office, *, school: str = "") -> Report:
    """Open cases, oldest first: `total, clean, items[]{case,school,kind,record_id,clean,problems,…}`."""
    with office.store.reading() as tx:
        waiting = cases.waiting(tx, school=school)
    items = [_line(case) for case in waiting]
    return Report({"total": len(items), "clean": sum(case.clean for case in waiting), "items": items})


def show(office: Office, case_id: str) -> Report:
    """One case: the pupil, what was found, the evidence we hold, and the other side of a conflict."""
    with office.store.reading() as tx:
        case = cases.find(tx, case_id)
        record = records.load(tx, case.school, case.record_id) if case else None
        if case is None or record is None:
            raise Refusal(Problem("decide.no-case", where=case_id[:20]))
        result = _line(case) | {
            "state": case.state, "act": case.act_seq, "closed_at": case.closed_at or None,
            "pupil": _person(record), "evidence": _evidence(tx, case),
            "conflicts": _conflicts(office, tx, case),
        }  # fmt: skip
        if case.kind == cases.CHANGE:
            result |= changes_asked(tx, case)
        if case.kind == cases.HANDOVER:
            result |= handover_of(office, tx, case)
    return Report(result)


def roster(office: Office, *, school: str = "", out: Path | None = None, force: bool = False) -> Report:
    """Every record: `total, items[]`; with `out` a CSV file (UTF-8 with a mark, so that Excel reads it)."""
    with office.store.reading() as tx:
        items = [_roster_line(code, record) for code, record in records.every(tx, school)]
    result: dict[str, Any] = {"total": len(items)}
    if out is None:
        return Report({**result, "items": items})
    text = io.StringIO()
    writer = csv.DictWriter(text, _ROSTER, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in item.items()} for item in items)
    atomic_write(out, b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"), private=True, force=force)
    return Report({**result, "file": str(out), "items": []})


def _line(case: Case) -> dict[str, Any]:
    return {
        "case": case.id, "school": case.school, "kind": case.kind, "record_id": case.record_id,
        "clean": case.clean, "problems": [as_json(problem) for problem in case.problems],
        "opened_at": case.opened_at,
    }  # fmt: skip


def _roster_line(school: str, record: Record) -> dict[str, Any]:
    line = {name: getattr(record, name) for name in _ROSTER if name != "school"}
    return {"school": school, **{name: _masked(name, value) for name, value in line.items()}}


def _masked(name: str, value: str | int) -> str | int:
    """A name is what the school typed: it may hold a number too."""
    return mask_text(mask_field(name, value)) if isinstance(value, str) else value


def _person(record: Record) -> dict[str, Any]:
    person = {name: mask_text(mask_field(name, value)) for name, value in record.person.items()}
    place = {"stage": record.stage, "cohort": record.cohort, "class": record.class_no}
    number = {"registry_number": mask_number(record.registry_number), "number_state": record.number_state}
    return {**person, **place, **number, "standing": record.standing}


def _conflicts(office: Office, tx: Tx, case: Case) -> list[dict[str, Any]]:
    """The records of the same child, side by side; for the official's eyes, never for a school's."""
    record = records.load(tx, case.school, case.record_id)
    known = tokens_for(office, as_asked(record)) if record else None
    found = []
    for twin in twins_of(tx, case.school, case.record_id, known) if known else ():
        other = records.load(tx, twin.school, twin.record_id)
        if other is not None:
            found.append(
                {
                    "school": twin.school,
                    "record_id": twin.record_id,
                    "case": twin.case,
                    "pupil": _person(other),
                }
            )
    return found


def _evidence(tx: Tx, case: Case) -> list[dict[str, Any]]:
    named = [digest for item in ledger.mirrored(tx, case.school, case.record_id) for digest in evidence_named(item.act)]
    sizes = channels.evidence_of(tx, case.school, named)
    return [{"digest": digest, "size": sizes.get(digest)} for digest in dict.fromkeys(named)]


def _cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula is kept as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
