"""What lies in a home, and how each of it is protected (第二十五条); README shows it, a test holds homes to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple


class Holding(NamedTuple):
    """Files whose path below the home matches one of `patterns`: what they hold, and how they are closed.

    `closed` says that nothing can be read in them without the key.
    """

    patterns: tuple[str, ...]
    closed: bool
    zh: str
    en: str
    how_zh: str
    how_en: str


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        ("registry.db", "registry.db-journal", ".registry.db.*"), True,
        "学生、台账、设置、查阅登记、收发的数据包", "pupils, ledger, settings, access log, bundles in and out",
        "SQLCipher：每页 AES-256 加密并验证（HMAC-SHA512）；日志同样加密，临时数据只在内存",
        "SQLCipher: every page AES-256 and authenticated (HMAC-SHA512); so is the journal; no temporary files",
    ),
    Holding(
        ("backups/registry-*.db",), True,
        "自动备份：登记库的副本", "the copies made by themselves: of the registry",
        "同登记库；换密钥时销毁旧副本", "as the registry; a re-key destroys the older copies",
    ),
    Holding(
        ("evidence/??/*",), True,
        "证明材料、学籍档案的电子件", "evidence, electronic papers of dossiers",
        "age（ChaCha20-Poly1305，逐块验证）；文件名是带密钥的摘要",
        "age (ChaCha20-Poly1305, every chunk authenticated); named by a keyed digest",
    ),
    Holding(
        ("keys/*.sealed", "keys.*/*.sealed"), True,
        "本校签名和拆封的私钥", "the school's private keys for signing and opening", "age，同上", "age, as above",
    ),
    Holding(
        ("lock.json", "lock.copy.json", "lock*.json.*"), True,
        "由口令、恢复密钥包裹的密钥", "the key, wrapped by passphrase and recovery key",
        "scrypt（128 MiB）、HKDF、ChaCha20-Poly1305；没有学生数据",
        "scrypt (128 MiB), HKDF, ChaCha20-Poly1305; no pupil's data",
    ),
    Holding(
        ("*.xjcard",), False, "本校名片：公钥和校名", "the school's card: public keys and its name",
        "公开，本来就交给别人", "public, made to be handed out",
    ),
    Holding(
        ("templates/*",), False, "本校改过的文书格式", "the school's own wording of papers",
        "不加密，里面没有学生", "in clear; no pupil stands in them",
    ),
)  # fmt: skip


def holding(path: str) -> Holding | None:
    """The line of the table for a file of a home, by its path below it; None for a file that has no business there."""
    return next((each for each in HOLDINGS if _matches(path, each.patterns)), None)


def _matches(path: str, patterns: Iterable[str]) -> bool:
    pure = PurePosixPath(path)
    return any(len(pure.parts) == pattern.count("/") + 1 and pure.match(pattern) for pattern in patterns)
