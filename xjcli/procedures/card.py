"""A pupil's card (第五条): a square code that says who belongs to this school, verified without a network, revocable.

It is signed by the school's key like a bundle, so the school's .xjcard is all that a gate or another school needs.
A card ends with the school year unless a day is named. It says that a pupil belongs here, so who has left, dropped
out, is missing or is at school abroad gets none, and has none that counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_file, atomic_write, read_bounded
from xjcli.procedures.key import signing_key
from xjcli.procedures.pupils import require_pupil
from xjcli.registry import pupil_cards, queries
from xjcli.registry.ledger import new_ids
from xjcli.registry.pupil_cards import Issued
from xjcli.report import Report
from xjcli.schema.masking import mask_text
from xjcli.schema.record import ENROLLED, ON_LEAVE, Record
from xjcli.schema.texts import judge
from xjcli.schema.values.time import Semester

if TYPE_CHECKING:
    from xjcli.bundle.keyring import Keyring
    from xjcli.bundle.pupil_card import PupilCard

_MAX_FILE = 1 << 20
_KINDS = (".svg", ".png")
#: Who comes to school, or is on leave and comes back to it.
_HERE = (ENROLLED, ON_LEAVE)
#: Dots of the printed code: at 300 dpi a code of 65 modules becomes 22 mm wide in a .png.
_SCALE = 4


def write(desk: Desk, pupil: str, out: Path, *, until: date | None, force: bool, dry_run: bool) -> Report:
    """Issue a card and write its square code. Refuses with card.not-here, card.until, card.kind, file.*.

    Warns with card.second of each card of the pupil that still counts: a lost one counts until it is revoked.
    """
    from xjcli.bundle.pupil_card import encode

    record = require_pupil(desk, pupil)
    ends = until or _year_end(desk.today)
    kind = out.suffix.lower()
    if kind not in _KINDS:
        raise Refusal(Problem("card.kind", params={"extension": kind[:8] or "–"}))
    if record.status not in _HERE:
        raise Refusal(Problem("card.not-here", params={"status": record.status}))
    if ends < desk.today:
        raise Refusal(Problem("card.until", params={"date": ends.isoformat()}))
    card = _card(desk, record, ends)
    result = {"card": card.card, "record_id": record.record_id, "name": record.name, "until": card.until,
              "file": mask_text(str(out)), "dry_run": dry_run}  # fmt: skip
    second = [
        Problem("card.second", "warn", record.record_id, {"card": each.card, "until": each.until})
        for each in pupil_cards.issued(desk.registry, record.record_id) if _counts(each, desk.today)
    ]  # fmt: skip
    if dry_run:
        return Report(result | {"card": ""}, second)
    text, fresh = encode(card, signing_key(desk)), not out.exists()
    issued = Issued(card.card, record.record_id, card.issued_on, card.until, desk.registrar)
    try:
        with desk.registry.transaction():
            pupil_cards.keep(desk.registry, issued)
            _draw(text, out, kind[1:], force=force)
    except BaseException:
        if fresh:  # a code that no register holds could never be revoked
            out.unlink(missing_ok=True)
        raise
    return Report(result, second)


def _counts(card: Issued, today: date) -> bool:
    return not card.revoked_on and card.until >= today.isoformat()


def _card(desk: Desk, record: Record, ends: date) -> PupilCard:
    from xjcli.bundle.pupil_card import PupilCard

    (number,) = new_ids("c", 1)
    return PupilCard(
        number, desk.settings.school_code, record.name, record.stage, f"{record.cohort:04}", desk.today.isoformat(),
        ends.isoformat(),
    )  # fmt: skip


def _draw(text: str, out: Path, kind: str, *, force: bool) -> None:
    """The square code, error correction M; a file that stands there already stays unless `force`."""
    import segno

    code = segno.make(text, error="m", micro=False)
    with atomic_file(out, private=True, force=force) as stream:
        code.save(stream, kind=kind, scale=_SCALE)


def _year_end(today: date) -> date:
    """The last day of the school year."""
    term = Semester.of(today)
    return (term.next() if term.season == "autumn" else term).last_day


def list_(desk: Desk, pupil: str = "") -> Report:
    """`items[]` of all cards, or of one pupil's."""
    record_id = require_pupil(desk, pupil).record_id if pupil else ""
    items = [
        {
            "card": each.card, "record_id": each.record_id, "name": _name(desk, each.record_id),
            "issued_on": each.issued_on, "until": each.until, "revoked_on": each.revoked_on,
            "counts": _counts(each, desk.today),
        }
        for each in pupil_cards.issued(desk.registry, record_id)
    ]  # fmt: skip
    return Report({"total": len(items), "items": items})


def revoke(desk: Desk, cards: list[str], *, on: date, because: str, dry_run: bool) -> Report:
    """Cards by their number. One that was revoked before stays so; an unknown one refuses them all."""
    if on > desk.today:
        raise Refusal(Problem("change.future", params={"date": on.isoformat()}))
    if unsayable := judge(None, "because", because):
        raise Refusal(*unsayable)
    known = {each.card: each for each in pupil_cards.issued(desk.registry)}
    missing = [Problem("card.unknown", params={"card": mask_text(card)[:24]}) for card in cards if card not in known]
    if missing:
        raise Refusal(*missing)
    new = [card for card in dict.fromkeys(cards) if not known[card].revoked_on]
    if not dry_run:
        with desk.registry.transaction():
            for card in new:
                pupil_cards.revoke(desk.registry, card, on.isoformat(), because.strip())
    return Report(
        {"revoked": len(new), "unchanged": len(set(cards)) - len(new), "on": on.isoformat(), "dry_run": dry_run}
    )


def write_revoked(desk: Desk, out: Path, *, force: bool, dry_run: bool = False) -> Report:
    """The signed list of revoked cards, for those who verify without a network. It names no pupil."""
    from xjcli.bundle.pupil_card import Revoked, sign_revoked

    cards = pupil_cards.revoked(desk.registry)
    data = sign_revoked(Revoked(desk.settings.school_code, desk.today.isoformat(), cards), signing_key(desk))
    if not dry_run:
        atomic_write(out, data, force=force)
    return Report({"cards": len(cards), "on": desk.today.isoformat(), "file": mask_text(str(out)), "dry_run": dry_run})


def verify(text: str, cards: Iterable[Path], revoked: Path | None, *, at: datetime) -> Report:
    """With only the school's .xjcard, and its list of revoked cards if there is one: no registry, no network."""
    from xjcli.bundle.card import SCHOOL, read_card
    from xjcli.bundle.keyring import Keyring
    from xjcli.bundle.pupil_card import decode, read_revoked

    keyring = Keyring.of(*(read_card(read_bounded(path, _MAX_FILE), kind=SCHOOL) for path in cards))
    card = decode(text, keyring, at)
    if revoked is None:
        return _judged(card, at.date(), frozenset(), "")
    found = read_revoked(read_bounded(revoked, _MAX_FILE), keyring, at, card.school)
    return _judged(card, at.date(), found.cards, found.on)


def verify_here(desk: Desk, text: str) -> Report:
    """At the school itself: our own key, our own list, and whether the pupil is still on the roll (`card.left`)."""
    from xjcli.bundle.pupil_card import decode

    card = decode(text, _our_keyring(desk), desk.now)
    known = {each.card: each for each in pupil_cards.issued(desk.registry)}
    if card.card not in known:
        raise Refusal(Problem("card.unknown", params={"card": card.card}))
    report = _judged(card, desk.today, pupil_cards.revoked(desk.registry), desk.today.isoformat())
    record = queries.record(desk.registry, known[card.card].record_id)
    if record is None or record.status not in _HERE:
        status = record.status if record else ""
        raise Refusal(Problem("card.left", params={"status": status, "card": card.card}), result=report.result)
    return report


def _our_keyring(desk: Desk) -> Keyring:
    from xjcli.bundle.card import SCHOOL, read_card
    from xjcli.bundle.keyring import Keyring

    path = desk.home / f"{desk.settings.school_code}.xjcard"
    return Keyring.of(read_card(read_bounded(path, _MAX_FILE), kind=SCHOOL))


def _judged(card: PupilCard, on: date, revoked: frozenset[str], list_on: str) -> Report:
    """What the card says, if it counts; `revoked_list` is the day of the list it was held against, or empty."""
    from xjcli.bundle.pupil_card import find_objections

    result: dict[str, Any] = {
        "valid": True, "card": card.card, "school": card.school, "name": card.name, "stage": card.stage,
        "entered": card.entered, "issued_on": card.issued_on, "until": card.until, "revoked_list": list_on,
    }  # fmt: skip
    problems = find_objections(card, on, revoked)
    if problems:
        raise Refusal(*problems, result=result | {"valid": False})
    return Report(result)


def _name(desk: Desk, record_id: str) -> str:
    record = queries.record(desk.registry, record_id)
    return record.name if record else ""
