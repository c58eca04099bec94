"""Whom the authority takes bundles from (第三条, 属地管理): cards added by fingerprint, revoked by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from xjcli.authority.office import Office
from xjcli.authority.store import channels, schools
from xjcli.authority.store.schools import School
from xjcli.bundle.card import MAX_CARD_BYTES, Card, read_card, same_fingerprint
from xjcli.bundle.card import SCHOOL as SCHOOL_CARD
from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.report import Report
from xjcli.schema.act import genesis


def add(office: Office, path: Path, *, confirm: Callable[[Card], str]) -> Report:
    """Trust a school's card. `confirm` gives the fingerprint that a person has compared.

    Refuses: key.fingerprint for another fingerprint, key.card-* for a card that is not right,
    `school.installation` where the school already writes from another installation, `school.revoked` for a key
    that was revoked: it never comes back, a school takes part again with new keys and a new card; `school.card-older`
    for a card that lacks a leader or a revocation of the one known here.
    """
    data = read_bounded(path, MAX_CARD_BYTES)
    card = read_card(data, kind=SCHOOL_CARD)
    if not same_fingerprint(confirm(card), card.fingerprint):
        raise Refusal(Problem("key.fingerprint"))
    with office.store.writing() as tx:
        known = schools.find(tx, card.code)
        opened = channels.exists(tx, card.code)
        if known is not None and opened and known.installation != card.installation:
            raise Refusal(Problem("school.installation", where=card.code))
        made = _school(card, data, known.added_at if known else office.now)
        if schools.revoked_before(tx, made):
            raise Refusal(Problem("school.revoked", where=card.code))
        if known is not None and not _carries_on(card, read_card(known.card)):
            raise Refusal(Problem("school.card-older", where=card.code))
        schools.add(tx, made)
        if not opened:
            first = genesis(card.code, card.installation)
            channels.open_channel(tx, card.code, first, office.beginning(card.code))
    return Report({"code": card.code, "name": card.name, "fingerprint": card.fingerprint, "new": known is None})


def _carries_on(card: Card, before: Card) -> bool:
    """第二十四条: of the same key, a newer card keeps every leader's key, and what was revoked stays so."""
    kept = {each.public: each for each in card.leaders}
    return card.sign_key != before.sign_key or all(
        (now := kept.get(each.public)) is not None and (not each.revoked_at or now == each) for each in before.leaders
    )


def _school(card: Card, data: bytes, added_at: str) -> School:
    return School(
        code=card.code, name=card.name, region=card.region, installation=card.installation,
        fingerprint=card.fingerprint, sign_key=card.sign_key, suite=card.suite, seal_key=card.seal_key,
        added_at=added_at, revoked_at="", card=data,
    )  # fmt: skip


def listing(office: Office) -> Report:
    """Every school: its code, name, fingerprint, pupils here, whether it was revoked."""
    with office.store.reading() as tx:
        counts = schools.pupils(tx)
        items = [
            {
                "code": school.code, "name": school.name, "region": school.region,
                "fingerprint": school.fingerprint, "records": counts.get(school.code, 0),
                "added_at": school.added_at, "revoked_at": school.revoked_at or None,
            }
            for school in schools.every(tx)
        ]  # fmt: skip
    return Report({"total": len(items), "items": items})


def revoke(office: Office, code: str) -> Report:
    """From now on nothing signed by this school's key is taken in; what was taken in stays."""
    with office.store.writing() as tx:
        known = schools.find(tx, code)
        if known is None:
            raise Refusal(Problem("intake.unknown-school", where=code))
        if not known.revoked_at:
            schools.revoke(tx, known, office.now)
    return Report({"code": code, "revoked_at": known.revoked_at or office.now})


def keyring(*trusted: School) -> Keyring:
    """The keys of these schools, each until it was revoked."""
    return Keyring(
        tuple(
            Trusted(
                school.code,
                school.sign_key,
                ("registrar",),
                revoked_at=datetime.fromisoformat(school.revoked_at) if school.revoked_at else None,
                suite=school.suite,
            )
            for school in trusted
        )
    )
