from __future__ import annotations

import re
from pathlib import Path

import xjcli.sheets
from xjcli.errors.catalogue import ENTRIES

_CODE = re.compile(r'"(sheet\.[a-z-]+)"')


def test_the_catalogue_has_a_line_for_every_code_of_this_room_and_no_other() -> None:
    folder = Path(xjcli.sheets.__file__).parent
    raised = {code for file in folder.glob("*.py") for code in _CODE.findall(file.read_text(encoding="utf-8"))}
    assert raised == {code for code in ENTRIES if code.startswith("sheet.")}


def test_every_line_says_it_in_both_languages() -> None:
    for line in (line for code, line in ENTRIES.items() if code.startswith("sheet.")):
        assert line.zh
        assert line.en
        assert bool(line.hint_zh) == bool(line.hint_en)
