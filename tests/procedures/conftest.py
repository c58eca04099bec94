"""What tests of procedures start with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.procedures.desks import at
from xjcli.desk import Desk


@pytest.fixture
def desk(school: Path) -> Iterator[Desk]:
    """The desk of a school that was just set up, open for writing."""
    with at(school) as opened_desk:
        yield opened_desk
