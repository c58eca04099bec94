"""第二十四条: the signed reviews of the schools, taken in only with both signatures, and held against our own roster.

A statement whose signatures do not count is refused with its bundle. What it says is not judged at the door: whether
its figures are those of our own records is what `xj-authority review` answers, for every school side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from xjcli.authority.office import Office
from xjcli.authority.store import Tx, ledger, records, reviewed, schools
from xjcli.authority.store.reviewed import KIND, Received
from xjcli.authority.store.schools import School
from xjcli.bundle.card import read_card
from xjcli.bundle.review import envelope_of, read_both
from xjcli.errors import Family, Problem, Refusal
from xjcli.regulation.reviews import balances_of, find_differences, parts_of, whole_of
from xjcli.regulation.rolls import Balance, Key, Roll, Seat, balance, find_movements, seat_on
from xjcli.report import Report
from xjcli.schema.act import ECHOES, Act, genesis
from xjcli.schema.masking import mask_text
from xjcli.schema.record import ENROLLED, ON_ROLL
from xjcli.schema.review import Review
from xjcli.schema.values.time import parse_semester

#: What became of a school's review: none came, it holds, or our own roster says other figures.
NONE, RECEIVED, DIFFERS = "none", "received", "differs"
_ROLLS: tuple[tuple[Roll, tuple[str, ...]], ...] = (("present", (ENROLLED,)), ("on-roll", ON_ROLL))


def require_signed(office: Office, tx: Tx, school: str, act: Act, bundle: Sequence[Act]) -> None:
    """Both signatures verify and count now, and the statement is this school's, this semester's and this ledger's.

    Raises Refusal (where: act): `bundle.*`, `key.*`, `review.*`.
    """
    known = schools.find(tx, school)
    if act.kind != KIND or act.body is None or known is None:
        return
    try:
        review = read_both(envelope_of(act.body), read_card(known.card), office.moment())
        if review.semester != act.body["semester"]:
            params = {"found": review.semester, "semester": act.body["semester"]}
            raise Refusal(Problem("review.semester", params=params))
        if review.head != _hash_at(tx, known, review.act, bundle):
            raise Refusal(Problem("review.head", params={"act": review.act}))
    except Refusal as refusal:
        found = refusal.problems[0]
        raise Refusal(Problem(found.code, where=f"act {act.seq}", params=found.params)) from None


def _hash_at(tx: Tx, school: School, seq: int, bundle: Sequence[Act]) -> str:
    if not seq:
        return genesis(school.code, school.installation)
    here = next((each.hash for each in bundle if each.seq == seq), "")
    return here or reviewed.hash_at(tx, school.code, seq)


def review(office: Office, semester: str, *, school: str = "") -> Report:
    """`items[]`, one a school: its newest statement of the semester (when it came, who signed), none, or what differs.

    Exit 1 while any school's is missing or differs. Raises Refusal: `semester.unreadable`, `intake.unknown-school`.
    """
    term, problems = parse_semester(semester)
    if term is None:
        raise Refusal(*problems)
    with office.store.reading() as tx:
        known = [each for each in schools.every(tx) if school in ("", each.code)]
        if school and not known:
            raise Refusal(Problem("intake.unknown-school", where=school[:20]))
        items = [item for each in known if (item := _item(tx, each, term.label)) is not None]
    counts = Counter(item["state"] for item in items)
    result = {"semester": term.label, "total": len(items), RECEIVED: counts[RECEIVED], NONE: counts[NONE],
              DIFFERS: counts[DIFFERS], "items": items}  # fmt: skip
    whole = counts[RECEIVED] == len(items)
    return Report(result, exit=0 if whole else int(Family.FINDINGS))


def _item(tx: Tx, school: School, semester: str) -> dict[str, Any] | None:
    """A school's line; None for a revoked one that has stated nothing."""
    found = [each for each in reviewed.of_school(tx, school.code) if each.body["semester"] == semester]
    blank = dict.fromkeys(("received_at", "on", "from", "to", "registrar", "leader", "because"), "")
    line = {"school": school.code, "name": mask_text(school.name), "state": NONE, "act": 0, **blank, "open": [],
            "differences": []}  # fmt: skip
    if not found:
        return None if school.revoked_at else line
    differences = list(_find_differences(tx, school.code, found[-1]))
    state = DIFFERS if differences else RECEIVED
    return {**line, **_said(found[-1]), "state": state, "differences": differences}


def _said(found: Received) -> dict[str, Any]:
    stated = Review.from_json(found.body["statement"])
    return {
        "act": found.act, "received_at": found.received_at, "on": found.on, "from": stated.first_day,
        "to": stated.last_day, "registrar": mask_text(stated.registrar), "leader": mask_text(stated.leader),
        "because": mask_text(stated.because), "open": list(stated.open),
    }  # fmt: skip


def _find_differences(tx: Tx, school: str, found: Received) -> Iterator[dict[str, Any]]:
    """Every signed figure that our own records and the acts here do not show."""
    stated = Review.from_json(found.body["statement"])
    for roll, now in _rolls(tx, school, stated).items():
        for each in find_differences(balances_of(stated.figures[roll]), now):
            stage, cohort, class_no = parts_of(each.key)
            yield {
                "roll": roll, "of": whole_of(each.key), "stage": stage, "cohort": cohort, "class": class_no,
                "column": each.column, "code": each.code, "was": each.was, "is": each.now,
            }  # fmt: skip


def _rolls(tx: Tx, school: str, stated: Review) -> Mapping[str, dict[Key, Balance]]:
    """Both rolls of the statement's days: who stands on our roster, and the movements of the acts here and of what we
    have decided and the school has not repeated yet."""
    movements = find_movements(_acts(tx, school))
    roster = [record for _, record in records.every(tx, school)]
    found: dict[str, dict[Key, Balance]] = {}
    for roll, statuses in _ROLLS:
        seats = (seat_on(record, statuses) for record in roster)
        standing = Counter(seat for seat in seats if seat is not None)
        found[roll] = balance(
            movements, roll, stated.first_day, stated.last_day, cast("Mapping[Seat, int]", standing),
            through=stated.through,
        )  # fmt: skip
    return found


def _acts(tx: Tx, school: str) -> Iterator[Act]:
    repeated: Counter[tuple[str, str, str]] = Counter()
    last = 0
    for item in ledger.mirrored(tx, school):
        act = item.act
        last = act.seq
        if act.kind in ECHOES and act.body is not None:
            repeated[act.kind, act.record_id, str(act.body.get("case"))] += 1
        yield act
    for entry in ledger.entries(tx, school, kinds=ledger.TOLD):
        key = (entry.kind, entry.record_id, str(entry.body.get("case")))
        if repeated[key]:
            repeated[key] -= 1
            continue
        last += 1
        on = str(entry.body.get("on") or entry.body["decided_on"])
        yield Act(
            last, entry.kind, 1, entry.record_id, on, entry.recorded_at, entry.recorded_by, "", {}, entry.body,
            entry.salt, entry.body_digest, entry.prev, entry.hash,
        )  # fmt: skip
