"""Signs that a workbook's XML writes as references are the signs; what only looks like one stays as it is."""

from __future__ import annotations

import pytest

from xjcli.sheets.cellxml import plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&#26519;&#x5C0F;82&#21495;", "林小82号"),
        ("&lt;&amp;lt;&gt;&quot;&apos;", "<&lt;>\"'"),
        ("&#26519;&#26519;", "林林"),
        ("&#xD842;", "\ufffd"),
        ("&nbsp;&", "&nbsp;&"),
        ("&a&amp;b;", "&a&b;"),
        ("&amp#38;", "&amp#38;"),
        ("&&#38;;", "&&;"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_a_reference_is_its_sign_and_nothing_else_is_one(written: str, meant: str) -> None:
    assert plain(written.encode()) == meant


def test_a_reference_beyond_every_sign_is_no_cell() -> None:
    with pytest.raises((ValueError, OverflowError)):
        plain(b"&#9999999;")
