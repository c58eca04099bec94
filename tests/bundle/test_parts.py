"""The sealed parts: only for the recipient, bounded, and exactly what was stated."""

from __future__ import annotations

import hashlib
import tracemalloc
import zlib
from dataclasses import replace

import pytest

from tests.bundle import offices
from tests.bundle.offices import (
    AUTHORITY_SEAL,
    SCHOOL_KEY,
    SCHOOL_SEAL,
    judge,
    parts_of,
    refused,
    resigned,
)
from xjcli.bundle import pack
from xjcli.bundle.container import Entry, read_container, write_container
from xjcli.bundle.keys import SealKey, seal
from xjcli.schema.bundle import Part


def test_nothing_of_a_pupil_stands_in_the_clear() -> None:
    data = offices.changes().bytes
    for secret in ("测试甲".encode(), b"r-0001", offices.EVIDENCE[:20]):
        assert secret not in data


def test_a_part_exchanged_for_another_sealed_part_is_refused() -> None:
    envelope, acts, evidence = read_container(offices.changes().bytes)
    forged = Entry(acts.name, seal(zlib.compress(b"{}"), AUTHORITY_SEAL.recipient))
    assert refused(judge, write_container([envelope, forged, evidence])).code == "bundle.altered"


def test_only_the_recipient_opens_the_parts() -> None:
    verified = judge(offices.changes().bytes)
    assert refused(verified.unseal, SCHOOL_SEAL).code == "bundle.sealed-to-another"
    assert refused(verified.unseal, SealKey.generate()).code == "bundle.sealed-to-another"


def crafted(content: bytes, name: str = "parts/acts", kind: str = "acts") -> pack.Verified:
    """A bundle, rightly signed by the school, whose first part holds these compressed bytes."""
    good = offices.changes()
    sealed = seal(content, AUTHORITY_SEAL.recipient)
    part = Part(name, kind, len(sealed), hashlib.sha256(sealed).hexdigest())
    parts = (part,) if kind == "acts" else (good.statement.parts[0], part)
    entries = [*parts_of(good.bytes)[: len(parts) - 1], Entry(name, sealed)]
    return judge(resigned(replace(good.statement, parts=parts).to_bytes(), entries))


def test_a_decompression_bomb_stops_at_the_cap() -> None:
    bomb = crafted(zlib.compress(bytes(50_000_000), 9))
    assert len(bomb.sealed["parts/acts"]) < 100_000
    tracemalloc.start()
    try:
        assert refused(bomb.unseal, AUTHORITY_SEAL, cap=1_000_000).code == "bundle.too-large"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert len(bomb.unseal(AUTHORITY_SEAL, cap=50_000_000)["parts/acts"]) == 50_000_000


def test_the_cap_is_for_all_parts_together() -> None:
    verified = judge(offices.changes().bytes)
    total = sum(len(content) for content in verified.unseal(AUTHORITY_SEAL).values())
    assert verified.unseal(AUTHORITY_SEAL, cap=total)
    assert refused(verified.unseal, AUTHORITY_SEAL, cap=total - 1).code == "bundle.too-large"


@pytest.mark.parametrize("content", [b"", b"plain", zlib.compress(b"acts")[:-1], zlib.compress(b"acts") + b"x"])
def test_a_part_that_is_not_one_whole_compressed_stream_is_refused(content: bytes) -> None:
    assert refused(crafted(content).unseal, AUTHORITY_SEAL).code == "bundle.part"


def test_evidence_is_what_its_name_says() -> None:
    name = "parts/evidence/" + "5" * 64
    forged = crafted(zlib.compress(b"another paper"), name, "evidence")
    assert refused(forged.unseal, AUTHORITY_SEAL).code == "bundle.part"
    ledger = offices.acts()
    parts = [offices.changes_parts(ledger)[0], (name, "evidence", b"another paper")]
    draft = offices.changes_draft(ledger)
    made = refused(pack.build, draft, parts, [SCHOOL_KEY], AUTHORITY_SEAL.recipient)
    assert made.code == "bundle.part"


def test_we_never_build_what_we_would_refuse_to_read() -> None:
    for altered in ({"seq": 0}, {"sender": "1"}, {"prev": "1" * 64}, {"created_at": "2026-09-01"}):
        assert refused(offices.changes, **altered).code == "bundle.statement"
    ledger = offices.acts()
    draft, parts = offices.changes_draft(ledger), offices.changes_parts(ledger)
    assert refused(pack.build, draft, parts[::-1], [SCHOOL_KEY], AUTHORITY_SEAL.recipient).family == 60
    assert refused(pack.build, draft, [], [SCHOOL_KEY], AUTHORITY_SEAL.recipient).family == 60
    assert refused(pack.build, draft, parts, [SCHOOL_KEY], "age1nobody").code == "key.format"
    with pytest.raises(ValueError, match="signature"):
        pack.build(draft, parts, [], AUTHORITY_SEAL.recipient)


def test_no_shown_form_of_a_bundle_holds_its_bytes() -> None:
    built = offices.changes()
    verified = judge(built.bytes)
    for shown in (repr(built), repr(verified), repr(pack.read(built.bytes))):
        assert "PK" not in shown
        assert "age-encryption" not in shown
