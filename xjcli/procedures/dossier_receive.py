"""接续档案 (第十六条): 转入学校应当以收到的学籍档案为基础为学生接续档案.

A package comes from others: signature, digests and recipient first, then its parts, then the acts in it against each
other, and only then our own pupil. What we lack is taken over, what differs is told and stays (第十条: a correction has
evidence and approval). The same package twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.procedures.change import Errand, draft_of, request_of
from xjcli.procedures.dossier import count, pieces
from xjcli.procedures.key import seal_key
from xjcli.procedures.people import require_leader
from xjcli.procedures.pupils import brief
from xjcli.reference import codes
from xjcli.registry import evidence, queries
from xjcli.registry.connect import engine_errors
from xjcli.registry.formats import is_proof
from xjcli.regulation.changes import find_objections
from xjcli.regulation.fold import NoSuchStep, fold
from xjcli.report import Report
from xjcli.schema.act import Act, Draft, holds
from xjcli.schema.bundle import EVIDENCE, MAX_BUNDLE_BYTES, acts_from_bytes
from xjcli.schema.columns import BY_NAME, IDENTITY_FIELDS
from xjcli.schema.dossier import ACTS, BASICS, ELECTRONIC, LIST, PAPER, Contents, Piece, Statement
from xjcli.schema.record import ON_ROLL, Record
from xjcli.sheets.headers import label_of

if TYPE_CHECKING:
    from xjcli.bundle.card import Card
    from xjcli.bundle.dossier import Verified

_MAX_CARD = 64 * 1024
#: Of a person, what belongs to the school that wrote it.
_OF_THE_SCHOOL = frozenset({"continuation_mark"}) | {name for name, field in BY_NAME.items() if field.group == "place"}
_HISTORY = "原校办理记录"


@dataclass(frozen=True, slots=True)
class Package:
    """What came, believed now: the statement, the list, the pupil as the sender's acts add up, and the files."""

    id: str
    statement: Statement
    contents: Contents
    record: Record
    files: dict[str, bytes]
    history: str


def receive(
    desk: Desk,
    path: Path,
    *,
    card: Path | None,
    confirm: Callable[[Card], str],
    where: str,
    errand: Errand,
) -> Report:
    """Verify a package and continue the record with it. `confirm` gives the compared fingerprint of `card`;
    `where` says where its papers lie, if they have come too.
    """
    data = read_bounded(path, MAX_BUNDLE_BYTES)
    trusted = _trusted(desk, card, confirm)
    package = _open(desk, _verify(desk, data, [each for each, _ in trusted]))
    record = _ours(desk, package)
    taken, different = _compare(record, package.record)
    drafts = _drafts(desk, record, package, taken, where, errand)
    result: dict[str, Any] = {
        "pupil": brief(desk, record), "from": package.statement.sender, "from_name": package.statement.sender_name,
        "package": package.id, **count(package.contents.pieces), "added": max(0, len(drafts) - 1),
        "taken_over": sorted(taken), "different": different, "unchanged": not drafts, "operation": None,
        "dry_run": errand.dry_run,
    }  # fmt: skip
    problems = _told(record, package, different, where) if drafts else []
    if errand.dry_run or not drafts:
        return Report(result, problems)
    require_leader(desk, (draft.kind for draft in drafts))
    evidence.keep(desk.vault, package.files)
    with desk.registry.transaction():
        _keep_trust(desk, [(each, raw) for each, raw in trusted if raw])
        operation = desk.registry.append(
            drafts, command="dossier receive", recorded_at=desk.recorded_at, recorded_by=desk.registrar
        )
    return Report({**result, "operation": operation}, problems)


def _trusted(desk: Desk, path: Path | None, confirm: Callable[[Card], str]) -> list[tuple[Card, bytes]]:
    """The cards of schools that a person has compared: now (with its bytes), or at an earlier package (without)."""
    from xjcli.bundle.card import SCHOOL, read_card, same_fingerprint

    rows = desk.registry.rows("select card from trusted where length(code) = 10")
    known = [(read_card(row["card"], kind=SCHOOL), b"") for row in rows]
    if path is None:
        return known
    data = read_bounded(path, _MAX_CARD)
    card = read_card(data, kind=SCHOOL)
    if any(each.fingerprint == card.fingerprint for each, _ in known):
        return known
    if not same_fingerprint(confirm(card), card.fingerprint):
        raise Refusal(Problem("key.fingerprint"))
    return [(card, data), *(each for each in known if each[0].code != card.code)]


def _keep_trust(desk: Desk, cards: list[tuple[Card, bytes]]) -> None:
    with engine_errors():
        desk.registry.connection.executemany(
            "insert into trusted values (?,?,?,?) on conflict (code) do update set card = excluded.card,"
            " fingerprint = excluded.fingerprint, trusted_at = excluded.trusted_at",
            [(card.code, data, card.fingerprint, desk.recorded_at) for card, data in cards],
        )


def _verify(desk: Desk, data: bytes, cards: list[Card]) -> Verified:
    from xjcli.bundle import dossier
    from xjcli.bundle.keyring import Keyring

    if not cards:
        raise Refusal(Problem("dossier.no-card"))
    try:
        return dossier.verify(data, Keyring.of(*cards), at=desk.now, recipient=desk.settings.school_code)
    except Refusal as refusal:
        if [problem.code for problem in refusal.problems] == ["bundle.unknown-signer"]:
            raise Refusal(Problem("dossier.no-card")) from None
        raise


def _open(desk: Desk, verified: Verified) -> Package:
    """The parts, each against the others: the acts chain to themselves, the list says what is there."""
    parts = verified.unseal(seal_key(desk))
    contents = Contents.from_bytes(parts[LIST])
    acts = acts_from_bytes(parts[ACTS])
    record = _folded(acts, verified.statement.record)
    if (record.registry_number, record.person) != (contents.registry_number, contents.person):
        raise Refusal(Problem("dossier.contradicts", params={"field": LIST}))
    files = {name.removeprefix(EVIDENCE): data for name, data in parts.items() if name.startswith(EVIDENCE)}
    if {piece.digest for piece in contents.pieces if piece.digest} != files.keys():
        raise Refusal(Problem("dossier.list", params={"field": "digest"}))
    for piece in contents.pieces:
        if piece.digest and not _is_acceptable(piece, files[piece.digest]):
            raise Refusal(Problem("dossier.part-kind", params={"digest": piece.digest[:12]}))
    history = hashlib.sha256(parts[ACTS]).hexdigest()
    return Package(verified.id, verified.statement, contents, record, {**files, history: parts[ACTS]}, history)


def _folded(acts: list[Act], record_id: str) -> Record:
    """The pupil as the sender's acts add up. Each act proves itself; together they are one record's, in their order."""
    seqs = [act.seq for act in acts]
    if seqs != sorted(set(seqs)) or any(act.record_id != record_id or not holds(act, act.prev) for act in acts):
        raise Refusal(Problem("dossier.contradicts", params={"field": ACTS}))
    try:
        return fold(acts)[record_id]
    except (NoSuchStep, LookupError, TypeError, ValueError, AttributeError):
        raise Refusal(Problem("dossier.contradicts", params={"field": ACTS})) from None


def _is_acceptable(piece: Piece, data: bytes) -> bool:
    """A proof is of the formats that proofs have; an earlier school's acts are acts."""
    if len(data) > evidence.CAP_BYTES:
        return False
    if piece.item != BASICS:
        return is_proof(data)
    try:
        return all(holds(act, act.prev) for act in acts_from_bytes(data))
    except Refusal:
        return is_proof(data)


def _ours(desk: Desk, package: Package) -> Record:
    """Our pupil by 学籍号, else by document; refuses another pupil's package."""
    theirs = package.record
    found = {
        record.record_id: record
        for number in (theirs.registry_number, theirs.document_number)
        if number
        for record in queries.resolve(desk.registry, number)
        if record.status in ON_ROLL and number in (record.registry_number, record.document_number)
    }
    if not found:
        raise Refusal(Problem("dossier.no-pupil", params={"school": package.statement.sender}))
    if len(found) > 1:
        raise Refusal(Problem("dossier.two-pupils", params={"records": ", ".join(sorted(found))}))
    return next(iter(found.values()))


def _compare(ours: Record, theirs: Record) -> tuple[dict[str, str], list[str]]:
    """What we lack and take over, and the fields in which the two differ. An identity field is never taken over."""
    taken: dict[str, str] = {}
    different: list[str] = []
    for name, value in theirs.person.items():
        own = ours.person.get(name, "")
        if not value or own == value or name in _OF_THE_SCHOOL:
            continue
        if own or name in IDENTITY_FIELDS:
            different.append(name)
        elif _is_known(name, value):
            taken[name] = value
    return taken, sorted(different)


def _is_known(name: str, value: str) -> bool:
    """A coded value that our tables know."""
    field = BY_NAME[name]
    if field.kind not in ("code", "yesno"):
        return True
    return codes(field.table if field.kind == "code" else "yes-no").lookup(value) == value


def _drafts(
    desk: Desk, record: Record, package: Package, taken: dict[str, str], where: str, errand: Errand
) -> list[Draft]:
    """The act of receiving and one for each piece that is new here; none where this package was received before."""
    acts = desk.registry.acts(record_id=record.record_id)
    if any(act.kind == "dossier-received" and (act.body or {}).get("package") == package.id for act in acts):
        return []
    problems = find_objections(record, request_of(desk, "dossier-received", errand, 0))
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    there = {(piece.item, piece.digest) for piece in pieces(desk, record) if piece.digest}
    sender = package.statement
    body: dict[str, Any] = {"from": sender.sender, "package": package.id, "items": len(package.contents.pieces)}
    if taken:
        body["person"] = taken
    drafts = [draft_of(desk, record, "dossier-received", body, errand, [], False)]
    title = f"{_HISTORY}（{sender.sender_name}）"[:100]
    incoming = [Piece(BASICS, ELECTRONIC, title, package.history, "", 0, ""), *package.contents.pieces]
    for piece in incoming:
        added = _added(piece, there, where)
        if added:
            drafts.append(draft_of(desk, record, "dossier-added", added, errand, [], False))
    return drafts


def _added(piece: Piece, there: set[tuple[int, str]], where: str) -> dict[str, Any]:
    if piece.form == PAPER:
        paper = {
            "item": piece.item,
            "form": PAPER,
            "title": piece.title,
            "place": where.strip(),
            "copies": piece.copies,
        }
        return paper if where.strip() else {}
    if (piece.item, piece.digest) in there:
        return {}
    there.add((piece.item, piece.digest))
    return {"item": piece.item, "form": ELECTRONIC, "title": piece.title, "digest": piece.digest}


def _told(record: Record, package: Package, different: list[str], where: str) -> list[Problem]:
    found: list[Problem] = []
    if different:
        labels = "、".join(label_of(name) for name in different)
        params: dict[str, str | int] = {"count": len(different), "fields": labels}
        found.append(Problem("dossier.differs", "warn", record.record_id, params))
    papers = sum(piece.form == PAPER for piece in package.contents.pieces)
    if papers and not where.strip():
        found.append(Problem("dossier.paper-awaited", "note", record.record_id, {"count": papers}))
    return found
