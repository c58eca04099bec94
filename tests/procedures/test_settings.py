"""Settings that papers and reports need (第十八、二十二条): stored, shown, and read by the next errand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at
from xjcli.procedures.settings import change, show


@pytest.mark.parametrize("key", ["township", "county"])
def test_the_addressees_of_reports_are_settings(school: Path, key: str) -> None:
    with at(school) as desk:
        assert getattr(desk.settings, key) == ""
        assert change(desk, key, "样例镇人民政府").result["before"] == ""
    with at(school) as desk:
        assert getattr(desk.settings, key) == "样例镇人民政府"
        assert show(desk).result["settings"][key] == "样例镇人民政府"
        assert key in show(desk).result["changeable"]
