"""The card of an office (*.xjcard): who it is and its public keys, signed by itself.

A card proves only that nothing in it was changed by someone without the key. Trust comes from a person who
compares the fingerprint with the other office over another way (telephone, paper).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from xjcli.bundle.envelope import read_unverified, sign_envelope, verify_signatures
from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.bundle.sealing import is_recipient
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.suites import SUITES, decode
from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical

#: The second has `leaders` besides; a card without one is still written as the first, so older programs read it.
SCHEMA, WITH_LEADERS = "xj.card/1", "xj.card/2"
CARD_TYPE = "application/vnd.xj.card+json"
SUFFIX = ".xjcard"
MAX_CARD_BYTES = 64 * 1024
SCHOOL, AUTHORITY = "school", "authority"
LEVELS = ("province", "prefecture", "county")

_FINGERPRINT_DIGITS = 40
_GROUP = 4
_MOST_LEADERS = 50


@dataclass(frozen=True, slots=True)
class Leader:
    """第二十四条: a responsible leader (负责人) who signs reviews; never bundles. Their key counts until `revoked_at`.

    A revoked key stays on the card: what it signed before can still be verified. Moments are spelled as in `instant`.
    """

    name: str
    public: str
    suite: str
    since: str
    revoked_at: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; `level` is empty for a school, `region` a division code of six digits or empty."""

    kind: str
    code: str
    name: str
    level: str
    region: str
    installation: str
    sign_key: str
    seal_key: str
    suite: str
    created_at: str
    fingerprint: str
    leaders: tuple[Leader, ...] = ()

    @property
    def leader(self) -> Leader | None:
        """Who signs now; None where nobody was named."""
        return next((each for each in self.leaders if not each.revoked_at), None)


def make_card(
    *,
    kind: str,
    code: str,
    name: str,
    region: str,
    installation: str,
    sign_key: SigningKey,
    seal_key: str,
    created_at: datetime,
    level: str = "",
    leaders: Sequence[Leader] = (),
) -> bytes:
    """The bytes of our own card. `seal_key` is the recipient ("age1…") of our seal key.

    Raises Refusal (`key.card-altered`, field named) if we would refuse to read it.
    """
    payload: dict[str, Any] = {
        "schema": WITH_LEADERS if leaders else SCHEMA,
        "kind": kind,
        "code": code,
        "name": name,
        "level": level,
        "region": region,
        "installation": installation,
        "sign_key": sign_key.public,
        "seal_key": seal_key,
        "suite": sign_key.suite,
        "created_at": shapes.instant(created_at),
    }
    if leaders:
        payload["leaders"] = [asdict(each) for each in leaders]
    data = sign_envelope(canonical(payload), CARD_TYPE, [sign_key])
    read_card(data)
    return data


def read_card(data: bytes, *, kind: str | None = None) -> Card:
    """The card in a card file, verified with the key that it names itself; `kind` is what the caller expects.

    Raises Refusal: `key.card-altered`, `key.card-kind`, `bundle.version`, `bundle.suite`.
    """
    if len(data) > MAX_CARD_BYTES:
        raise Refusal(Problem("key.card-altered"))
    try:
        payload = _verified_payload(data)
    except Refusal as refusal:
        if refusal.problems[0].code == "bundle.suite":
            raise
        raise Refusal(Problem("key.card-altered")) from refusal
    raw = shapes.read_object(payload, "key.card-altered")
    rules = _SCHEMAS.get(str(raw.get("schema")))
    if rules is None:
        raise Refusal(Problem("bundle.version"))
    shapes.require_fields(raw, rules, "key.card-altered")
    _require_office(raw)
    leaders = tuple(Leader(**each) for each in raw.pop("leaders", ()))
    _require_leaders(raw, leaders)
    if kind is not None and raw["kind"] != kind:
        raise Refusal(Problem("key.card-kind"))
    fields = {name: value for name, value in raw.items() if name != "schema"}
    return Card(**fields, fingerprint=fingerprint(payload), leaders=leaders)


def fingerprint(payload: bytes) -> str:
    """SHA-256 of the signed payload as people compare it: 40 upper-case hex digits in groups of four."""
    digits = hashlib.sha256(payload).hexdigest()[:_FINGERPRINT_DIGITS].upper()
    return "-".join(digits[start : start + _GROUP] for start in range(0, _FINGERPRINT_DIGITS, _GROUP))


def same_fingerprint(one: str, other: str) -> bool:
    """True if both are whole fingerprints and the same; case, dashes and blanks do not matter."""
    first, second = _digits(one), _digits(other)
    return len(first) == _FINGERPRINT_DIGITS and hmac.compare_digest(first.encode(), second.encode())


def _digits(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()


def _verified_payload(data: bytes) -> bytes:
    """The payload after its signature verified with the key named in it.

    The key has to be looked up in the payload before anything is verified; nothing else is used until then.
    """
    payload = decode(read_unverified(data)["payload"]) or b""
    claimed = shapes.read_object(payload, "key.card-altered")
    public, suite = claimed.get("sign_key"), claimed.get("suite")
    if not isinstance(suite, str) or suite not in SUITES:
        raise Refusal(Problem("bundle.suite"))
    if not isinstance(public, str) or not SUITES[suite].check_public(public):
        raise Refusal(Problem("key.card-altered"))
    keyring = Keyring((Trusted("", public, suite=suite),))
    signed = verify_signatures(data, CARD_TYPE, keyring)
    if signed.publics != (public,):
        raise Refusal(Problem("key.card-altered"))
    return signed.payload


def _require_office(raw: Mapping[str, Any]) -> None:
    school = raw["kind"] == SCHOOL
    fits = {
        "code": (shapes.is_school if school else shapes.is_authority)(raw["code"]),
        "level": raw["level"] == "" if school else raw["level"] in LEVELS,
    }
    for name, agrees in fits.items():
        if not agrees:
            raise shapes.fault("key.card-altered", name)


def _require_leaders(raw: Mapping[str, Any], leaders: tuple[Leader, ...]) -> None:
    """Only a school has them; at most one signs now; nobody's key stands twice, and none is the school's own."""
    publics = [each.public for each in leaders]
    apart = len({*publics, raw["sign_key"]}) == len(publics) + 1
    if not leaders:
        return
    if raw["kind"] != SCHOOL or not apart or sum(not each.revoked_at for each in leaders) > 1:
        raise shapes.fault("key.card-altered", "leaders")


def _is_leader(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _LEADER.keys()
        and all(agrees(value[name]) for name, agrees in _LEADER.items())
        and SUITES[value["suite"]].check_public(value["public"])
    )


_LEADER: shapes.Rules = {
    "name": lambda value: shapes.is_text(value) and value.strip() == value != "",
    "public": shapes.is_text,
    "suite": shapes.one_of(*SUITES),
    "since": shapes.is_instant,
    "revoked_at": lambda value: value == "" or shapes.is_instant(value),
}
_RULES: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA, WITH_LEADERS),
    "kind": shapes.one_of(SCHOOL, AUTHORITY),
    "code": shapes.is_text,
    "name": lambda value: shapes.is_text(value) and value.strip() == value != "",
    "level": shapes.one_of("", *LEVELS),
    "region": lambda value: value == "" or shapes.is_authority(value),
    "installation": shapes.is_word,
    "sign_key": shapes.is_text,
    "seal_key": lambda value: shapes.is_text(value) and is_recipient(value),
    "suite": shapes.is_text,
    "created_at": shapes.is_instant,
}
_SCHEMAS: Mapping[str, shapes.Rules] = {
    SCHEMA: _RULES,
    WITH_LEADERS: {
        **_RULES,
        "leaders": lambda value: (
            isinstance(value, list) and 0 < len(value) <= _MOST_LEADERS and all(map(_is_leader, value))
        ),
    },
}
