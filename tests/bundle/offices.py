"""An invented school and its invented authority with keys for tests only, and bundles between them."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from xjcli.bundle import answers, pack
from xjcli.bundle.container import ENVELOPE_NAME, Entry, read_container, write_container
from xjcli.bundle.envelope import sign_envelope
from xjcli.bundle.keys import Keyring, SealKey, SigningKey, Trusted
from xjcli.errors import Refusal, entry
from xjcli.schema import roster
from xjcli.schema.act import Act, Draft, genesis, seal_act
from xjcli.schema.bundle import PAYLOAD_TYPE, StatementDraft, acts_to_bytes

SCHOOL, AUTHORITY, STRANGER = "2132000001", "320102", "2132000002"
INSTALLATION = "test-installation-1"
NOW = datetime(2026, 9, 2, 0, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent.parent / "golden" / "bundle"
EVIDENCE = b"%PDF-1.4 an invented household register"


def signing_key(name: str) -> SigningKey:
    """A key that anyone can make again from its name: for tests only."""
    seed = hashlib.sha256(b"xj test key, never a real one: " + name.encode()).digest()
    return SigningKey(Ed25519PrivateKey.from_private_bytes(seed))


SCHOOL_KEY, LEADER_KEY = signing_key("registrar"), signing_key("leader")
AUTHORITY_KEY, STRANGER_KEY = signing_key("authority"), signing_key("stranger")
SCHOOL_SEAL = SealKey.load(GOLDEN / "test-only-school-seal.txt")
AUTHORITY_SEAL = SealKey.load(GOLDEN / "test-only-authority-seal.txt")

KEYRING = Keyring(
    (
        Trusted(SCHOOL, SCHOOL_KEY.public, ("registrar",)),
        Trusted(SCHOOL, LEADER_KEY.public, ("leader",)),
        Trusted(AUTHORITY, AUTHORITY_KEY.public, ("official",)),
        Trusted(STRANGER, STRANGER_KEY.public, ("registrar",)),
    )
)


@dataclass(frozen=True)
class Refused:
    """What a refusal said."""

    code: str
    family: int


def refused(act: Any, *args: Any, **kwargs: Any) -> Refused:
    """The code and family of the refusal that this call must end with."""
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    code = caught.value.problems[0].code
    return Refused(code, int(entry(code).family))


def acts(count: int = 2) -> list[Act]:
    """A short ledger of invented enrolments with fixed salts."""
    made: list[Act] = []
    head = genesis(SCHOOL, INSTALLATION)
    for seq in range(1, count + 1):
        draft = Draft(
            "enrolled",
            f"r-{seq:04d}",
            "2026-09-01",
            {"basis": "first", "person": {"name": "测试甲"}, "place": {"class": "01"}},
            {"pack": "national-2013", "article": 4, "evidence": [hashlib.sha256(EVIDENCE).hexdigest()]},
        )
        act, _ = seal_act(
            draft,
            seq=seq,
            prev=head,
            salt=bytes([seq % 256]) * 16,
            recorded_at="2026-09-01T08:00:00+08:00",
            recorded_by="测试老师",
            operation="op-1",
        )
        made.append(act)
        head = act.hash
    return made


def changes_draft(ledger: list[Act]) -> StatementDraft:
    """What the school says about its first bundle."""
    return StatementDraft(
        type="changes",
        sender=SCHOOL,
        recipient=AUTHORITY,
        installation=INSTALLATION,
        seq=1,
        prev="0" * 64,
        first_act=1,
        last_act=len(ledger),
        head_before=genesis(SCHOOL, INSTALLATION),
        head_after=ledger[-1].hash,
        created_at="2026-09-01T00:00:00Z",
    )


def changes_parts(ledger: list[Act]) -> list[tuple[str, str, bytes]]:
    """The acts and one piece of evidence."""
    digest = hashlib.sha256(EVIDENCE).hexdigest()
    return [
        ("parts/acts", "acts", acts_to_bytes(ledger)),
        (f"parts/evidence/{digest}", "evidence", EVIDENCE),
    ]


def changes(*keys: SigningKey, **altered: Any) -> pack.Built:
    """The school's bundle; `altered` replaces fields of its statement."""
    ledger = acts()
    draft = replace(changes_draft(ledger), **altered)
    return pack.build(draft, changes_parts(ledger), keys or (SCHOOL_KEY,), AUTHORITY_SEAL.recipient)


def answer_draft(kind: str, about: str) -> StatementDraft:
    """What the authority says about a receipt or a decision bundle."""
    head = acts()[-1].hash
    return StatementDraft(
        type=kind,
        sender=AUTHORITY,
        recipient=SCHOOL,
        installation="test-installation-2",
        seq=1 if kind == "receipt" else 2,
        prev="0" * 64 if kind == "receipt" else "2" * 64,
        first_act=0 if kind == "receipt" else 1,
        last_act=0 if kind == "receipt" else 1,
        head_before="3" * 64,
        head_after="4" * 64,
        created_at="2026-09-01T01:00:00Z",
        peer_seq=1,
        peer_id=about,
        peer_head=head,
        about={"bundle": about, "outcome": "accepted"} if kind == "receipt" else {},
    )


def receipt(about: str) -> pack.Built:
    """The authority's receipt for the bundle with this id."""
    content = answers.results_to_bytes(
        answers.Results(
            about,
            acts()[-1].hash,
            (answers.ActResult(1, answers.RECORDED), answers.ActResult(2, answers.CONFLICT, "case-7")),
        )
    )
    parts = [(answers.RESULTS, "results", content)]
    return pack.build(answer_draft("receipt", about), parts, [AUTHORITY_KEY], SCHOOL_SEAL.recipient)


def decisions(about: str) -> pack.Built:
    """The authority's decision bundle with one decision."""
    decision = answers.Decision(1, "case-1", "r-0001", 1, answers.APPROVED, "TEST-NUMBER", "", "测试科员", "2026-09-01")
    parts = [(answers.DECISIONS, "decisions", answers.decisions_to_bytes([decision]))]
    return pack.build(answer_draft("decisions", about), parts, [AUTHORITY_KEY], SCHOOL_SEAL.recipient)


NOTICES = [
    answers.Notice(
        2, "enrolment-approved", "r-0001", "2026-09-01",
        {"case": "E-000001", "number": "TEST-NUMBER", "reason": "", "official": "测试科员", "act": 1},
    ),
    answers.Notice(
        3, "change-refused", "r-0001", "2026-09-02",
        {"case": "C-000001", "reason": "证明不足", "official": "测试科员", "act": 2},
    ),
    answers.Notice(
        4, "transfer-notified", "r-0001", "2026-09-03",
        {"case": "H-000001", "kind": "transfer", "school": STRANGER, "name": "测试第二小学", "seal": "age1test",
         "requested_on": "2026-09-02", "official": "", "act": 0},
    ),
    answers.Notice(
        5, "handover-refused", "r-0001", "2026-09-04",
        {"case": "H-000001", "kind": "transfer", "school": STRANGER, "name": "测试第二小学", "reason": "已撤回",
         "by": "to-school", "official": "", "act": 0},
    ),
    answers.Notice(
        6, "handover-completed", "r-0002", "2026-09-05",
        {"case": "H-000002", "kind": "progress", "school": STRANGER, "name": "测试第二小学", "number": "TEST-NUMBER",
         "official": "测试科员", "act": 2},
    ),
    answers.Notice(
        7, "change-approved", "r-0002", "2026-09-05",
        {"case": "C-000002", "reason": "", "official": "测试科员", "act": 1},
    ),
]  # fmt: skip


def notices(about: str) -> pack.Built:
    """The authority's notices, one of each kind but the refusal of an enrolment."""
    parts = [(answers.NOTICES, "notices", answers.notices_to_bytes(NOTICES))]
    return pack.build(answer_draft("notices", about), parts, [AUTHORITY_KEY], SCHOOL_SEAL.recipient)


ROSTER_HEAD = roster.Head(SCHOOL, AUTHORITY, "2026-09-02", 2, "5" * 64, 7, "6" * 64)
ROSTER_LINES = [
    roster.Held(
        "r-0001", "enrolled", "approved", "TEST-NUMBER", "issued", "primary", 2026, "01", "2026-09",
        {"name": "测试甲", "sex": "1", "ethnicity": "01"},
    ),
    roster.Held(
        "r-0002", "enrolled", "pending", "TMP-TEST", "local", "primary", 2026, "02", "2026-09", {"name": "测试乙"},
        "E-000007", roster.OTHER_SCHOOL,
    ),
]  # fmt: skip


def signed_roster() -> pack.Built:
    """The authority's roster of the school."""
    parts = [(roster.PART, "roster", roster.to_bytes(ROSTER_HEAD, ROSTER_LINES))]
    return pack.build(answer_draft("roster", "a" * 64), parts, [AUTHORITY_KEY], SCHOOL_SEAL.recipient)


def base64_of(data: bytes) -> str:
    """Standard base64 text."""
    return base64.b64encode(data).decode("ascii")


def judge(data: bytes, **asked: Any) -> pack.Verified:
    """Verify as the authority does when it takes changes in."""
    return pack.verify(data, **{"keyring": KEYRING, "at": NOW, "recipient": AUTHORITY, "kind": "changes", **asked})


def resigned(payload: bytes, sealed: list[Entry], *keys: Any) -> bytes:
    """A bundle whose statement the school signed although our own builder would not make it."""
    envelope = sign_envelope(payload, PAYLOAD_TYPE, keys or (SCHOOL_KEY,))
    return write_container([Entry(ENVELOPE_NAME, envelope), *sealed])


def parts_of(data: bytes) -> list[Entry]:
    """The sealed parts of a bundle file."""
    return read_container(data)[1:]


def fields_of(data: bytes) -> dict[str, Any]:
    """The fields of its statement."""
    return dict(json.loads(pack.peek(data).to_bytes()))
