"""The words of a scenario's steps, and what each does: the one place where a step meets a procedure.

A step is one line: `日期 ［学校］ 词 学生、学生：参数 值；参数 值`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from tests.procedures.desks import resident, sheet
from tests.scenarios import authority
from tests.scenarios.bodies import BODIES
from tests.scenarios.world import SCHOOLS, Line, Said
from xjcli.procedures.assign import assign
from xjcli.procedures.change import change
from xjcli.procedures.doctor import doctor
from xjcli.procedures.enroll import enroll
from xjcli.procedures.export import export
from xjcli.procedures.import_ import import_
from xjcli.procedures.leave import leave
from xjcli.procedures.outgoing import Ground
from xjcli.procedures.resubmit import resubmit
from xjcli.procedures.resume import resume
from xjcli.procedures.show import show
from xjcli.report import Report
from xjcli.schema.columns import FIELDS
from xjcli.schema.values.classes import school_year

FIELD = {field.label: field.name for field in FIELDS}
BASES = {
    "随班就读": "inclusive", "特殊教育": "special", "专门学校": "specialised", "送教上门": "home-taught",
    "初次入学": "first", "转学": "transfer",
}  # fmt: skip
_GRADES = "一二三四五六七八九"
_STEP = re.compile(r"(\d{4}-\d\d-\d\d) (?:([^：\s]+) )?([^：\s]+)(?: ([^：\s]+))?(?:：(.*))?")


class Step(NamedTuple):
    """One line, read."""

    on: date
    school: str
    word: str
    pupils: list[str]
    said: Said


def read(text: str, default: str) -> Step:
    """Read one line; a word that nobody knows is a mistake in the scenario."""
    found = _STEP.fullmatch(text.strip())
    assert found, f"看不懂这一步：{text}"
    on, school, word, pupils, said = found.groups()
    if school and school not in SCHOOLS:  # no school was named, and the pupil stands where the word is looked for
        assert pupils is None, f"没有这所学校：{school}"
        school, word, pupils = None, school, word
    assert word in STEPS, f"没有这个步骤：{word}"
    pairs = [each.strip().partition(" ") for each in (said or "").split("；") if each.strip()]
    named = pupils.split("、") if pupils else []
    return Step(date.fromisoformat(on), school or default, word, named, {name: value for name, _, value in pairs})


def answers_of(name: str, said: Said, on: date) -> dict[str, str]:
    """What a registrar types for this child; without another word one of seven in the first grade, with a card."""
    bearer = said.get("同一证件", said.get("姓名", name))
    serial = 901 + 2 * (sum(bearer.encode()) % 45) + (said.get("性别", "男") == "女")
    grade = said.get("年级", "一年级")
    years = _GRADES.index(grade[0]) if grade[0] in _GRADES else 9 + "一二三".index(grade[1])
    born = said.get("出生日期", f"{school_year(on) - 6 - years}-03-05")
    card = said.get("证件", "居民身份证")
    number = resident(serial, born=born.replace("-", "")) if card == "居民身份证" else said.get("证件号", "")
    answers = {
        "name": said.get("姓名", name), "sex": said.get("性别", "男"), "birth_date": born, "document_type": card,
        "document_number": said.get("证件号", number), "grade": grade, "class_no": said.get("班", "1"),
        "entry_month": f"{school_year(on) - _years_in_stage(years)}09",
    }  # fmt: skip
    return answers | {FIELD[label]: value for label, value in said.items() if label in FIELD and label not in _ASKED}


#: What `answers_of` has read already.
_ASKED = frozenset({"姓名", "性别", "出生日期", "年级", "班"})


def _years_in_stage(years: int) -> int:
    return years if years < 6 else years - 6 if years < 9 else years - 9


def _enroll(line: Line) -> Report:
    (name,) = line.pupils
    basis = BASES[line.said.get("方式", "初次入学")]
    answers = answers_of(name, line.said, line.world.today)
    with line.world.desk(line.school) as desk:
        report = enroll(
            desk, answers, basis=basis, on=line.world.today, because=line.said.get("理由", ""),
            evidence_files=line.world.evidence(line.said),
        )  # fmt: skip
    line.world.remember(line.school, name, str(report.result["record_id"]))
    return report


def _take_on(line: Line) -> Report:
    rows = []
    for name in line.pupils:
        answers = answers_of(name, line.said, line.world.today)
        number = line.said.get("学籍号", f"G{answers['document_number']}")
        rows.append({"school_code": SCHOOLS[line.school].school_code, **answers, "registry_number": number})
    with line.world.desk(line.school) as desk:
        path = sheet(line.world.root / f"接管-{line.world.acts(line.school)}.xlsx", rows)
        report = import_(desk, path, way="take-on", on=line.world.today, confirm=lambda _: True)
        known = {row["name"]: row["record_id"] for row in desk.registry.rows("select name, record_id from records")}
    assert report.status == 0, report.problems
    for name in line.pupils:
        line.world.remember(line.school, name, known[line.said.get("姓名", name)])
    return report


def _assign(line: Line) -> Report:
    with line.world.desk(line.school) as desk:
        return assign(desk, line.records, line.said["班"], on=line.world.today)


def _resubmit(line: Line) -> Report:
    corrections = {FIELD[label]: value for label, value in line.said.items() if label in FIELD}
    with line.world.desk(line.school) as desk:
        return resubmit(
            desk, line.records[0], corrections, line.world.evidence(line.said), on=line.world.today,
            because=line.said.get("理由", ""),
        )  # fmt: skip


def _leave(line: Line, *, extend: bool = False) -> Report:
    until = date.fromisoformat(line.said["至"])
    with line.world.desk(line.school) as desk:
        return leave(
            desk, line.records, until=until, ground=line.said.get("事由", "因病"), extend=extend,
            errand=line.world.errand(line.said),
        )  # fmt: skip


def _resume(line: Line) -> Report:
    with line.world.desk(line.school) as desk:
        return resume(
            desk, line.records, class_no=line.said.get("班", ""), lower=line.said.get("编入", "") == "下一年级",
            errand=line.world.errand(line.said),
        )  # fmt: skip


def _change(kind: str) -> Callable[[Line], Report]:
    """An act of chapter 3 through the errand that all of them share."""

    def run(line: Line) -> Report:
        with line.world.desk(line.school) as desk:
            return change(
                desk, line.records, kind, lambda record: BODIES[kind](record, line.said, line.world.today),
                line.world.errand(line.said),
            )  # fmt: skip

    return run


def _rehearse_leave(line: Line) -> Report:
    with line.world.desk(line.school) as desk:
        return leave(
            desk, line.records, until=date.fromisoformat(line.said["至"]), ground="因病", extend=False,
            errand=line.world.errand(line.said, dry_run=True),
        )  # fmt: skip


def _show(line: Line) -> Report:
    with line.world.desk(line.school) as desk:
        return show(desk, line.records[0], reveal="完整号码" in line.said, because=line.said.get("理由", ""))


def _export(line: Line) -> Report:
    with line.world.desk(line.school) as desk:
        return export(
            desk, line.world.root / f"导出-{line.world.today}.xlsx", full="完整号码" in line.said,
            ground=Ground(line.said.get("批准文号", ""), line.said.get("提供给", ""), "", line.said.get("理由", "")),
        )  # fmt: skip


def _review(line: Line) -> Report:
    with line.world.desk(line.school) as desk:
        return doctor(desk)


#: Every word that a step may begin with.
STEPS: Mapping[str, Callable[[Line], Report]] = {
    "建立学籍": _enroll,
    "接管学籍": _take_on,
    "分班": _assign,
    "补正": _resubmit,
    "休学": _leave,
    "排练休学": _rehearse_leave,
    "续休": lambda line: _leave(line, extend=True),
    "复学": _resume,
    "修改基础信息": _change("corrected"),
    "更新联系信息": _change("updated"),
    "升级": _change("promoted"),
    "留级": _change("retained"),
    "跳级": _change("skipped"),
    "校内升学": _change("progressed"),
    "毕业": _change("graduated"),
    "结业": _change("completed"),
    "肄业": _change("left-early"),
    "退学": _change("withdrawn"),
    "开除": _change("expelled"),
    "境外就读": _change("went-abroad"),
    "报告下落不明": _change("missing-reported"),
    "死亡上报": _change("death-reported"),
    "辍学上报": _change("dropout-reported"),
    "到他校就读": _change("placed-out"),
    "从他校返回": _change("placed-back"),
    "撤回建籍申报": _change("enrolment-withdrawn"),
    "撤回转学申请": _change("transfer-withdrawn"),
    "同意转出": _change("transfer-released"),
    "不同意转出": _change("transfer-declined"),
    "档案移交": _change("custody-moved"),
    "归档": _change("dossier-added"),
    "转出档案": _change("dossier-sent"),
    "接续档案": _change("dossier-received"),
    "永久存档": _change("dossier-archived"),
    "查看": _show,
    "导出名册": _export,
    "复核": _review,
    **{word: authority.told(step) for word, step in authority.STEPS.items()},
}
