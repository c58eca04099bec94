"""The report of an authority to the one above it (第三条; *.xjreport): one envelope, signed with the authority's key.

The one above has compared the fingerprint of the card over another way. The signature is verified before the report is
read, and the report is this card's authority's or it is refused.
"""

from __future__ import annotations

from datetime import datetime

from xjcli.bundle.card import Card
from xjcli.bundle.envelope import judge_signers, sign_envelope, verify_signatures
from xjcli.bundle.keyring import Keyring
from xjcli.bundle.signing import SigningKey
from xjcli.errors import Problem, Refusal
from xjcli.schema.supervision import PAYLOAD_TYPE, Supervision

SUFFIX = ".xjreport"
MAX_REPORT_BYTES = 16 * 2**20


def sign(report: Supervision, key: SigningKey) -> bytes:
    """The signed report."""
    return sign_envelope(report.to_bytes(), PAYLOAD_TYPE, [key])


def read(data: bytes, card: Card, at: datetime) -> Supervision:
    """A report of this card's authority.

    Raises Refusal: `bundle.*`, `key.*` for a key that does not count at that moment, `supervision.statement`,
    `supervision.other-authority`.
    """
    keyring = Keyring.of(card)
    signed = verify_signatures(data, PAYLOAD_TYPE, keyring)
    report = Supervision.from_bytes(signed.payload)
    judge_signers(signed, keyring, card.code, at)
    if report.authority != card.code:
        raise Refusal(Problem("supervision.other-authority", params={"authority": report.authority}))
    if report.installation != card.installation:
        raise Refusal(Problem("bundle.installation"))
    return report
