"""Our own later bundles, back from the authority (第三条): replayed exactly, so that the next one follows them.

Each is verified before anything of it is believed, and stored with its acts in one transaction: a crash leaves it out
or has it whole, and asking again goes on behind it. Same number, salt and hash: it is the same history, not a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.procedures.key import card_path, seal_key
from xjcli.registry import evidence, exchange
from xjcli.schema.bundle import MAX_BUNDLE_BYTES
from xjcli.transport.outbox import RECEIVED

if TYPE_CHECKING:
    from xjcli.bundle.card import Card
    from xjcli.bundle.returned import Returned
    from xjcli.schema.act import Act

_MOST_CARD = 64 * 1024


def bring_back(desk: Desk, authority: Card, packages: Iterable[bytes]) -> list[Problem]:
    """Take in these packages, oldest first, each in a transaction of its own.

    Raises Refusal at the first that is not right, and what came before it stays: `bundle.*`, `key.*`, `recover.fork`.
    """
    from xjcli.bundle import returned
    from xjcli.bundle.card import read_card

    ours = read_card(read_bounded(card_path(desk), _MOST_CARD))
    bundles = acts = files = lost = 0
    for data in packages:
        back = returned.read(data, authority, ours, seal_key(desk), desk.now)
        added = _replay(desk, back)
        bundles, acts, files = bundles + 1, acts + len(added), files + len(back.evidence)
        lost += sum(not evidence.is_whole(desk.vault, digest) for digest in _named(added))
    found = [Problem("recover.brought", "note", params={"bundles": bundles, "acts": acts, "files": files})]
    if lost:
        found.append(Problem("recover.evidence-lost", "warn", params={"count": lost}))
    return found if bundles else []


def in_folder(desk: Desk, folder: Path, after: int, unreadable: list[Problem]) -> Iterator[bytes]:
    """What lies on a stick of ours behind `after`, by its place in the channel; names are not trusted.

    A file that cannot be read is told in `unreadable`; if it was needed, the hole is refused.
    """
    from xjcli.bundle import returned

    found: list[tuple[int, str, Path]] = []
    for path in sorted(folder.glob("*" + returned.SUFFIX)):
        try:
            said = returned.peek(read_bounded(path, MAX_BUNDLE_BYTES))
        except Refusal as refusal:
            unreadable += [replace(each, severity="warn", where=path.name) for each in refusal.problems]
            continue
        if said.recipient == desk.settings.school_code and said.seq > after:
            found.append((said.seq, said.bundle, path))
    once = {place[:2]: place[2] for place in found}
    for _, path in sorted(once.items()):
        yield read_bounded(path, MAX_BUNDLE_BYTES)


def _named(acts: Iterable[Act]) -> set[str]:
    return {digest for act in acts for digest in act.basis.get("evidence", ())}


def _replay(desk: Desk, back: Returned) -> list[Act]:
    """Store the bundle and those of its acts that this registry lacks. Gives them."""
    _require_next(desk, back)
    lacking = _lacking(desk, back)
    stored = exchange.as_stored(back.statement, back.data, direction="up", stage=RECEIVED, at=desk.recorded_at)
    evidence.keep(desk.vault, dict(back.evidence))
    with desk.registry.transaction():
        desk.registry.replay(lacking, command="recover")
        exchange.store(desk.registry, stored)
    return lacking


def _require_next(desk: Desk, back: Returned) -> None:
    """Dense and chained: the next bundle of ours behind the last that we hold."""
    last, said = exchange.last(desk.registry, "up"), back.statement
    seq, prev = (last.seq + 1, last.id) if last else (1, exchange.NO_BUNDLE)
    params = {"expected": seq, "seq": said.seq}
    if said.seq > seq:
        raise Refusal(Problem("bundle.gap", where=str(said.seq), params=params))
    if said.seq < seq or said.prev != prev:
        raise Refusal(Problem("bundle.fork", where=str(said.seq), params=params))


def _lacking(desk: Desk, back: Returned) -> list[Act]:
    """The acts behind our head. What the backup had not sent yet must be what was sent, or there are two histories."""
    said, head = back.statement, desk.registry.head()
    here = {act.seq: act.hash for act in desk.registry.acts(said.first_act, said.last_act)}
    other = next((act.seq for act in back.acts if here.get(act.seq, act.hash) != act.hash), 0)
    if other:
        params = {"act": other, "count": head.seq - other + 1}
        raise Refusal(Problem("recover.fork", where=str(said.seq), params=params))
    lacking = [act for act in back.acts if act.seq not in here]
    if lacking and (lacking[0].seq, lacking[0].prev) != (head.seq + 1, head.hash):
        raise Refusal(Problem("bundle.chain", where=f"act {lacking[0].seq}"))
    return lacking
