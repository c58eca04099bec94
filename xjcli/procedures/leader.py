"""第二十四条: the key of the responsible leader (负责人), who signs reviews beside the registrar.

It is made once and given to the leader, sealed by a passphrase; the registry keeps its public half alone, on the
school's card. The authority trusts the new card by its fingerprint as it did the first. A revoked key stays there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir
from xjcli.procedures.key import card_path, own_card, seal_key, signing_key
from xjcli.procedures.reviewed import KIND
from xjcli.registry import clocks
from xjcli.report import Report
from xjcli.schema.masking import mask_text
from xjcli.schema.shapes import instant
from xjcli.schema.texts import judge

if TYPE_CHECKING:
    from xjcli.bundle.card import Card, Leader

LEAST = 10


def name_leader(
    desk: Desk, name: str, out: Path, *, passphrase: Callable[[], str], because: str = "", dry_run: bool = False
) -> Report:
    """Make a leader's key and the card that names it; a leader before is revoked from now on.

    Refuses: `review.same-person`, `review.number`, `key.leader-place`, `key.exists`, `key.passphrase-weak`, and
    `key.leader-waiting` where a review signed with the key before has no receipt yet and no reason is given.
    """
    from xjcli.bundle.card import Leader
    from xjcli.bundle.signing import SigningKey

    card, asked = own_card(desk), name.strip()
    _require_name(desk, asked)
    _require_place(desk, out)
    _require_settled(desk, card, because)
    result = {"name": mask_text(asked), "file": mask_text(str(out)), "dry_run": dry_run,
              "replaced": mask_text(card.leader.name) if card.leader else ""}  # fmt: skip
    if dry_run:
        return Report({**result, "card": str(card_path(desk)), "fingerprint": ""})
    words = passphrase()
    if len(words) < LEAST:
        raise Refusal(Problem("key.passphrase-weak", params={"least": LEAST}))
    key = SigningKey.generate()
    make_private_dir(out.parent)
    key.lock(out, words)
    fresh = Leader(asked, key.public, key.suite, instant(desk.now))
    try:
        made = _write_card(desk, card, [*_revoked(card, instant(desk.now)), fresh])
    except BaseException:
        out.unlink(missing_ok=True)  # a key that no card names signs nothing
        raise
    return Report({**result, "card": str(card_path(desk)), "fingerprint": made.fingerprint})


def revoke_leader(desk: Desk, *, because: str = "", dry_run: bool = False) -> Report:
    """From now on the leader's key counts no more. Refuses `review.no-leader` where none is named."""
    card = own_card(desk)
    if card.leader is None:
        raise Refusal(Problem("review.no-leader"))
    _require_settled(desk, card, because)
    result = {"name": mask_text(card.leader.name), "card": str(card_path(desk)), "dry_run": dry_run}
    if dry_run:
        return Report({**result, "fingerprint": ""})
    return Report({**result, "fingerprint": _write_card(desk, card, _revoked(card, instant(desk.now))).fingerprint})


def _require_name(desk: Desk, name: str) -> None:
    if not name:
        raise Refusal(Problem("usage.missing", params={"option": "--name"}))
    if faults := judge(None, "name", name, short=True):
        raise Refusal(*faults)
    require_no_number(name=name)
    if name == desk.registrar.strip():
        raise Refusal(Problem("review.same-person", params={"name": mask_text(name)}))


def require_no_number(**texts: str) -> None:
    """第二十五条: a statement and a card lie in clear on a stick, so no text of them holds a number of a person."""
    found = [Problem("review.number", where=field) for field, text in texts.items() if mask_text(text) != text]
    if found:
        raise Refusal(*found)


def _require_place(desk: Desk, out: Path) -> None:
    """第二十五条: who has the registry's folder would have both keys."""
    if out.resolve().is_relative_to(desk.home.resolve()):
        raise Refusal(Problem("key.leader-place", where=out.name))
    if out.exists():
        raise Refusal(Problem("key.exists", where=out.name))


def _require_settled(desk: Desk, card: Card, because: str) -> None:
    """The authority judges a key at the time of the receipt, so what it signed should have arrived."""
    waiting = len(clocks.unreceived(desk.registry, (KIND,)))
    if card.leader is not None and waiting and not because.strip():
        raise Refusal(Problem("key.leader-waiting", params={"count": waiting}))


def _revoked(card: Card, at: str) -> list[Leader]:
    return [each if each.revoked_at else replace(each, revoked_at=at) for each in card.leaders]


def _write_card(desk: Desk, card: Card, leaders: Sequence[Leader]) -> Card:
    """Our card again with these leaders, and its fingerprint in the settings."""
    from xjcli.bundle.card import make_card, read_card

    data = make_card(
        kind="school", code=card.code, name=desk.settings.name, region=card.region, installation=card.installation,
        sign_key=signing_key(desk), seal_key=seal_key(desk).recipient, created_at=desk.now, leaders=leaders,
    )  # fmt: skip
    made = read_card(data)
    with desk.registry.transaction():
        desk.registry.connection.execute(
            "insert into settings values ('fingerprint', ?) on conflict (key) do update set value = excluded.value",
            (made.fingerprint,),
        )
        atomic_write(card_path(desk), data, force=True)
    return made
