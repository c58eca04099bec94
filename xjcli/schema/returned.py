"""What says that a package is a school's own bundle, given back (第三条): for a registry that came from a backup.

The statement is clear text: which bundle of whose channel, and the digest of each sealed part. It has one spelling and
a payload type of its own, so that it is never taken for a bundle of the channel. Pure: no file, no key, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xjcli.schema import shapes
from xjcli.schema.bundle import EVIDENCE, PART_RULES, SEAL, SUITE, Part, are_parts
from xjcli.schema.canonical import canonical

SCHEMA = "xj.returned/1"
PAYLOAD_TYPE = "application/vnd.xj.returned+json"
#: The bundle byte for byte as it was sent, and its acts as the authority opened them; evidence as in the bundle.
BUNDLE, ACTS = "parts/bundle", "parts/acts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The bundle `bundle`, at place `seq` of the channel of the school `recipient`, given back by `sender`."""

    sender: str
    recipient: str
    bundle: str
    seq: int
    created_at: str
    parts: Sequence[Part]

    def to_bytes(self) -> bytes:
        """The one spelling of this statement."""
        said: dict[str, Any] = {name: getattr(self, name) for name in _RULES.keys() - _FIXED - {"parts"}}
        said |= {"schema": SCHEMA, "suite": SUITE, "seal": SEAL, "parts": [part.said() for part in self.parts]}
        return canonical(said)

    @classmethod
    def from_bytes(cls, data: bytes) -> Statement:
        """Read a statement whose signature was verified. Raises Refusal `bundle.statement`."""
        raw = shapes.read_object(data, "bundle.statement")
        shapes.require_fields(raw, _RULES, "bundle.statement")
        fields: Mapping[str, Any] = {name: value for name, value in raw.items() if name not in _FIXED}
        return cls(**{**fields, "parts": tuple(Part(**part) for part in raw["parts"])})


def _are_ours(value: Any) -> bool:
    if not are_parts(value, PART_RULES):
        return False
    names = [part["name"] for part in value]
    return names[:2] == [BUNDLE, ACTS] and all(name.startswith(EVIDENCE) for name in names[2:])


_FIXED = frozenset({"schema", "suite", "seal"})
_RULES: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "suite": shapes.one_of(SUITE),
    "seal": shapes.one_of(SEAL),
    "sender": shapes.is_authority,
    "recipient": shapes.is_school,
    "bundle": shapes.is_hash,
    "seq": shapes.is_ordinal,
    "created_at": shapes.is_instant,
    "parts": _are_ours,
}
