"""第二十四条: the outcome of a semester's review, signed by two people and reported upward (上报).

The registrar writes it and signs with the school's key (`write`); the responsible leader signs with one of their own,
perhaps elsewhere (`sign`, which needs no registry); then it is recorded as an act and travels with the next bundle
(`submit`). What was signed is never mended: where the figures have changed, it is written and signed again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.procedures.books import keep_books
from xjcli.procedures.change import Errand, append, require_sendable
from xjcli.procedures.key import own_card, signing_key
from xjcli.procedures.leader import require_no_number
from xjcli.procedures.pupils import require_semester
from xjcli.procedures.reconcile import reconcile
from xjcli.procedures.reviewed import (
    KIND,
    as_problems,
    books_of,
    compare,
    filed,
    find_statement_differences,
    newest,
)
from xjcli.registry import evidence
from xjcli.regulation.reviews import lines_of
from xjcli.regulation.rolls import find_movements
from xjcli.report import Report
from xjcli.schema.act import OFFICE, Draft
from xjcli.schema.masking import mask_text
from xjcli.schema.review import ROLLS, Review
from xjcli.schema.shapes import instant
from xjcli.schema.texts import judge

if TYPE_CHECKING:
    from xjcli.bundle.card import Card

_CAP = 4 * 2**20
_MAX_CARD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file goes, and whether one that stands there may be replaced."""

    path: Path
    force: bool = False


def write(desk: Desk, semester: str, out: Target | None, *, because: str = "", dry_run: bool = False) -> Report:
    """The figures as `reconcile` shows them, and with `out` the statement with the registrar's signature.

    Refuses `review.open` while anything is open and no reason is given, `reconcile.unbalanced` always, and
    `review.no-leader`, `registrar.unnamed`, `review.same-person`, `review.number`.
    """
    term = require_semester(semester).label
    found = reconcile(desk, term)
    result = {**found.result, "file": "", "because": mask_text(because), "dry_run": dry_run}
    card = own_card(desk)
    unsettled = [*result["open"], *_differing(result["differences"])]
    against = judge(None, "because", because)
    if unsettled and not because.strip():
        against.append(Problem("review.open", params={"count": len(unsettled)}))
    if against or any(each.code == "reconcile.unbalanced" for each in found.problems):
        raise Refusal(*against, *found.problems, result=result)
    leader = _require_leader(desk, card)
    require_no_number(because=because, registrar=desk.registrar)
    review = _drafted(desk, card, leader, result, unsettled, because.strip())
    if out is not None and not dry_run:
        from xjcli.bundle.review import sign as signed

        atomic_write(out.path, signed(review, signing_key(desk)), private=True, force=out.force)
        result["file"] = mask_text(str(out.path))
    result |= {"registrar": mask_text(review.registrar), "leader": mask_text(review.leader)}
    return Report(result, found.problems, 0)


def _require_leader(desk: Desk, card: Card) -> str:
    if card.leader is None:
        raise Refusal(Problem("review.no-leader"))
    if not desk.settings.registrar.strip():
        raise Refusal(Problem("registrar.unnamed"))
    if card.leader.name == desk.registrar.strip():
        raise Refusal(Problem("review.same-person", params={"name": mask_text(card.leader.name)}))
    return card.leader.name


def _differing(differences: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What differs from signed figures, as one open point."""
    if not differences:
        return []
    return [{"kind": "difference", "code": "review.differs", "article": 24, "count": len(differences)}]


def _drafted(
    desk: Desk, card: Card, leader: str, shown: dict[str, Any], unsettled: list[dict[str, Any]], because: str
) -> Review:
    """The statement at this head of the ledger: its figures are those of the acts, whatever was signed before."""
    movements = find_movements(desk.registry.acts())
    books = keep_books(desk, movements, date.fromisoformat(shown["from"]), date.fromisoformat(shown["to"]))
    head = desk.registry.head()
    return Review.of(
        school=card.code, name=card.name, installation=card.installation, semester=shown["semester"],
        first_day=shown["from"], last_day=shown["to"], act=head.seq, head=head.hash, registrar=desk.registrar.strip(),
        leader=leader, because=because if unsettled else "", written_at=instant(desk.now),
        figures={roll: lines_of(found) for roll, found in books.rolls.items()},
        open=[{**each, "article": each["article"] or 0} for each in unsettled],
    )  # fmt: skip


def sign(
    path: Path,
    card_path: Path,
    key_path: Path,
    *,
    now: datetime,
    passphrase: Callable[[], str],
    confirm: Callable[[dict[str, Any]], bool] = lambda _: True,
    out: Target | None = None,
    dry_run: bool = False,
) -> Report:
    """The leader's signature, with a key of their own; the file and the school's card are all that is needed.

    The figures are shown before the passphrase is asked. Refuses with `bundle.*`, `key.*`, `review.*`.
    """
    from xjcli.bundle.card import SCHOOL, read_card
    from xjcli.bundle.review import read, sign_as_leader
    from xjcli.bundle.signing import SigningKey

    data = read_bounded(path, _CAP)
    card = read_card(read_bounded(card_path, _MAX_CARD), kind=SCHOOL)
    found = read(data, card, now)
    result = {**said(found.review), "fingerprint": card.fingerprint, "file": "", "dry_run": dry_run}
    if len(found.roles) > 1:
        raise Refusal(Problem("bundle.signed-before"), result=result)
    if not dry_run and not confirm(result):
        raise Refusal(Problem("usage.cancelled"))
    done = sign_as_leader(data, card, SigningKey.unlock(key_path, passphrase()), now)
    if not dry_run:
        target = out or Target(path, force=True)
        atomic_write(target.path, done, private=True, force=target.force)
        result["file"] = mask_text(str(target.path))
    return Report(result)


def submit(desk: Desk, semester: str, path: Path, errand: Errand) -> Report:
    """Record a statement that both have signed, as an act that travels with the next bundle; it awaits no approval.

    Refuses with `bundle.*`, `key.*`, `review.*`; `review.changed` where a signed figure is another one now.
    """
    from xjcli.bundle.review import body_of, read_both

    term = require_semester(semester).label
    if errand.on > desk.today:
        raise Refusal(Problem("change.future", params={"date": errand.on.isoformat()}))
    data = read_bounded(path, _CAP)
    review = read_both(data, own_card(desk), desk.now)
    _require_ours(desk, review, term, errand.on)
    result = {**said(review), "differences": [], "operation": None, "dry_run": errand.dry_run}
    _require_unchanged(desk, review, result)
    files = evidence.read_evidence(list(errand.evidence))
    draft = _draft(desk, body_of(data, review), errand, sorted(files))
    require_sendable([draft])
    if not errand.dry_run:
        if not errand.confirm(result):
            raise Refusal(Problem("usage.cancelled"))
        evidence.keep(desk.vault, files)
        result["operation"] = append(desk, [draft], command="review")
    return Report(result)


def _require_ours(desk: Desk, review: Review, term: str, on: date) -> None:
    if review.semester != term:
        raise Refusal(Problem("review.semester", params={"found": review.semester, "semester": term}))
    if on.isoformat() < review.last_day:
        params: dict[str, str | int] = {"date": on.isoformat(), "last": review.last_day}
        raise Refusal(Problem("review.too-early", params=params))
    known = newest(filed(desk), term)
    if known is not None and known.review == review:
        raise Refusal(Problem("review.filed", params={"act": known.act.seq}))
    rows = desk.registry.rows("select hash from acts where seq = ?", (review.act,))
    stands = rows[0]["hash"] if rows else desk.registry.genesis() if not review.act else ""
    if stands != review.head:
        raise Refusal(Problem("review.head", params={"act": review.act}))


def _require_unchanged(desk: Desk, review: Review, result: dict[str, Any]) -> None:
    """What was signed has to be so on the day it is reported."""
    result["differences"] = compare(desk, review, books_of(desk, review, find_movements(desk.registry.acts())))
    if result["differences"]:
        count = len(result["differences"])
        problems = [Problem("review.changed", params={"count": count}), *as_problems(result["differences"])]
        raise Refusal(*problems, result=result)


def _draft(desk: Desk, body: dict[str, Any], errand: Errand, digests: list[str]) -> Draft:
    told = {name: text for name, text in (("because", errand.because), ("paper", errand.paper)) if text}
    basis = {
        "pack": desk.rules.id, "article": desk.rules.article_of(KIND), "evidence": digests,
        "legal_act": desk.rules.legal_act(KIND),
    }  # fmt: skip
    return Draft(KIND, OFFICE, errand.on.isoformat(), {**body, **told}, basis)


def show(desk: Desk, semester: str = "") -> Report:
    """`items[]`: every statement in the ledger (of one semester, if named), whether both signatures still verify, and
    which of its figures are others now. Exit 1 where the newest of a semester no longer holds."""
    wanted = require_semester(semester).label if semester else ""
    statements = filed(desk)
    movements = find_movements(desk.registry.acts())
    items: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for found in statements:
        if wanted not in ("", found.review.semester):
            continue
        review = found.review
        counts = newest(statements, review.semester) is found
        differences = find_statement_differences(desk, found, movements) if counts else []
        problems += as_problems(differences)
        items.append(
            {**said(review), "act": found.act.seq, "on": found.act.occurred_on, "counts": counts,
             "verified": _verifies(desk, found.act.body or {}, found.act.recorded_at), "differences": differences}
        )  # fmt: skip
    broken = any(not each["verified"] or each["differences"] for each in items)
    return Report({"total": len(items), "items": items}, problems, int(Family.FINDINGS) if broken else 0)


def _verifies(desk: Desk, body: dict[str, Any], recorded_at: str) -> bool:
    """Judged at the time it was recorded: a key that was revoked later counted then."""
    from xjcli.bundle.review import envelope_of, read_both

    try:
        read_both(envelope_of(body), own_card(desk), datetime.fromisoformat(recorded_at))
    except Refusal:
        return False
    return True


def said(review: Review) -> dict[str, Any]:
    """A statement as printed: names masked where a number was typed in their place, figures of both rolls."""
    return {
        "school": review.school, "name": mask_text(review.name), "semester": review.semester,
        "from": review.first_day, "to": review.last_day, "registrar": mask_text(review.registrar),
        "leader": mask_text(review.leader), "because": mask_text(review.because), "written_at": review.written_at,
        "at_act": review.act, "figures": {roll: list(review.figures[roll]) for roll in ROLLS},
        "open": list(review.open),
    }  # fmt: skip
