"""学籍档案 (第七条): the seven kinds of its content, and the signed statement of a package that carries it (第十五条).

The statement is clear text and holds nothing of the pupil: who sends to whom, an opaque record id, and the digest of
each sealed part. It has one spelling; its SHA-256 is the package's id. The list inside says what was handed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.bundle import EVIDENCE, PART_RULES, SEAL, SUITE, Part, are_parts
from xjcli.schema.canonical import canonical
from xjcli.schema.columns import BY_NAME

SCHEMA = "xj.dossier/1"
PAYLOAD_TYPE = "application/vnd.xj.dossier+json"
SUFFIX = ".xjd"
LIST, ACTS = "parts/list", "parts/acts"
ELECTRONIC, PAPER = "electronic", "paper"
FORMS = (ELECTRONIC, PAPER)


class Item(NamedTuple):
    """One of the seven kinds of content (第七条), by the number that the article gives it."""

    number: int
    name: str
    zh: str
    en: str
    article: int = 7


ITEMS: tuple[Item, ...] = (
    Item(1, "basics", "学籍基础信息及信息变动情况", "basic information and its changes"),
    Item(2, "proofs", "学籍信息证明材料", "proofs of the registered information"),
    Item(3, "development", "综合素质发展报告", "report of overall development"),
    Item(4, "health", "体质健康测试及健康体检信息、预防接种信息", "fitness tests, medical checks, vaccinations"),
    Item(5, "awards", "在校期间的获奖信息", "awards"),
    Item(6, "aid", "享受资助信息", "aid received"),
    Item(7, "provincial", "省级教育行政部门规定的其他信息和材料", "what the province asks for besides"),
)
BASICS, PROOFS = 1, 2


def parse_item(text: str) -> Item | None:
    """An item by its number, its name or its Chinese title; None for any other word."""
    word = text.strip()
    return next((item for item in ITEMS if word in (str(item.number), item.name, item.zh)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the sender says of a package. `record` is the sender's opaque record id."""

    sender: str
    sender_name: str
    recipient: str
    installation: str
    record: str
    created_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Draft):
    """The statement as it is signed."""

    suite: str
    seal: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, draft: Draft, parts: Iterable[Part]) -> Statement:
        """The statement for a draft and its sealed parts. Raises Refusal if we would refuse to read it."""
        fields = {name: getattr(draft, name) for name in _FIELDS}
        made = cls(**fields, suite=SUITE, seal=SEAL, parts=tuple(parts))
        return cls.from_bytes(made.to_bytes())

    @property
    def id(self) -> str:
        """The package's id: SHA-256 (hex) of the statement's bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """The one spelling of this statement."""
        parts = [part.said() for part in self.parts]
        fields = {name: getattr(self, name) for name in _FIELDS}
        return canonical({"schema": SCHEMA, **fields, "parts": parts, "suite": self.suite, "seal": self.seal})

    @classmethod
    def from_bytes(cls, data: bytes) -> Statement:
        """Read a statement whose bytes were verified. Raises `bundle.version`, `dossier.statement`."""
        raw = shapes.read_object(data, "dossier.statement")
        if raw.get("schema") != SCHEMA:
            raise Refusal(Problem("bundle.version"))
        shapes.require_fields(raw, _STATEMENT, "dossier.statement", None)
        names = [part["name"] for part in raw["parts"]]
        if names[:2] != [LIST, ACTS] or len(set(names)) != len(names) or not all(map(_is_evidence, names[2:])):
            raise shapes.fault("dossier.statement", "parts", None)
        parts = tuple(Part(**part) for part in raw["parts"])
        return cls(**{name: raw[name] for name in _FIELDS}, suite=raw["suite"], seal=raw["seal"], parts=parts)


def _is_evidence(name: str) -> bool:
    return name.startswith(EVIDENCE) and shapes.is_hash(name.removeprefix(EVIDENCE))


class Piece(NamedTuple):
    """One line of the hand-over list. `digest` is empty for a paper, `place` and `copies` are a paper's."""

    item: int
    form: str
    title: str
    digest: str
    place: str
    copies: int
    on: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The part `parts/list`: who it is, as the sender's record stands, and everything that is handed over."""

    registry_number: str
    person: Mapping[str, str]
    place: Mapping[str, str | int]
    status: str
    pieces: Sequence[Piece]

    def to_bytes(self) -> bytes:
        """The one spelling of this list."""
        return canonical(
            {
                "schema": SCHEMA, "registry_number": self.registry_number, "person": dict(self.person),
                "place": dict(self.place), "status": self.status, "pieces": [each._asdict() for each in self.pieces],
            }
        )  # fmt: skip

    @classmethod
    def from_bytes(cls, data: bytes) -> Contents:
        """Read the list. Raises Refusal `dossier.list` (params: field)."""
        raw = shapes.read_object(data, "dossier.list")
        shapes.require_fields(raw, _LIST, "dossier.list")
        for piece in raw["pieces"]:
            shapes.require_fields(piece, _PIECE, "dossier.list")
            if (piece["form"] == ELECTRONIC) != bool(piece["digest"]):
                raise shapes.fault("dossier.list", "digest")
        pieces = tuple(Piece(**piece) for piece in raw["pieces"])
        return cls(raw["registry_number"], raw["person"], raw["place"], raw["status"], pieces)


def _is_person(value: Any) -> bool:
    return isinstance(value, dict) and all(name in BY_NAME and shapes.is_note(said) for name, said in value.items())


_FIELDS = ("sender", "sender_name", "recipient", "installation", "record", "created_at")
_PART: shapes.Rules = {**PART_RULES, "kind": shapes.one_of("list", "acts", "evidence")}
_STATEMENT: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "suite": shapes.is_text,
    "seal": shapes.is_text,
    "sender": shapes.is_school,
    "sender_name": shapes.is_text,
    "recipient": lambda value: shapes.is_school(value) or shapes.is_authority(value),
    "installation": shapes.is_word,
    "record": shapes.is_word,
    "created_at": shapes.is_instant,
    "parts": lambda value: are_parts(value, _PART),
}
_LIST: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "registry_number": shapes.is_text,
    "person": _is_person,
    "place": lambda value: isinstance(value, dict),
    "status": shapes.is_word,
    "pieces": lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
}
_PIECE: shapes.Rules = {
    "item": lambda value: shapes.is_ordinal(value) and value <= len(ITEMS),
    "form": shapes.one_of(*FORMS),
    "title": shapes.is_text,
    "digest": lambda value: value == "" or shapes.is_hash(value),
    "place": shapes.is_text,
    "copies": shapes.is_count,
    "on": shapes.is_day,
}
