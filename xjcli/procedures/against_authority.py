"""第二十四条: our roll beside the authority's own signed roster of it; nothing is written by comparing.

The same differences as against a file, without guessing who is who: both sides know a record by its id. What the
authority cannot know yet is told apart, as not yet sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from xjcli.desk import Desk
from xjcli.procedures.against_shown import shown
from xjcli.procedures.roster import as_of, history, not_sent, received
from xjcli.regulation.held import compare
from xjcli.regulation.rosters import Past, stated

#: What stands in place of a file's name.
AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class HeldComparison:
    """What differs, masked; what is not yet sent; and which roster this was (`said`)."""

    differences: list[dict[str, Any]]
    not_sent: list[dict[str, Any]]
    said: dict[str, Any]


def find_held_differences(desk: Desk) -> HeldComparison:
    """Compare with the newest roster that the authority has given. Refuses as `procedures.roster.received` does."""
    got = received(desk)
    now, head = as_of(desk, got), got.roster.head

    def past(record_ids: Collection[str]) -> Mapping[str, Past]:
        return {
            record_id: [(min(seq, head.school_seq), stated(record)) for seq, record in history(desk, now, record_id)]
            for record_id in sorted(record_ids)
        }

    found = compare(got.roster.lines, now.records.values(), sent=head.school_seq, past=past)
    matched = sum(line.record_id in now.records for line in got.roster.lines)
    said = {
        "file": "", "authority": head.authority, "on": head.on, "act": head.school_seq, "entry": head.authority_seq,
        "rows": len(got.roster.lines), "matched": matched,
    }  # fmt: skip
    return HeldComparison([shown(desk, each) for each in found], not_sent(desk, now.later), said)
