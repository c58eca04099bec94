"""What tests of procedures start with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.procedures.desks import at
from xjcli.bundle.signing import SigningKey
from xjcli.desk import Desk


@pytest.fixture
def desk(school: Path) -> Iterator[Desk]:
    """The desk of a school that was just set up, open for writing."""
    with at(school) as opened_desk:
        yield opened_desk


@pytest.fixture
def quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second that a passphrase takes on purpose is tested with the keys; here the key is only put away."""
    monkeypatch.setattr(SigningKey, "lock", lambda key, path, words: key.save(path))
    monkeypatch.setattr(SigningKey, "unlock", classmethod(lambda cls, path, words: cls.load(path)))
