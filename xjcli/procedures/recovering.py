"""第三条: a registry that came back from a backup may lack what was sent since; until that is known nothing is signed.

Whoever signs on an old state writes a second history: the authority would refuse it as a fork, and rightly. The mark
is set by `xj restore`. It goes when the authority itself says that the last bundle it has of us is the last we have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.registry import exchange
from xjcli.registry.ledger import Registry
from xjcli.schema.act import ECHOES, Draft

if TYPE_CHECKING:
    from xjcli.schema.bundle import Statement

#: The setting that holds the moment of the restoration, UTC; absent in a registry that never came from a backup.
MARK = "recovering"


def mark(registry: Registry, at: str) -> None:
    """Mark a restored registry; in a transaction of its own."""
    with registry.transaction():
        registry.connection.execute("insert or replace into settings values (?,?)", (MARK, at))


def since(desk: Desk) -> str:
    """When this registry was restored, while it is not known what it lacks; else ""."""
    return desk.registry.settings().get(MARK, "")


def find_recovering(desk: Desk) -> list[Problem]:
    """The refusal to sign, where the mark stands."""
    at = since(desk)
    return [Problem("registry.recovering", params={"at": at})] if at else []


def require_recovered(desk: Desk) -> None:
    """Refuses with registry.recovering (30) while the mark stands."""
    if problems := find_recovering(desk):
        raise Refusal(*problems)


def append_echoes(desk: Desk, bundle_id: str, drafts: list[Draft]) -> None:
    """Keep what a bundle of the authority says as acts, inside the caller's transaction.

    After a restoration they may be there already: they came back in a bundle of ours, with the place that they had.
    """
    known = "select 1 from acts where kind in ({}) and json_extract(body, '$.bundle') = ? limit 1"
    kinds = sorted(ECHOES)
    if since(desk) and desk.registry.rows(known.format(",".join("?" * len(kinds))), (*kinds, bundle_id)):
        return
    desk.registry.append(drafts, command="pull", recorded_at=desk.recorded_at, recorded_by=desk.registrar)


def settle(desk: Desk, *, live: bool) -> list[Problem]:
    """After a pull that brought everything there is: lift the mark, or say why it stays.

    The authority's newest answer says which bundle of ours it had last. Over a connection (`live`) that is what it has
    now, for each bundle it takes in is answered. From a folder it only counts if it was signed after the restoration:
    an older stick proves nothing. The clocks of the two offices are taken to agree.
    """
    at = since(desk)
    if not at:
        return []
    said = _newest_answer(desk)
    last = exchange.last(desk.registry, "up")
    ours = (last.seq, last.id) if last else (0, exchange.NO_BUNDLE)
    theirs = (said.peer_seq, said.peer_id) if said else (0, exchange.NO_BUNDLE)
    if not live and (said is None or said.created_at <= at):
        return [Problem("recover.stale", "warn", params={"at": at, "ours": ours[0]})]
    if ours == theirs:
        with desk.registry.transaction():
            desk.registry.connection.execute("delete from settings where key = ?", (MARK,))
        return [Problem("recover.done", "note", params={"seq": ours[0]})]
    code = "recover.behind" if theirs[0] >= ours[0] else "recover.unanswered"
    return [Problem(code, "warn", params={"ours": ours[0], "theirs": theirs[0]})]


def find_lost(desk: Desk, data: bytes, refusal: Refusal) -> list[Problem]:
    """A receipt about a bundle that this registry does not know: after a restoration that is what was sent since."""
    from xjcli.bundle.pack import peek

    if refusal.problems[0].code != "bundle.not-ours" or not since(desk):
        return []
    last = exchange.last(desk.registry, "up")
    params = {"ours": last.seq if last else 0, "theirs": peek(data).peer_seq}
    return [Problem("recover.behind", "warn", params=params)]


def _newest_answer(desk: Desk) -> Statement | None:
    from xjcli.bundle.pack import peek

    newest = exchange.last(desk.registry, "down")
    return peek(newest.bytes) if newest else None
