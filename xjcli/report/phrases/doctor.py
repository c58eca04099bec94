"""What each check of `doctor` looks at, at a school and at the authority (第二十四条); the names are those of `--json`."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "check.file": ("数据库文件", "file of the database"),
    "check.guards": ("只增不改的防护", "guards against change"),
    "check.chain": ("台账校验链", "chain of the ledger"),
    "check.projection": ("学籍与台账一致", "records as the acts say"),
    "check.operations": ("办理编号", "operations"),
    "check.access-log": ("查阅登记", "access log"),
    "check.exchange": ("数据包的次序", "order of the bundles"),
    "check.permissions": ("文件权限", "permissions of the files"),
    "check.keys": ("密钥", "keys"),
    "check.lock": ("锁和它的副本", "the lock and its copy"),
    "check.ledger": ("本部门台账", "our ledger"),
    "check.heads": ("各链的链头", "heads of the chains"),
    "check.mirror": ("学校台账的副本", "copies of the schools' ledgers"),
    "check.bundles": ("收发的数据包", "bundles"),
    "check.records": ("学籍与台账一致", "records as the acts say"),
    "check.numbers": ("一人一号", "one number for one pupil"),
    "check.tokens": ("查重索引", "index of identities"),
    "check.handovers": ("在办的学籍转接", "handovers under way"),
}
