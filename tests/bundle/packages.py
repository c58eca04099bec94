"""A dossier between two invented schools, with keys for tests only (tests/bundle/offices.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bundle.offices import EVIDENCE, NOW, SCHOOL, SCHOOL_KEY, SCHOOL_SEAL, STRANGER, STRANGER_KEY
from tests.regulation.acts import approved, assigned, chain, opened
from xjcli.bundle import dossier
from xjcli.bundle.keys import Keyring, Trusted
from xjcli.regulation.fold import fold
from xjcli.schema.act import Act
from xjcli.schema.bundle import EVIDENCE as FOLDER
from xjcli.schema.bundle import acts_to_bytes
from xjcli.schema.dossier import ACTS, LIST, Contents, Draft, Piece

GOLDEN = Path(__file__).parent.parent / "golden" / "dossier"
#: The sending school is STRANGER, the receiving one SCHOOL.
SENDER, RECIPIENT = STRANGER, SCHOOL
RECORD = "r-0001"
NUMBER = "G320106201909020024"
DIGEST = hashlib.sha256(EVIDENCE).hexdigest()
KEYRING = Keyring((Trusted(SENDER, STRANGER_KEY.public), Trusted(RECIPIENT, SCHOOL_KEY.public)))
PIECES = (
    Piece(2, "electronic", "户口簿", DIGEST, "", 0, "2026-09-01"),
    Piece(5, "paper", "奖状", "", "柜3-2", 1, "2026-09-02"),
)


def acts() -> list[Act]:
    """What the sending school did about this pupil; invented."""
    return chain(opened(RECORD, document=NUMBER[1:]), approved(RECORD, NUMBER), assigned(RECORD))


def draft(**changed: Any) -> Draft:
    fields: dict[str, Any] = {
        "sender": SENDER, "sender_name": "虚构市第二学校", "recipient": RECIPIENT,
        "installation": "test-installation-3", "record": RECORD, "created_at": "2026-09-02T00:00:00Z", **changed,
    }  # fmt: skip
    return Draft(**fields)


def contents(pieces: Sequence[Piece] = PIECES, **changed: Any) -> Contents:
    record = fold(acts())[RECORD]
    place: dict[str, str | int] = {"stage": record.stage, "cohort": record.cohort, "class": record.class_no}
    fields: dict[str, Any] = {
        "registry_number": record.registry_number, "person": record.person, "place": place, "status": record.status,
        "pieces": pieces, **changed,
    }  # fmt: skip
    return Contents(**fields)


def parts() -> list[tuple[str, str, bytes]]:
    return [
        (LIST, "list", contents().to_bytes()),
        (ACTS, "acts", acts_to_bytes(acts())),
        (FOLDER + DIGEST, "evidence", EVIDENCE),
    ]


def package(*, key: Any = STRANGER_KEY, seal: str = SCHOOL_SEAL.recipient, **changed: Any) -> dossier.Built:
    return dossier.build(draft(**changed), parts(), [key], seal)


def judge(data: bytes, **asked: Any) -> dossier.Verified:
    return dossier.verify(data, **{"keyring": KEYRING, "at": NOW, "recipient": RECIPIENT, **asked})
