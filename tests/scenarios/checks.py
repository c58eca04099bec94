"""The words of what must hold afterwards, each read from the real registry, the report or the refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from tests.scenarios.world import SCHOOLS, World
from xjcli.errors import Problem, entry
from xjcli.report.phrases.words import PHRASES
from xjcli.schema.columns import FIELDS
from xjcli.schema.record import ON_ROLL, Record
from xjcli.schema.values.classes import Stage, grade_of

_FIELD = {field.label: field.name for field in FIELDS}
_STATUS = {words[0]: key.removeprefix("status.") for key, words in PHRASES.items() if key.startswith("status.")}
_KIND = {words[0]: key.removeprefix("kind.") for key, words in PHRASES.items() if key.startswith("kind.")}
_LEGAL = {words[0]: key.removeprefix("legal.") for key, words in PHRASES.items() if key.startswith("legal.")}
_KIND |= {"休学": "leave-granted", "毕业": "graduated"}
_STANDING = {"待核准": "pending", "已核准": "approved", "被退回": "refused"}
_NUMBER = {"临时": "local", "候选": "proposed", "已核发": "issued"}
_DOSSIER = {"未建立": "", "已建立": "established", "已转出": "sent", "已存档": "archived"}
_PROBLEM = re.compile(r"(\S+)(?: 第(\d+)条)?")

_STANDS = Callable[[World, str, str], tuple[Any, Any]]


def _column(read: Callable[[Record, World], Any], words: Mapping[str, Any] | None = None) -> _STANDS:
    """What a record says, beside what it has to say; a word that nobody knows is a mistake in the scenario."""

    def stands(world: World, school_and_name: str, wanted: str) -> tuple[Any, Any]:
        school, name = school_and_name.split("/")
        record = world.record(school, name)
        return read(record, world), words[wanted] if words is not None else wanted

    return stands


def _number_stays(world: World, who: str, wanted: str) -> tuple[Any, Any]:
    school, name = who.split("/")
    found = world.record(school, name)
    if wanted == "不变":
        return found.registry_number, world.numbers[name]
    if wanted.startswith("以"):
        return found.registry_number[0], wanted[1]
    return found.number_state, _NUMBER[wanted]


#: 学生 + one of these words + what it has to be.
PUPIL: Mapping[str, _STANDS] = {
    "状态": _column(lambda record, world: record.status, _STATUS),
    "学籍": _column(lambda record, world: record.standing, _STANDING),
    "学籍号": _number_stays,
    "等待": _column(lambda record, world: record.open_case.get("kind", ""), {"没有": "", **_KIND}),
    "转接": _column(
        lambda record, world: record.handover.get("party", ""),
        {"没有": "", "等转出学校": "from-school", "等主管部门": "authority"},
    ),
    "年级": _column(
        lambda record, world: str(grade_of(cast("Stage", record.stage), record.cohort, world.today, "6-3"))
    ),
    "学段": _column(lambda record, world: record.stage, {"小学": "primary", "初中": "junior", "高中": "senior"}),
    "班": _column(lambda record, world: record.class_no),
    "档案": _column(lambda record, world: record.dossier, _DOSSIER),
    "姓名": _column(lambda record, world: record.name),
    "退回理由": _column(lambda record, world: record.reason),
    "在籍": _column(lambda record, world: record.status in ON_ROLL, {"是": True, "否": False}),
    "去向": _column(
        lambda record, world: record.situation.get("moved_to", ""),
        {each: school.school_code for each, school in SCHOOLS.items()},
    ),
    "来自": _column(
        lambda record, world: record.situation.get("came_from", ""),
        {each: school.school_code for each, school in SCHOOLS.items()},
    ),
    "期满": _column(lambda record, world: record.situation.get("until", "")),
    "乡镇": _column(lambda record, world: record.situation.get("township", "")),
    "保管": _column(lambda record, world: record.situation.get("custodian", "")),
}


def holds(world: World, text: str) -> None:
    """Assert one line of what must be; the report of a failure repeats the line."""
    words = text.split(" ")
    if words[0] in REPORT:
        REPORT[words[0]](world, " ".join(words[1:]), text)
        return
    school = words.pop(0) if words[0] in SCHOOLS else world.default
    if words[0] == "名册":
        found: Any = _roster(world, school)
        wanted: Any = " ".join(words[1:])
    else:
        name, word, *rest = words
        assert word in PUPIL, f"没有这种说法：{text}"
        found, wanted = PUPIL[word](world, f"{school}/{name}", " ".join(rest))
    assert found == wanted, f"{text}：实际是 {found!r}"


def _roster(world: World, school: str) -> str:
    """How many are on the roll."""
    marks = ",".join("?" * len(ON_ROLL))
    with world.desk(school) as desk:
        sql = f"select count(*) from records where status in ({marks})"  # noqa: S608  marks only
        return f"{desk.registry.rows(sql, ON_ROLL)[0][0]}人"


def _problems(world: World, severity: str) -> list[Problem]:
    found = world.refusal or world.report
    return [each for each in found.problems if each.severity == severity] if found else []


def _article(problem: Problem) -> int:
    """The article that the message names: its own, or the catalogue's."""
    return int(problem.params.get("article", entry(problem.code).article))


def _said(severity: str) -> Callable[[World, str, str], None]:
    def check(world: World, wanted: str, text: str) -> None:
        matched = _PROBLEM.fullmatch(wanted)
        assert matched, f"看不懂：{text}"
        code, article = matched.groups()
        found = {each.code: _article(each) for each in _problems(world, severity)}
        assert code in found, f"{text}：实际是 {sorted(found)}"
        assert article is None or found[code] == int(article), f"{text}：实际是第{found[code]}条"

    return check


def _possible(world: World, wanted: str, text: str) -> None:
    """What the refusal offers instead."""
    offered = {str(each.params.get("possible", "")) for each in _problems(world, "refuse")}
    found = {act for each in offered for act in each.split(", ")}
    assert _KIND[wanted] in found, f"{text}：实际是 {sorted(found)}"


def _rests_on(world: World, wanted: str, text: str) -> None:
    """第N条 and the verb: what the errand says of itself, and what the act keeps in its basis."""
    assert world.report is not None, text
    article, verb = wanted.split(" ")
    found = (f"第{world.report.result['article']}条", world.report.result["legal_act"])
    assert found == (article, _LEGAL[verb]), f"{text}：实际是 {found}"


def _no_more_said(world: World, wanted: str, text: str) -> None:
    found = [each.code for each in (*_problems(world, "refuse"), *_problems(world, "warn"))]
    assert found == [], f"{text}：实际是 {found}"


#: Words about the step itself and not about a pupil.
REPORT: Mapping[str, Callable[[World, str, str], None]] = {
    "拒绝": _said("refuse"),
    "提醒": _said("warn"),
    "可以改办": _possible,
    "依据": _rests_on,
    "没有异议": _no_more_said,
}
