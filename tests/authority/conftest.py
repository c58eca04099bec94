"""What tests of the authority start with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.authority import school_double
from tests.authority.school_double import authority
from tests.authority.towns import Town, new_town
from tests.postgres import PASSWORD, Server, running
from xjcli.authority import location
from xjcli.authority.office import Office
from xjcli.authority.store import Store


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


ENGINES = ("sqlite", "postgresql")
#: Where one engine is what the tests are about, or the database plays no part.
_OF_ONE_ENGINE = ("test_commands", "test_postgresql", "test_store", "test_upgrading")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever is true of the authority is true on both engines."""
    if metafunc.module.__name__.rpartition(".")[2] not in _OF_ONE_ENGINE:
        metafunc.parametrize("engine", ENGINES, indirect=True)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The engine on which every authority of this test keeps its store; SQLite where nothing else is said."""
    opened: list[Store] = []
    create = Store.__init__

    def remembered(store: Store, target: Path | str, *, rehearse: bool = False) -> None:
        create(store, target, rehearse=rehearse)
        opened.append(store)

    monkeypatch.setattr(Store, "__init__", remembered)
    name: str = getattr(request, "param", "sqlite")
    if name == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        monkeypatch.setattr(school_double, "new_database", server.new_schema)
    yield name
    for store in opened:
        store.close()


@pytest.fixture
def copied(
    engine: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path, Path], None]:
    """Makes a second authority out of one that nobody has open, database and all."""
    if engine == "sqlite":

        def plain(home: Path, to: Path) -> None:
            shutil.copytree(home, to)

        return plain
    server: Server = request.getfixturevalue("postgres")
    monkeypatch.setattr(school_double, "new_database", server.new_database)

    def copy(home: Path, to: Path) -> None:
        shutil.copytree(home, to)
        found = location.named(to)
        assert found is not None
        location.name(to, replace(found, url=server.copy_of(found.url)))

    return copy


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An authority that knows no school yet."""
    return authority(tmp_path / "a")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """An authority with two pupils at one school, and a school that will ask for one of them."""
    return new_town(tmp_path / "a")
