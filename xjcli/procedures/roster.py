"""第二十四条: the authority's signed roster of our school, read from the channel and held against our own ledger.

It is kept sealed as it came and verified again whenever it is read. What we have recorded behind the act that its head
names is not yet sent, and no difference: so our side is folded as of that act, with the answers that came before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.key import require_authority, seal_key
from xjcli.registry import exchange, queries
from xjcli.regulation.fold import step
from xjcli.report.phrases import in_language
from xjcli.schema import roster as spelling
from xjcli.schema.act import ECHOES, OFFICE_KINDS, Act, genesis
from xjcli.schema.bundle import ROSTER
from xjcli.schema.masking import mask_text
from xjcli.schema.record import Record
from xjcli.schema.values.time import Semester

if TYPE_CHECKING:
    from xjcli.schema.roster import Roster

#: The authority was asked for a roster and gave none.
NOT_GIVEN = "roster.not-given"


@dataclass(frozen=True, slots=True)
class Received:
    """The newest roster, and the place in the channel that it came at."""

    roster: Roster
    seq: int


@dataclass(slots=True)
class AsOf:
    """Our records as the roster should have them, the acts behind each of those, and what was recorded since."""

    records: dict[str, Record]
    acts: dict[str, list[Act]] = field(default_factory=dict)
    later: list[Act] = field(default_factory=list)


def read_roster(desk: Desk, authority: str, parts: Mapping[str, bytes]) -> Roster:
    """The content of a roster that was verified; it is ours and theirs. Raises Refusal `bundle.answer`."""
    found = spelling.from_bytes(parts[spelling.PART])
    if (found.head.school, found.head.authority) != (desk.settings.school_code, authority):
        raise Refusal(Problem("bundle.answer", where="line 1", params={"field": "school"}))
    return found


def received(desk: Desk) -> Received:
    """The newest roster that the authority has given us, verified anew.

    Raises Refusal: `roster.none`, `roster.old`, `roster.other-ledger`, `key.no-authority`, `bundle.*`.
    """
    from xjcli.bundle import pack
    from xjcli.bundle.keyring import Keyring

    authority = require_authority(desk)
    stored = exchange.newest(desk.registry, ROSTER)
    if stored is None:
        raise Refusal(Problem("roster.none", params={"school": desk.settings.school_code}))
    verified = pack.verify(
        stored.bytes, Keyring.of(authority), at=datetime.fromisoformat(stored.moved_at), sender=authority.code,
        recipient=desk.settings.school_code, kind=ROSTER,
    )  # fmt: skip
    found = read_roster(desk, authority.code, verified.unseal(seal_key(desk)))
    _require_fresh(desk, found)
    _require_our_ledger(desk, found)
    return Received(found, verified.statement.seq)


def _require_fresh(desk: Desk, found: Roster) -> None:
    """A roster of an earlier semester says nothing of this one."""
    term = Semester.of(desk.today)
    if found.head.on < term.first_day.isoformat():
        raise Refusal(Problem("roster.old", params={"date": found.head.on, "semester": term.label}))


def _require_our_ledger(desk: Desk, found: Roster) -> None:
    """The act that the authority stands on is one of ours: not of a registry that was restored from an old copy."""
    seq, head = found.head.school_seq, found.head.school_head
    rows = desk.registry.rows("select hash from acts where seq = ?", (seq,))
    ours = rows[0]["hash"] if rows else genesis(desk.settings.school_code, desk.settings.installation)
    if (seq and not rows) or ours != head:
        raise Refusal(Problem("roster.other-ledger", params={"seq": seq, "last": desk.registry.head().seq}))


def as_of(desk: Desk, got: Received) -> AsOf:
    """Our records without what the authority cannot know yet; cancelled ones are among them."""
    known, places = got.roster.head.school_seq, exchange.places(desk.registry)

    def heard(act: Act) -> bool:
        bundle = (act.body or {}).get("bundle", "") if act.kind in ECHOES else ""
        return act.seq <= known or places.get(bundle, got.seq) < got.seq

    now = AsOf({record.record_id: record for record in queries.with_cancelled(desk.registry)})
    later = [act for act in desk.registry.acts(first=known + 1) if not heard(act)]
    for record_id in sorted({act.record_id for act in later if act.kind not in OFFICE_KINDS}):
        acts = [act for act in desk.registry.acts(record_id=record_id) if heard(act)]
        now.acts[record_id] = acts
        if acts:
            now.records[record_id] = _folded(acts)
        else:
            del now.records[record_id]
    now.later = [act for act in later if act.kind not in ECHOES]
    return now


def _folded(acts: list[Act]) -> Record:
    record: Record | None = None
    for act in acts:
        record = step(record, act)
    assert record is not None  # noqa: S101  the acts are not empty
    return record


def history(desk: Desk, now: AsOf, record_id: str) -> Iterator[tuple[int, Record]]:
    """What stood after each act about a record that the authority knows of."""
    record: Record | None = None
    acts = now.acts.get(record_id)
    for act in desk.registry.acts(record_id=record_id) if acts is None else acts:
        record = step(record, act)
        yield act.seq, record


def not_sent(desk: Desk, later: list[Act]) -> list[dict[str, Any]]:
    """What the authority cannot know yet, a line for each record: in no bundle (`unsent`) or on the way (`sent`)."""
    last = exchange.last_sent_act(desk.registry)
    by_record: dict[str, list[Act]] = {}
    for act in later:
        by_record.setdefault(act.record_id, []).append(act)
    return [_line(desk, record_id, acts, last) for record_id, acts in by_record.items()]


def _line(desk: Desk, record_id: str, acts: list[Act], last: int) -> dict[str, Any]:
    record = queries.record(desk.registry, record_id)
    kinds = list(dict.fromkeys(act.kind for act in acts))
    unsent = acts[-1].seq > last
    return {
        "record_id": record_id,
        "name": mask_text(record.name) if record else "",
        "acts": kinds,
        "what_zh": "、".join(in_language(f"kind.{kind}", english=False) for kind in kinds),
        "what_en": ", ".join(in_language(f"kind.{kind}", english=True) for kind in kinds),
        "count": len(acts),
        "on": acts[-1].occurred_on,
        "stage": "unsent" if unsent else "sent",
        "command": "xj push" if unsent else "xj pull --roster",
    }
