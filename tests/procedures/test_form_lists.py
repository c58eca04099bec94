"""Lists among the forms (第十三、二十四条): who graduated with which certificate, who came and went; it adds up."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.papers.packages import whole
from tests.procedures.desks import at, record_of, refused, refusing, resident
from tests.procedures.handovers import OTHER_NAME, arrived, gone, registered
from tests.procedures.leavers import GRADES, enrolled, moment, proven
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.forms import Wanted, write
from xjcli.procedures.grades import Whom
from xjcli.procedures.graduate import graduate
from xjcli.procedures.leave import leave
from xjcli.procedures.progress import progress_inside
from xjcli.sheets.write import write_table

SUMMER, AUTUMN = moment(2027, 7, 5), moment(2027, 9, 6)


def table(path: Path, first: str) -> list[dict[str, str]]:
    """The rows under the head that begins with this cell, by the words of the head."""
    lines = [line.split("\x1f") for line in whole(path).splitlines()]
    start = next(number for number, line in enumerate(lines) if line[0] == first)
    head = lines[start]
    rows = []
    for line in lines[start + 1 :]:
        if len(line) < 3:
            break
        rows.append(dict(zip(head, [*line, *[""] * len(head)], strict=False)))
    return rows


def listed(desk: Desk, kind: str, path: Path, **more: object) -> list[Path]:
    said = {name: str(more.pop(name, "")) for name in ("since", "until")}
    wanted = Wanted(full=True, because="归档", said=said, force=True, grade=str(more.get("grade", "")))
    write(desk, kind, path, wanted)
    return sorted(path.parent.glob(f"{path.stem}*"))


def graduated(school: Path, tmp_path: Path) -> list[str]:
    """Two pupils of the sixth grade who graduated with certificates in July, one of whom went on in our own school."""
    born, _ = GRADES["六年级"]
    heads = [("registry_number", "学籍号"), ("certificate", "证书编号")]
    numbers = [f"G{resident(order, born=born)}" for order in (901, 903)]
    rows = [{"registry_number": each, "certificate": f"320106202700{no}"} for no, each in enumerate(numbers, 1)]
    write_table(tmp_path / "证书.xlsx", heads, rows, force=True)
    with at(school) as desk:
        pupils = [enrolled(desk, "六年级", order) for order in (901, 903)]
    with at(school, now=SUMMER) as desk:
        graduate(
            desk, Whom(pupils), outcome="graduated", ground="", certificate_list=tmp_path / "证书.xlsx",
            errand=Errand(desk.today),
        )  # fmt: skip
    return pupils


def test_the_list_of_graduates_bears_their_certificates_in_three_copies(school: Path, tmp_path: Path) -> None:
    graduated(school, tmp_path)
    with at(school, now=SUMMER) as desk:
        copies = listed(desk, "graduation-list", tmp_path / "名册.docx")
    assert [path.stem for path in copies] == ["名册-县级", "名册-学校", "名册-市级"]
    for path in copies:
        rows = table(path, "序号")
        assert [(each["证书编号"], each["毕业日期"], each["领取人签字"]) for each in rows] == [
            ("3201062027001", "2027-07-05", ""), ("3201062027002", "2027-07-05", "")
        ]  # fmt: skip
        assert f"{path.stem.removeprefix('名册-')}留存" in whole(path)
        assert "毕业日期 2026-09-01 至 2027-08-31　共 2 人".replace("\u3000", " ") in whole(path)


def test_who_went_on_in_our_own_school_still_stands_among_those_who_graduated(school: Path, tmp_path: Path) -> None:
    pupils = graduated(school, tmp_path)
    with at(school, now=AUTUMN) as desk:
        progress_inside(desk, Whom(pupils[:1]), to_class="1", errand=Errand(desk.today))
        assert record_of(desk, pupils[0]).status == "enrolled"
        (path, *_) = listed(desk, "graduation-list", tmp_path / "名册.xlsx")
        rows = table(path, "序号")
        assert sorted(each["证书编号"] for each in rows) == ["3201062027001", "3201062027002"]
        assert {each["毕业日期"] for each in rows} == {"2027-07-05"}
        (path, *_) = listed(desk, "graduation-list", tmp_path / "空.xlsx", since="2027-09-01", until="2028-08-31")
        assert "共 0 人" in whole(path)


def test_only_the_class_that_is_named_and_never_one_of_nobody(school: Path, tmp_path: Path) -> None:
    graduated(school, tmp_path)
    with at(school, now=SUMMER) as desk:
        assert len(table(listed(desk, "graduation-list", tmp_path / "a.md", grade="六年级")[0], "序号")) == 2
        for grade in ("五年级", "六(9)班"):
            refusal = refused(partial(listed, desk, "graduation-list", tmp_path / "b.md", grade=grade))
            assert refusing(refusal) == ["form.nobody"]


def test_the_list_of_changes_says_who_came_and_went_and_adds_up(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        arrived(desk, f"G{resident(905)}", answers=None)
        gone(desk, registered(desk, document_number=resident(903), name="样小去"))
        away = enrolled(desk, "三年级", 907)
        leave(desk, [away], until=moment(2027, 8, 1).date(), ground="病", extend=False, errand=proven(school, desk))
        (path,) = listed(desk, "change-list", tmp_path / "异动.docx")
    rows = table(path, "序号")
    told = [(each["异动类别"], each["日期"]) for each in rows]
    assert sorted(what for what, _ in told) == sorted(["转入", "接管", "转出", "招生", "休学"])
    sides = [each["对方学校或去向"].split(" ")[0] for each in rows if each["异动类别"] in ("转入", "转出")]
    assert sides == [OTHER_NAME, OTHER_NAME]
    flows = {each["异动类别"]: each for each in table(path, "异动类别")}
    assert flows["休学"]["合计"] == "1"
    assert sum(int(each["合计"]) for each in flows.values()) == len(rows)
    for each in table(path, "年级"):
        assert int(each["期初"]) + int(each["增"]) - int(each["减"]) == int(each["期末"])
    ends = {each["年级"]: each["期末"] for each in table(path, "年级")}
    assert (ends["全校（在校）"], ends["全校（在籍）"]) == ("1", "2")


def test_of_other_days_or_of_another_class_nothing_is_told(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        enrolled(desk, "三年级", 907)
        enrolled(desk, "五年级", 909)
        (path,) = listed(desk, "change-list", tmp_path / "a.md", since="2026-03-01", until="2026-07-01")
        assert [each["异动类别"] for each in table(path, "序号")] == ["无"]
        (path,) = listed(desk, "change-list", tmp_path / "b.md", grade="五年级")
        assert [each["年级"] for each in table(path, "序号")] == ["五年级"]
        assert [each["年级"] for each in table(path, "年级")] == ["五年级（在校）", "五年级（在籍）"]


@pytest.mark.parametrize("kind", ["change-list", "graduation-list"])
def test_without_a_reason_numbers_are_masked(school: Path, tmp_path: Path, kind: str) -> None:
    graduated(school, tmp_path)
    number = f"G{resident(901, born=GRADES['六年级'][0])}"
    with at(school, now=SUMMER) as desk:
        said = {"since": "2026-09-01", "until": "2027-07-31"}
        write(desk, kind, tmp_path / "x.md", Wanted(said=said))
        text = "".join(whole(path) for path in tmp_path.glob("x*.md"))
        assert number not in text
        assert desk.registry.rows("select * from access_log") == []
