"""Every test of this folder runs over both engines: the plain one and the encrypted one (第二十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.ledgers import Book


@pytest.fixture(params=[None, bytes(range(32))], ids=["sqlite3", "sqlcipher3"], scope="session")
def key(request: pytest.FixtureRequest) -> bytes | None:
    """The key that chooses the engine."""
    found: bytes | None = request.param
    return found


@pytest.fixture
def book(tmp_path: Path, key: bytes | None) -> Iterator[Book]:
    """A fresh registry file with its settings, and ways to open, fill and tamper with it."""
    made = Book(tmp_path / "registry.db", key)
    yield made
    made.close()
