"""An act (办理): one step of a pupil's registration, named by the regulation, chained and salted.

第二十四条 asks for changes that can be reviewed, 第二十五条 that nothing leaks. So the chain covers a salted digest
of the body, never the body itself: a body can be taken out later and the chain still holds, and nobody can
search the digest for an identity number. Stored names are for ever; a new meaning gets a new version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xjcli.schema.canonical import canonical

SALT_BYTES = 16
_GENESIS = b"xj.ledger/1\n"
_CHAIN = b"xj.act/1\n"

#: Every act kind ever released with its newest version. Never rename, never remove.
KINDS: Mapping[str, int] = {
    "enrolled": 1,  # 建立学籍 (第四条): opens a record, asks for approval
    "taken-on": 1,  # 接管已有学籍: opens a record that was approved elsewhere, number from an official list
    "assigned": 1,  # 分班、转班
    "resubmitted": 1,  # 退回后重新申报, with evidence
    "number-confirmed": 1,  # 学籍号 taken from an official list
    "enrolment-approved": 1,  # 核准 as the authority's decision bundle said (第四条)
    "enrolment-refused": 1,  # 不予核准 as the authority's decision bundle said
    "enrolment-withdrawn": 1,  # 撤回没有获得核准的建籍申报 (第四条)
    "corrected": 1,  # 修改基础信息 (第十条)
    "updated": 1,  # 联系方式等: kept up to date by the school (第十三条)
    "leave-granted": 1,  # 休学 (第十九条)
    "leave-extended": 1,  # 续休
    "resumed": 1,  # 复学、回国接续、辍学返校 (第十九、二十、二十二条)
    "promoted": 1,  # 升级 (第十二条)
    "retained": 1,  # 留级 (第十一条)
    "skipped": 1,  # 跳级 (第十一条)
    "progressed": 1,  # 本校内升入下一学段 (第十三条)
    "graduated": 1,  # 毕业 (第十三条)
    "completed": 1,  # 结业
    "left-early": 1,  # 肄业
    "withdrawn": 1,  # 退学
    "expelled": 1,  # 开除, never in compulsory years (义务教育法第二十七条)
    "went-abroad": 1,  # 到境外就读 (第二十条)
    "missing-reported": 1,  # 下落不明
    "death-reported": 1,  # 死亡，报主管部门注销 (第二十一条)
    "dropout-reported": 1,  # 辍学上报 (第二十二条)
    "placed-out": 1,  # 学籍留在本校、到他校就读 (第十七条)
    "placed-back": 1,  # … and back
    "transfer-requested": 1,  # 转入校启动转学 (第十四条): opens an arriving record
    "progress-requested": 1,  # 升入校启动升学 (第十四条): opens an arriving record
    "transfer-withdrawn": 1,  # 转入校撤回
    "transfer-notified": 1,  # the authority tells the school of origin
    "transfer-released": 1,  # 转出校同意
    "transfer-declined": 1,  # 转出校不同意
    "handover-completed": 1,  # 学籍转接办结, at both schools
    "handover-refused": 1,  # 学籍转接未办成, at both schools
    "change-approved": 1,  # 核准 of the act that waits
    "change-refused": 1,  # 不予核准 of the act that waits
    "custody-moved": 1,  # 学校合并、撤销: 移交 (第九条)
    "dossier-added": 1,  # 归档 (第七、八、十三条)
    "dossier-sent": 1,  # 转出档案 (第九、十五条)
    "dossier-received": 1,  # 接续档案 (第十六条)
    "dossier-archived": 1,  # 永久保存 (第九条)
    "staff-reported": 1,  # 学籍管理员信息报送 (第二十三条): of the school, not of a pupil
    "roster-stated": 1,  # 清点人数 (第二十四条): of the school, a head count to hold the roll against
    "semester-reviewed": 1,  # 学期复核结论 (第二十四条): of the school, figures that registrar and leader have signed
    "reversed": 1,  # takes back acts that no bundle holds yet
}

#: Acts that only repeat what the authority decided: they travel with the next change, never alone.
ECHOES = frozenset(
    {
        "enrolment-approved", "enrolment-refused", "change-approved", "change-refused", "transfer-notified",
        "handover-completed", "handover-refused",
    }
)  # fmt: skip
#: Acts of the school as such; their `record_id` is OFFICE, and they add up to no record.
OFFICE = "office"
OFFICE_KINDS = frozenset({"staff-reported", "roster-stated", "semester-reviewed"})
#: Acts that open a record.
OPENING_KINDS = frozenset({"enrolled", "taken-on", "transfer-requested", "progress-requested"})
#: In the basis of an act: it has no effect before the authority has approved it.
AWAITS = "awaits"


@dataclass(frozen=True, slots=True)
class Draft:
    """An act before it has a place in the ledger. Dates are ISO texts; `body` holds only canonical JSON."""

    kind: str
    record_id: str
    occurred_on: str
    body: dict[str, Any]
    basis: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """An act in its place. `body` and `salt` are None once the body was taken out; the digest stays."""

    seq: int
    kind: str
    version: int
    record_id: str
    occurred_on: str
    recorded_at: str
    recorded_by: str
    operation: str
    basis: dict[str, Any]
    body: dict[str, Any] | None
    salt: bytes | None
    body_digest: str
    prev: str
    hash: str


def genesis(school_code: str, installation: str) -> str:
    """The `prev` of a ledger's first act: binds the chain to one school and one installation (hex SHA-256)."""
    return hashlib.sha256(_GENESIS + canonical({"school": school_code, "installation": installation})).hexdigest()


def digest_body(salt: bytes, body_bytes: bytes) -> str:
    """Hex SHA-256 of 16 random bytes and the canonical body."""
    return hashlib.sha256(salt + body_bytes).hexdigest()


def chain_hash(
    *,
    seq: int,
    kind: str,
    version: int,
    record_id: str,
    occurred_on: str,
    recorded_at: str,
    recorded_by: str,
    operation: str,
    basis: dict[str, Any],
    body_digest: str,
    prev: str,
) -> str:
    """The hash that the next act names as its `prev`: everything but the body, which stands in by its digest."""
    return hashlib.sha256(
        _CHAIN
        + canonical(
            {
                "seq": seq,
                "kind": kind,
                "version": version,
                "record_id": record_id,
                "occurred_on": occurred_on,
                "recorded_at": recorded_at,
                "recorded_by": recorded_by,
                "operation": operation,
                "basis": basis,
                "body_digest": body_digest,
                "prev": prev,
            }
        )
    ).hexdigest()


def seal_act(
    draft: Draft, *, seq: int, prev: str, salt: bytes, recorded_at: str, recorded_by: str, operation: str
) -> tuple[Act, bytes]:
    """Give a draft its place behind `prev`. Returns the act and the canonical bytes of its body."""
    body_bytes = canonical(draft.body)
    version = KINDS[draft.kind]
    body_digest = digest_body(salt, body_bytes)
    link = chain_hash(
        seq=seq,
        kind=draft.kind,
        version=version,
        record_id=draft.record_id,
        occurred_on=draft.occurred_on,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        operation=operation,
        basis=draft.basis,
        body_digest=body_digest,
        prev=prev,
    )
    act = Act(
        seq, draft.kind, version, draft.record_id, draft.occurred_on, recorded_at, recorded_by, operation,
        draft.basis, draft.body, salt, body_digest, prev, link,
    )  # fmt: skip
    return act, body_bytes


def holds(act: Act, prev: str) -> bool:
    """True if `act` follows `prev`, its hash is its own, and its body (where still there) fits its digest."""
    if act.prev != prev:
        return False
    if act.body is not None and (act.salt is None or digest_body(act.salt, canonical(act.body)) != act.body_digest):
        return False
    return act.hash == chain_hash(
        seq=act.seq,
        kind=act.kind,
        version=act.version,
        record_id=act.record_id,
        occurred_on=act.occurred_on,
        recorded_at=act.recorded_at,
        recorded_by=act.recorded_by,
        operation=act.operation,
        basis=act.basis,
        body_digest=act.body_digest,
        prev=act.prev,
    )


def to_line(act: Act) -> dict[str, Any]:
    """The act as it travels in a bundle; `salt` as hex."""
    return {
        "seq": act.seq,
        "kind": act.kind,
        "version": act.version,
        "record_id": act.record_id,
        "occurred_on": act.occurred_on,
        "recorded_at": act.recorded_at,
        "recorded_by": act.recorded_by,
        "operation": act.operation,
        "basis": act.basis,
        "body": act.body,
        "salt": act.salt.hex() if act.salt is not None else None,
        "body_digest": act.body_digest,
        "prev": act.prev,
        "hash": act.hash,
    }
