"""How far a bundle of ours has come: one state machine for every transport, as a table.

A stage only moves along a row of this table; being told the same thing twice changes nothing, so a repeated push,
a stick read twice or a receipt that comes again are all harmless.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DRAFT, SIGNED, SENT, RECEIVED, VERIFIED, DECIDED = (
    "draft",
    "signed",
    "sent",
    "received",
    "verified",
    "decided",
)
STAGES = (DRAFT, SIGNED, SENT, RECEIVED, VERIFIED, DECIDED)

#: (stage, event) → stage. Events: `sign` the bytes are stored; `send` they lie on the stick or left by the network;
#: `accept` the authority's answer over the network; `receipt` a receipt of ours was verified; `decide` no act waits.
MOVES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (DRAFT, "sign"): SIGNED,
        (SIGNED, "send"): SENT,
        (SIGNED, "accept"): RECEIVED,
        (SENT, "accept"): RECEIVED,
        (SIGNED, "receipt"): VERIFIED,
        (SENT, "receipt"): VERIFIED,
        (RECEIVED, "receipt"): VERIFIED,
        (VERIFIED, "decide"): DECIDED,
    }
)

#: Stages in which a push sends the bundle (again): nobody has answered for it yet.
UNANSWERED = (SIGNED, SENT)


def after(stage: str, event: str) -> str:
    """The stage after an event; where the table holds no row the stage stays as it is."""
    return MOVES.get((stage, event), stage)
