"""What tests of the authority start with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authority.school_double import authority
from tests.authority.towns import Town, new_town
from xjcli.authority.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An authority that knows no school yet."""
    return authority(tmp_path / "a")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """An authority with two pupils at one school, and a school that will ask for one of them."""
    return new_town(tmp_path / "a")
