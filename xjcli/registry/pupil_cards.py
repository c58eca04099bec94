"""The cards a school has issued (第五条): an ordinary table, for a card is no change of a registration."""

from __future__ import annotations

from dataclasses import dataclass

from xjcli.registry.connect import engine_errors
from xjcli.registry.ledger import Registry


@dataclass(frozen=True, slots=True)
class Issued:
    """One card; `revoked_on` is empty while it counts. Days are ISO texts."""

    card: str
    record_id: str
    issued_on: str
    until: str
    issued_by: str
    revoked_on: str = ""
    because: str = ""


def issued(registry: Registry, record_id: str = "") -> list[Issued]:
    """All cards, or those of one pupil, in the order in which they were issued."""
    rows = registry.rows(
        "select card, record_id, issued_on, until, issued_by, revoked_on, because from pupil_cards"
        " where ? = '' or record_id = ? order by issued_on, card",
        (record_id, record_id),
    )
    return [Issued(**dict(row)) for row in rows]


def revoked(registry: Registry) -> frozenset[str]:
    """The cards that no longer count."""
    return frozenset(row["card"] for row in registry.rows("select card from pupil_cards where revoked_on <> ''"))


def keep(registry: Registry, card: Issued) -> None:
    """Note a card that was issued; inside the caller's transaction."""
    with engine_errors():
        registry.connection.execute(
            "insert into pupil_cards (card, record_id, issued_on, until, issued_by, revoked_on, because)"
            " values (?,?,?,?,?,?,?)",
            (card.card, card.record_id, card.issued_on, card.until, card.issued_by, card.revoked_on, card.because),
        )


def revoke(registry: Registry, card: str, on: str, because: str) -> None:
    """Note that a card no longer counts; one that was revoked before keeps its day and reason."""
    with engine_errors():
        registry.connection.execute(
            "update pupil_cards set revoked_on = ?, because = ? where card = ? and revoked_on = ''", (on, because, card)
        )
