"""A bundle's signed statement and its acts as bytes (第二十四条、第二十五条): for ever, between two offices.

The statement is clear text: who, to whom, which place in the channel, which ledger heads, and the digest of
every sealed part. It has one spelling (canonical JSON), exactly these fields, and its SHA-256 is the bundle's
id. Whoever reads it has verified the bytes before (`xjcli.bundle`). Pure: no file, no key, no clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.act import KINDS, Act, holds, to_line
from xjcli.schema.canonical import canonical

SCHEMA = "xj.bundle/1"
PAYLOAD_TYPE = "application/vnd.xj.statement+json"
SUITE = "ed25519-sha256"
SEAL = "age-x25519"
NO_HASH = "0" * 64  #: stands where there is no earlier bundle

CHANGES, RECEIPT, DECISIONS, NOTICES, ROSTER = "changes", "receipt", "decisions", "notices", "roster"
#: The part that a bundle of each type opens with; only `changes` may carry more, its `evidence`.
FIRST_PART: Mapping[str, str] = {
    CHANGES: "acts", RECEIPT: "results", DECISIONS: "decisions", NOTICES: "notices", ROSTER: "roster",
}  # fmt: skip
ACCEPTED = "accepted"  #: the only outcome of a receipt so far

EVIDENCE = "parts/evidence/"  #: before the SHA-256 (hex) of the evidence itself

MAX_BUNDLE_BYTES = 512 * 2**20
MAX_PARTS = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed part: `size` in bytes and `sha256` are those of the sealed bytes."""

    name: str
    kind: str
    size: int
    sha256: str

    def said(self) -> dict[str, str | int]:
        """The part as a statement says it."""
        return {"name": self.name, "kind": self.kind, "size": self.size, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """What the sender says about a bundle; suites and parts are added when it is built.

    `prev` is the id of the previous bundle of this channel and direction, `head_before` and `head_after` are
    heads of the sender's ledger for the channel. `peer_*` name the last bundle of the other direction that
    the sender has taken in (0, NO_HASH, "" if none), so that nobody drops or rewrites what was countersigned.
    `created_at` is spelled as `xjcli.schema.shapes.instant` does; `about` says what a receipt is about.
    """

    type: str
    sender: str
    recipient: str
    installation: str
    seq: int
    prev: str
    first_act: int
    last_act: int
    head_before: str
    head_after: str
    created_at: str
    peer_seq: int = 0
    peer_id: str = NO_HASH
    peer_head: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(StatementDraft):
    """The statement as it is signed."""

    suite: str
    seal: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, draft: StatementDraft, parts: Iterable[Part]) -> Statement:
        """The statement for a draft and its sealed parts. Raises Refusal if we would refuse to read it."""
        fields = {name: getattr(draft, name) for name in _DRAFT_FIELDS}
        made = cls(**fields, suite=SUITE, seal=SEAL, parts=tuple(parts))
        return cls.from_bytes(made.to_bytes())

    @property
    def id(self) -> str:
        """The bundle's id: SHA-256 (hex) of the statement's bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """The one spelling of this statement."""
        parts = [part.said() for part in self.parts]
        fields = {name: getattr(self, name) for name in _DRAFT_FIELDS}
        fields |= {"about": dict(self.about), "parts": parts, "suite": self.suite, "seal": self.seal}
        return canonical({"schema": SCHEMA, **fields})

    @classmethod
    def from_bytes(cls, data: bytes) -> Statement:
        """Read a statement; its bytes must have been verified. Raises Refusal.

        `bundle.version` for a schema or type unknown to this program, `bundle.statement` for the rest.
        """
        raw = shapes.read_object(data, "bundle.statement")
        if raw.get("schema") != SCHEMA or not _KNOWN_TYPE(raw.get("type")):
            raise Refusal(Problem("bundle.version"))
        shapes.require_fields(raw, _STATEMENT_RULES, "bundle.statement", None)
        fault = _contradiction(raw)
        if fault is not None:
            raise shapes.fault("bundle.statement", fault, None)
        parts = tuple(Part(**part) for part in raw["parts"])
        fields = {name: raw[name] for name in _DRAFT_FIELDS}
        return cls(**fields, suite=raw["suite"], seal=raw["seal"], parts=parts)


def acts_to_bytes(acts: Iterable[Act]) -> bytes:
    """The part `parts/acts`: one canonical JSON line per act, separated by a line feed, none at the end."""
    return b"\n".join(canonical(to_line(act)) for act in acts)


def acts_from_bytes(data: bytes) -> list[Act]:
    """Read the part `parts/acts`; the chain is checked by `require_chain`.

    Raises Refusal: `bundle.acts` (where: line), `bundle.version` for a kind or version unknown here.
    """
    return [_read_act(line, f"line {number}") for number, line in enumerate(data.split(b"\n"), 1)]


def require_chain(statement: StatementDraft, acts: Sequence[Act]) -> None:
    """The acts are those announced and lead from `head_before` to `head_after`, else `bundle.chain`."""
    if len(acts) != statement.last_act - statement.first_act + 1:
        raise Refusal(Problem("bundle.chain"))
    head = statement.head_before
    for seq, act in enumerate(acts, statement.first_act):
        if act.seq != seq or not holds(act, head):
            raise Refusal(Problem("bundle.chain", where=f"act {seq}"))
        head = act.hash
    if head != statement.head_after:
        raise Refusal(Problem("bundle.chain", where=f"act {statement.last_act}"))


def _read_act(line: bytes, where: str) -> Act:
    raw = shapes.read_object(line, "bundle.acts", where)
    kind, version = raw.get("kind"), raw.get("version")
    if isinstance(kind, str) and type(version) is int and version > KINDS.get(kind, 0):
        raise Refusal(Problem("bundle.version", where=where))
    shapes.require_fields(raw, _ACT_RULES, "bundle.acts", where)
    if (raw["body"] is None) != (raw["salt"] is None):
        raise shapes.fault("bundle.acts", "salt", where)
    salt = None if raw["salt"] is None else bytes.fromhex(raw["salt"])
    return Act(**{**raw, "salt": salt})


def _contradiction(raw: Mapping[str, Any]) -> str | None:
    """The first field that does not fit the others: one type of bundle can never be taken for another."""
    from_school = raw["type"] == CHANGES
    first, last = raw["first_act"], raw["last_act"]
    about = {"bundle", "outcome"} if raw["type"] == RECEIPT else set()
    checks = {
        "sender": (shapes.is_school if from_school else shapes.is_authority)(raw["sender"]),
        "recipient": (shapes.is_authority if from_school else shapes.is_school)(raw["recipient"]),
        "prev": (raw["seq"] == 1) == (raw["prev"] == NO_HASH),
        "peer_id": (raw["peer_seq"] == 0) == (raw["peer_id"] == NO_HASH),
        "first_act": (first == last == 0 and not from_school) or 1 <= first <= last,
        "about": raw["about"].keys() == about,
        "parts": _parts_fit(raw["type"], raw["parts"]),
    }
    return next((name for name, fits in checks.items() if not fits), None)


def _parts_fit(kind: str, parts: list[dict[str, Any]]) -> bool:
    names = [part["name"] for part in parts]
    if len(set(names)) != len(names) or names[:1] != [f"parts/{FIRST_PART[kind]}"]:
        return False
    if parts[0]["kind"] != FIRST_PART[kind] or (len(parts) > 1 and kind != CHANGES):
        return False
    return all(
        part["kind"] == "evidence"
        and part["name"].startswith(EVIDENCE)
        and shapes.is_hash(part["name"].removeprefix(EVIDENCE))
        for part in parts[1:]
    )


_KNOWN_TYPE = shapes.one_of(*FIRST_PART)
_OUTCOME = shapes.one_of(ACCEPTED)


def _is_about(value: Any) -> bool:
    return isinstance(value, dict) and (
        not value or (shapes.is_hash(value.get("bundle")) and _OUTCOME(value.get("outcome")))
    )


def are_parts(value: Any, rules: shapes.Rules) -> bool:
    """Whether this is a list of parts, each of which says exactly what these rules name; not too many of them."""
    return (
        isinstance(value, list)
        and len(value) <= MAX_PARTS
        and all(
            isinstance(part, dict)
            and part.keys() == rules.keys()
            and all(agrees(part[name]) for name, agrees in rules.items())
            for part in value
        )
    )


PART_RULES: shapes.Rules = {
    "name": shapes.is_text,
    "kind": shapes.is_text,
    "size": lambda value: shapes.is_count(value) and value <= MAX_BUNDLE_BYTES,
    "sha256": shapes.is_hash,
}
_STATEMENT_RULES: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "suite": shapes.is_text,
    "seal": shapes.is_text,
    "type": shapes.one_of(*FIRST_PART),
    "sender": shapes.is_text,
    "recipient": shapes.is_text,
    "installation": shapes.is_word,
    "seq": shapes.is_ordinal,
    "prev": shapes.is_hash,
    "first_act": shapes.is_count,
    "last_act": shapes.is_count,
    "head_before": shapes.is_hash,
    "head_after": shapes.is_hash,
    "peer_seq": shapes.is_count,
    "peer_id": shapes.is_hash,
    "peer_head": lambda value: value == "" or shapes.is_hash(value),
    "about": _is_about,
    "created_at": shapes.is_instant,
    "parts": lambda value: are_parts(value, PART_RULES),
}
_DRAFT_FIELDS = tuple(sorted(_STATEMENT_RULES.keys() - {"schema", "suite", "seal", "parts"}))
_ACT_RULES: shapes.Rules = {
    "seq": shapes.is_ordinal,
    "kind": shapes.one_of(*KINDS),
    "version": shapes.is_ordinal,
    "record_id": shapes.is_word,
    "occurred_on": shapes.is_day,
    "recorded_at": shapes.is_moment,
    "recorded_by": shapes.is_text,
    "operation": shapes.is_text,
    "basis": lambda value: isinstance(value, dict),
    "body": lambda value: value is None or isinstance(value, dict),
    "salt": lambda value: value is None or shapes.is_salt(value),
    "body_digest": shapes.is_hash,
    "prev": shapes.is_hash,
    "hash": shapes.is_hash,
}
