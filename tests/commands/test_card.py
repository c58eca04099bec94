"""`xj card` as a gate and a registrar call it: real processes, one of them without any registry."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image

from tests.offices import Program, open_school, write_pupils


def test_a_card_is_issued_at_school_and_verified_where_there_is_no_registry(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    stranger = Program("xjcli", tmp_path / "nothing")
    assert school.run("import", write_pupils(tmp_path / "学生.xlsx", 6), "--as", "take-on", "--yes").exit == 0
    pupil = school.run("find", "--limit", "1").result["items"][0]["record_id"]
    issued = school.run("card", "write", pupil, "--out", tmp_path / "卡.png")
    assert issued.exit == 0
    text = zxingcpp.read_barcodes(Image.open(tmp_path / "卡.png"))[0].text
    (card,) = school.home.glob("*.xjcard")
    assert stranger.run("card", "verify", "-", "--card", card, stdin=text).result["valid"]
    assert school.run("card", "verify", "-", stdin=text).result["revoked_list"]
    assert school.run("card", "revoke", issued.result["card"], "--because", "遗失").exit == 0
    assert school.run("card", "revoked", tmp_path / "作废.json").exit == 0
    listed = stranger.run("card", "verify", "-", "--card", card, "--revoked", tmp_path / "作废.json", stdin=text)
    assert (listed.exit, listed.codes) == (60, ["card.revoked"])
    forged = text[:4] + ("B" if text[4] != "B" else "C") + text[5:]
    assert stranger.run("card", "verify", "-", "--card", card, stdin=forged).codes == ["card.altered"]
    assert school.run("card", "verify", "12345").codes == ["card.unreadable"]
    assert not stranger.home.exists()
