"""Trust in both directions: our own card to hand out, and the authority's card, trusted by its fingerprint.

A fingerprint is compared over another way than the file came (telephone, letter): whoever can swap the file could
otherwise stand between school and authority.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.procedures.init import KEYS_FOLDER, SEAL_KEY, SIGN_KEY
from xjcli.procedures.recovering import require_recovered
from xjcli.report import Report
from xjcli.schema.masking import mask_text
from xjcli.vault.protection import find_weak_points

if TYPE_CHECKING:
    from xjcli.bundle.card import Card
    from xjcli.bundle.sealing import SealKey
    from xjcli.bundle.signing import SigningKey

_MAX_CARD = 64 * 1024


def show(desk: Desk) -> Report:
    """Our card's place and fingerprint, whom we trust, and how the home is closed; never a private key."""
    rows = desk.registry.rows("select code, fingerprint, trusted_at from trusted order by code")
    leader = own_card(desk).leader if card_path(desk).exists() else None
    lock = desk.opened.lock
    return Report(
        {
            "school": desk.settings.school_code,
            "card": str(card_path(desk)),
            "leader": mask_text(leader.name) if leader else "",
            "fingerprint": desk.registry.settings().get("fingerprint", ""),
            "trusted": [dict(row) for row in rows],
            "protection": {"encrypted": lock is not None, "ways": lock.ways if lock is not None else []},
        },
        find_weak_points(lock),
    )


def trust(desk: Desk, path: Path, *, confirm: Callable[[Card], str], dry_run: bool = False) -> Report:
    """Trust the authority's card. `confirm` gives the fingerprint that a person has compared.

    Refuses with key.wrong-authority for another code than settings name, key.fingerprint for another fingerprint.
    """
    from xjcli.bundle.card import read_card, same_fingerprint

    data = read_bounded(path, _MAX_CARD)
    card = read_card(data, kind="authority")
    if card.code != desk.settings.authority:
        raise Refusal(Problem("key.wrong-authority", params={"code": card.code, "expected": desk.settings.authority}))
    if not same_fingerprint(confirm(card), card.fingerprint):
        raise Refusal(Problem("key.fingerprint"))
    if not dry_run:
        with desk.registry.transaction():
            desk.registry.connection.execute(
                "insert into trusted values (?,?,?,?) on conflict (code) do update set card = excluded.card,"
                " fingerprint = excluded.fingerprint, trusted_at = excluded.trusted_at",
                (card.code, data, card.fingerprint, desk.recorded_at),
            )
    return Report({"code": card.code, "name": card.name, "level": card.level, "fingerprint": card.fingerprint})


def require_authority(desk: Desk) -> Card:
    """The trusted card of our authority. Refuses with key.no-authority (60) where none was trusted."""
    rows = desk.registry.rows("select card from trusted where code = ?", (desk.settings.authority,))
    if not rows:
        raise Refusal(Problem("key.no-authority", params={"code": desk.settings.authority}))
    from xjcli.bundle.card import read_card

    return read_card(rows[0]["card"], kind="authority")


def card_path(desk: Desk) -> Path:
    """Where our own card lies."""
    return desk.home / f"{desk.settings.school_code}.xjcard"


def own_card(desk: Desk) -> Card:
    """Our own card as it lies there. Refuses with key.card-altered where it is another key's than ours."""
    from xjcli.bundle.card import SCHOOL, read_card

    card = read_card(read_bounded(card_path(desk), _MAX_CARD), kind=SCHOOL)
    if (card.code, card.sign_key) != (desk.settings.school_code, proving_key(desk).public):
        raise Refusal(Problem("key.card-altered", where=card_path(desk).name))
    return card


def signing_key(desk: Desk) -> SigningKey:
    """Our key, to sign what lasts. Refuses with registry.recovering where a backup came back and may lack something."""
    require_recovered(desk)
    return proving_key(desk)


def proving_key(desk: Desk) -> SigningKey:
    """The same, from its file, to prove who we are and for nothing that anyone keeps."""
    from xjcli.bundle.signing import SigningKey

    return SigningKey.load(desk.home / KEYS_FOLDER / SIGN_KEY, desk.vault)


def seal_key(desk: Desk) -> SealKey:
    """Our key for opening what was sealed to us."""
    from xjcli.bundle.sealing import SealKey

    return SealKey.load(desk.home / KEYS_FOLDER / SEAL_KEY, desk.vault)
