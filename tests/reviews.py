"""An invented semester's statement, and the card of the invented school whose registrar and leader sign it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.bundle.offices import INSTALLATION, LEADER_KEY, NOW, SCHOOL, SCHOOL_KEY, SCHOOL_SEAL
from xjcli.bundle.card import Card, Leader, make_card, read_card
from xjcli.bundle.review import body_of, sign, sign_as_leader
from xjcli.bundle.signing import SigningKey
from xjcli.schema.review import ROLLS, Review

LEADER = "测试校长"
SIGNED = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)


def line(of: str, stage: str = "", cohort: int = 0, class_no: str = "", **columns: Any) -> dict[str, Any]:
    """One whole; a figure that is not named is nought."""
    figures = {"opening": 0, "in": {}, "out": {}, "closing": 0, **columns}
    return {"of": of, "stage": stage, "cohort": cohort, "class_no": class_no, **figures}


def lines(*, gone: int = 0) -> list[dict[str, Any]]:
    """A school of two classes of one grade: 40 and 42 pupils, three admitted, so many of the second on leave."""
    out = {"23": gone} if gone else {}
    all_of_it: dict[str, Any] = {"opening": 79, "in": {"11": 3}, "out": out, "closing": 82 - gone}
    second: dict[str, Any] = {"opening": 42, "out": out, "closing": 42 - gone}
    return [
        line("school", **all_of_it),
        line("grade", "primary", 2024, **all_of_it),
        line("class", "primary", 2024, "01", opening=37, **{"in": {"11": 3}}, closing=40),
        line("class", "primary", 2024, "02", **second),
    ]


def statement(**changed: Any) -> Review:
    """A statement that is right, with these fields changed; what is changed is not judged."""
    review = Review(
        school=SCHOOL, name="测试市第一小学", installation=INSTALLATION, semester="2026-autumn", first_day="2026-09-01",
        last_day="2027-01-18", act=7, head="a" * 64, registrar="测试老师", leader=LEADER, because="",
        written_at="2027-01-18T08:00:00Z", open=[],
        figures={roll: lines(gone=int(roll == "present")) for roll in ROLLS},
    )  # fmt: skip
    return replace(review, **changed)


def leader(key: SigningKey = LEADER_KEY, name: str = LEADER, revoked_at: str = "") -> Leader:
    return Leader(name, key.public, key.suite, "2026-09-02T00:00:00Z", revoked_at)


def card(*leaders: Leader, key: SigningKey = SCHOOL_KEY, code: str = SCHOOL) -> bytes:
    """The school's card with these leaders; without any, the present one."""
    return make_card(
        kind="school", code=code, name="测试市第一小学", region="320102", installation=INSTALLATION, sign_key=key,
        seal_key=SCHOOL_SEAL.recipient, created_at=NOW, leaders=leaders or (leader(),),
    )  # fmt: skip


CARD: Card = read_card(card())


def signed(review: Review | None = None) -> bytes:
    """The envelope with both signatures."""
    return sign_as_leader(sign(review or statement(), SCHOOL_KEY), CARD, LEADER_KEY, SIGNED)


def body(review: Review | None = None) -> dict[str, Any]:
    """The body of the act that such a statement becomes."""
    made = review or statement()
    return body_of(signed(made), made)
