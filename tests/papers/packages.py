"""Office packages taken apart and put together again, with one thing changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from xjcli.papers.blocks import Block, parse

_TEMPLATE = "# 学籍证明\n\n　　兹证明 样小满 学籍在我校。\n\n| 姓名 | 性别 |\n|---|---|\n| 样小满 | 男 |\n\n- 其一\n"
#: What the paper says.
LINES = ["学籍证明", "兹证明 样小满 学籍在我校。", "姓名\x1f性别", "样小满\x1f男", "其一"]
Parts = dict[str, bytes]


def blocks() -> list[Block]:
    return parse(_TEMPLATE)


def taken_apart(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def put_together(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def changed(parts: Mapping[str, bytes], name: str, old: str, new: str) -> Parts:
    """The parts with one text of one part changed, which has to be there."""
    text = parts[name].decode()
    assert old in text
    return {**parts, name: text.replace(old, new, 1).encode()}
