"""What tests of the authority start with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.authority.school_double import authority
from tests.authority.towns import Town, new_town
from tests.postgres import PASSWORD, Server, running
from xjcli.authority.office import Office


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real PostgreSQL, once for all tests of this process that ask for one."""
    with running() as server:
        yield server


@pytest.fixture
def postgres(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, and its password where libpq looks for it."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return server


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An authority that knows no school yet."""
    return authority(tmp_path / "a")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """An authority with two pupils at one school, and a school that will ask for one of them."""
    return new_town(tmp_path / "a")
