"""Who asks for answers over the network: a challenge, and the school's signature over it.

A challenge is a keyed digest of its own expiry, so nothing is stored for it and any worker knows it again. It may be
used more than once until then: what is given out is sealed to the school whose key has signed.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets

from xjcli.authority import answers, rosters
from xjcli.authority.enrolling import keyring
from xjcli.authority.office import Office
from xjcli.authority.store import channels, schools
from xjcli.authority.store.channels import Stored
from xjcli.bundle.envelope import judge_signers, verify_signatures
from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes

PULL_TYPE = "application/vnd.xj.pull+json"
LIFE_SECONDS = 120
_SCHEME = "XJ "
_PULL: shapes.Rules = {
    "challenge": shapes.is_text,
    "school": shapes.is_school,
    "to": shapes.is_authority,
    "purpose": shapes.one_of("pull"),
}


def challenge(office: Office) -> str:
    """A challenge that is good for two minutes."""
    until = int(office.moment().timestamp()) + LIFE_SECONDS
    text = f"{until}.{secrets.token_hex(16)}"
    return f"{text}.{office.token('challenge', text)}"


def who(office: Office, authorization: str) -> str:
    """The school that signed our challenge. Raises Refusal `pull.challenge`, or as the signature is judged."""
    data = _envelope(authorization)
    with office.store.reading() as tx:
        ring = keyring(*schools.every(tx))
    signed = verify_signatures(data, PULL_TYPE, ring)
    asked = shapes.read_object(signed.payload, "pull.proof")
    shapes.require_fields(asked, _PULL, "pull.proof")
    judge_signers(signed, ring, asked["school"], office.moment())
    if asked["to"] != office.code:
        raise Refusal(Problem("bundle.wrong-recipient"))
    if not _is_ours(office, asked["challenge"]):
        raise Refusal(Problem("pull.challenge"))
    return str(asked["school"])


def listing(office: Office, school: str, after: int, *, roster: bool = False) -> list[Stored]:
    """Our answers to this school behind `after`, oldest first; what is due is built now, and the roster if asked."""
    if roster:
        rosters.give(office, school)
    answers.flush_all(office, school=school)
    with office.store.reading() as tx:
        return channels.behind(tx, school, "out", after)


def one(office: Office, school: str, bundle_id: str) -> Stored | None:
    """One answer to this school; another school's is as good as none."""
    with office.store.reading() as tx:
        stored = channels.bundle(tx, bundle_id)
    return stored if stored and (stored.school, stored.direction) == (school, "out") else None


def _envelope(authorization: str) -> bytes:
    if not authorization.startswith(_SCHEME):
        raise Refusal(Problem("pull.missing"))
    try:
        return base64.b64decode(authorization[len(_SCHEME) :], validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(Problem("pull.proof", params={"field": "base64"})) from None


def _is_ours(office: Office, text: str) -> bool:
    body, _, mac = text.rpartition(".")
    until = body.partition(".")[0]
    ours = hmac.compare_digest(mac.encode(), office.token("challenge", body).encode())
    return ours and until.isdigit() and int(until) >= office.moment().timestamp()
