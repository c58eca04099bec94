"""What stands in the blanks of a form (第七条): the record, its acts and its dossier; never a number nobody issued."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.papers.packages import whole
from tests.procedures.desks import child, decide, opened, pdf, record_of, resident
from tests.procedures.handovers import OTHER_NAME, asked, registered
from tests.procedures.test_forms import wrote
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.correct import correct
from xjcli.procedures.decease import decease
from xjcli.procedures.dossier import add
from xjcli.procedures.form_values import NOT_ISSUED
from xjcli.procedures.leave import leave


@pytest.fixture
def pupil(desk: Desk) -> str:
    return str(opened(desk, child(address="样例路1号", member1_name="样大明")).result["record_id"])


def test_the_correction_form_bears_old_and_new(desk: Desk, tmp_path: Path, pupil: str) -> None:
    decide(desk, pupil, number=f"G{child()['document_number']}")
    proof = pdf(tmp_path / "户口簿.pdf")
    correct(desk, pupil, {"ethnicity": "回族"}, Errand(desk.today, "更正", (proof,), "", False, lambda _: True))
    wrote(desk, "correction-application", tmp_path / "c.md", pupil)
    assert "民族\x1f\x1f回族" in whole(tmp_path / "c.md")


def test_a_card_tells_on_its_back_what_the_dossier_holds_of_awards_and_health(
    desk: Desk, tmp_path: Path, pupil: str
) -> None:
    errand = Errand(desk.today, "", (), "", False, lambda _: True)
    for item, title in (("5", "校运动会跳绳一等奖"), ("4", "入学体检表"), ("2", "户口簿复印件")):
        add(desk, pupil, item=item, files=[], paper=True, where="柜3-2", copies=1, title=title, errand=errand)
    wrote(desk, "registration-card", tmp_path / "card.docx", pupil)
    lines = [line.split("\x1f") for line in whole(tmp_path / "card.docx").splitlines()]
    back = lines[lines.index(["奖惩、综合素质、体质健康、资助（学籍档案第三至六项）"]) :]
    assert [line[2:] for line in back if line[0] == desk.today.isoformat()][:2] == [
        ["校运动会跳绳一等奖", "纸质"], ["入学体检表", "纸质"]
    ]  # fmt: skip
    assert "户口簿复印件" not in whole(tmp_path / "card.docx")
    assert [line[1] for line in lines if len(line) == 3 and line[2].startswith("第")] == ["建立学籍"]


def test_the_days_that_the_ledger_knows_stand_on_the_form_unless_others_are_said(
    desk: Desk, tmp_path: Path, pupil: str
) -> None:
    decide(desk, pupil, number=f"G{child()['document_number']}")
    proof, until = pdf(tmp_path / "诊断.pdf"), desk.today + timedelta(days=100)
    leave(
        desk, [pupil], until=until, ground="illness", extend=False,
        errand=Errand(desk.today, "病假", (proof,), "", False, lambda _: True),
    )  # fmt: skip
    wrote(desk, "leave-application", tmp_path / "a.md", pupil)
    assert f"起止日期\x1f{desk.today.isoformat()} 至 {until.isoformat()}" in whole(tmp_path / "a.md")
    wrote(desk, "leave-application", tmp_path / "b.md", pupil, said={"since": "2026-10-08", "until": "2026-12-01"})
    assert "起止日期\x1f2026-10-08 至 2026-12-01" in whole(tmp_path / "b.md")


def test_the_registration_of_a_death_bears_its_day_and_certificate(desk: Desk, tmp_path: Path, pupil: str) -> None:
    decide(desk, pupil, number=f"G{child()['document_number']}")
    errand = Errand(desk.today, "", (pdf(tmp_path / "证明.pdf"),), "", False, lambda _: True)
    name = record_of(desk, pupil).name
    decease(desk, pupil, died_on=desk.today, certificate="S-0017", cause="", name=lambda _: name, errand=errand)
    wrote(desk, "deregistration", tmp_path / "a.md", pupil)
    assert f"死亡日期\x1f{desk.today.isoformat()}\x1f死亡证明编号\x1fS-0017" in whole(tmp_path / "a.md")


def test_a_transfer_is_from_the_other_school_to_ours_where_we_asked_for_the_pupil(desk: Desk, tmp_path: Path) -> None:
    ours = desk.settings.name
    coming = asked(desk).result["items"][0]["record_id"]
    wrote(desk, "transfer-application", tmp_path / "a.md", coming)
    assert f"现就读学校\x1f{OTHER_NAME}\x1f拟转入学校\x1f{ours}" in whole(tmp_path / "a.md")
    going = registered(desk, document_number=resident(903))
    wrote(desk, "transfer-application", tmp_path / "b.md", going, said={"other_school": "别校"})
    assert f"现就读学校\x1f{ours}\x1f拟转入学校\x1f别校" in whole(tmp_path / "b.md")


def test_a_number_that_nobody_issued_does_not_stand_on_a_paper(desk: Desk, tmp_path: Path, pupil: str) -> None:
    proposed = record_of(desk, pupil).registry_number
    wrote(desk, "registration-certificate", tmp_path / "a.md", pupil)
    assert NOT_ISSUED in whole(tmp_path / "a.md")
    assert proposed not in whole(tmp_path / "a.md")
    number = f"G{child()['document_number']}"
    decide(desk, pupil, number=number)
    wrote(desk, "registration-certificate", tmp_path / "b.md", pupil)
    assert f"学籍号 {number}" in whole(tmp_path / "b.md")
