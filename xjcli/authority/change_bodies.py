"""The bodies of the acts of chapter 3 (第九条至第二十三条): one shape per kind, most of them a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from xjcli.authority import fields as is_
from xjcli.authority.fields import Body, Shapes, allow, require, wrong
from xjcli.bundle.answers import NOTICE_BODIES
from xjcli.errors import Refusal
from xjcli.regulation.basics import BASIC, KEPT
from xjcli.schema import shapes
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import COLUMNS, INTEGERS, ISSUED, LOCAL, OBJECTS
from xjcli.schema.review import Review, is_semester

Check = Callable[[Act, Body], None]

#: 第七条: a dossier has seven items.
_LAST_ITEM = 7
_MOST_ACTS = 10_000
_MOST_REGISTRARS = 100
_MOST_SIGNATURES = 16
_RESTORABLE = frozenset(COLUMNS) - {"record_id", "opened_seq", "last_seq"}


class Shape(NamedTuple):
    """Fields that must be there, and fields that may."""

    must: Shapes
    may: Shapes = MappingProxyType({})


_TEXT, _NOTE, _DAY = shapes.is_text, shapes.is_note, shapes.is_day
#: What every act may say besides.
_ALWAYS: Shapes = {"because": _NOTE, "paper": _TEXT}
_REGRADED = Shape(
    {"year": is_.is_year, "from": is_.is_grade, "to": is_.is_grade, "cohort": is_.is_year,
     "class": is_.is_class_or_none},
    {"ground": _NOTE},
)  # fmt: skip
_FINISHED = Shape({}, {"certificate": _TEXT, "ground": _NOTE})

#: Kinds whose body is nothing but single fields.
_PLAIN: Mapping[str, Shape] = {
    "leave-granted": Shape({"until": _DAY, "ground": _NOTE}),
    "leave-extended": Shape({"until": _DAY, "ground": _NOTE}),
    "resumed": Shape({"from": _TEXT, "class": is_.is_class_or_none}, {"cohort": is_.is_year}),
    "promoted": Shape({"year": is_.is_year, "from": is_.is_grade, "to": is_.is_grade, "class": is_.is_class_or_none}),
    "retained": _REGRADED,
    "skipped": _REGRADED,
    "graduated": _FINISHED,
    "completed": _FINISHED,
    "left-early": _FINISHED,
    "withdrawn": Shape({"ground": _NOTE}),
    "expelled": Shape({"ground": _NOTE, "decision": _TEXT}),
    "went-abroad": Shape({"country": _TEXT}, {"school": _TEXT, "until": is_.is_day_or_none}),
    "missing-reported": Shape({"since": is_.is_day_or_none}),
    "death-reported": Shape({"died_on": _DAY, "certificate": _TEXT}, {"cause": _TEXT}),
    "dropout-reported": Shape(
        {"since": is_.is_day_or_none, "ground": _NOTE, "township": _TEXT, "migrant": is_.is_flag,
         "household_region": _TEXT}
    ),
    "placed-out": Shape({"school": _TEXT, "ground": shapes.one_of("inclusive", "special", "specialised")}),
    "placed-back": Shape({}),
    "transfer-withdrawn": Shape({"reason": _NOTE}),
    "enrolment-withdrawn": Shape({"reason": is_.is_said}),
    "transfer-released": Shape({"case": shapes.is_word}, {"reason": _NOTE}),
    "transfer-declined": Shape({"case": shapes.is_word, "reason": is_.is_said}),
    "custody-moved": Shape(
        {"to": is_.is_school_or_none, "custodian": is_.is_said, "ground": shapes.one_of("merged", "closed"),
         "letter": _NOTE}
    ),
    "dossier-added": Shape(
        {"item": lambda value: type(value) is int and 1 <= value <= _LAST_ITEM,
         "form": shapes.one_of("electronic", "paper"), "title": _TEXT},
        {"digest": lambda value: value == "" or shapes.is_hash(value), "place": _TEXT, "copies": shapes.is_count},
    ),
    "dossier-sent": Shape(
        {"to": is_.is_school_or_none, "package": _TEXT, "items": shapes.is_count, "paper": shapes.is_count}
    ),
    "dossier-archived": Shape({"place": _TEXT, "copies": shapes.is_count}),
}  # fmt: skip


def _plain(kind: str) -> Check:
    shape = _PLAIN[kind]
    besides = {name: agrees for name, agrees in _ALWAYS.items() if name not in shape.must}

    def check(act: Act, body: Body) -> None:
        require(act, body, shape.must)
        allow(act, body, {**besides, **shape.may})

    return check


def _corrected(act: Act, body: Body) -> None:
    """第十条: each field with what it was and what it shall be; a number is only ever a new candidate."""
    require(act, body, {"changes": lambda value: is_.is_object(value) and bool(value)})
    allow(act, body, {**_ALWAYS, "number": lambda value: value is None or is_.is_object(value)})
    changed: dict[str, Any] = {}
    for name, change in body["changes"].items():
        if name not in BASIC or not is_.is_object(change):
            raise wrong(act, name if name in BY_NAME else "changes")
        require(act, change, {"from": _NOTE, "to": _NOTE})
        changed[name] = change["to"]
    is_.person(act, changed, whole=False)
    require(act, {"entry_month": "", **changed}, {"entry_month": is_.is_month})
    if body.get("number") is not None:
        is_.number(act, body["number"])
        if body["number"]["state"] == ISSUED:
            raise wrong(act, "number")


def _updated(act: Act, body: Body) -> None:
    """第十三条: what the school keeps up to date by itself, and nothing that is corrected (第十条)."""
    require(act, body, {"changes": lambda value: is_.is_object(value) and bool(value)})
    allow(act, body, _ALWAYS)
    is_.person(act, body["changes"], whole=False)
    for name in body["changes"]:
        if name not in KEPT:
            raise wrong(act, name)


def _progressed(act: Act, body: Body) -> None:
    require(act, body, {"place": is_.is_object, "from": is_.is_stage})
    allow(act, body, _ALWAYS)
    is_.place(act, body["place"])


def _requested(act: Act, body: Body) -> None:
    """第十四条: the receiving school starts. What it says of the pupil is a claim until the record is found."""
    bases = ("progress",) if act.kind == "progress-requested" else ("transfer", "inclusive", "special", "specialised")
    objects = dict.fromkeys(("person", "place", "number", "handover"), is_.is_object)
    require(act, body, {"basis": shapes.one_of(*bases), **objects})
    allow(act, body, _ALWAYS)
    is_.person(act, body["person"], whole=True)
    is_.place(act, body["place"])
    is_.number(act, body["number"])
    if body["number"]["state"] != LOCAL:
        raise wrong(act, "number")
    require(act, body["handover"], {"from_school": shapes.is_school})
    named = {"from_name": "", "registry_number": "", "reason": "", **body["handover"]}
    require(act, named, {"from_name": _TEXT, "registry_number": is_.is_number_or_none, "reason": _NOTE})


def _received(act: Act, body: Body) -> None:
    """第十六条: 接续档案. The name and the document of a pupil are corrected, never just filled in."""
    require(act, body, {"from": is_.is_school_or_none, "package": _TEXT, "items": shapes.is_count})
    allow(act, body, {**_ALWAYS, "person": is_.is_object})
    is_.person(act, body.get("person", {}), whole=False)


def _reported_staff(act: Act, body: Body) -> None:
    """第二十三条: 学籍管理员信息报送."""
    require(act, body, {"registrars": _are_few})
    for line in body["registrars"]:
        if not is_.is_object(line):
            raise wrong(act, "registrars")
        days = dict.fromkeys(("since", "trained_on"), is_.is_day_or_none)
        require(act, line, {"name": is_.is_said, "role": _TEXT, **days})
        allow(act, line, {"until": is_.is_day_or_none})


def _are_few(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= _MOST_REGISTRARS


def _stated_roster(act: Act, body: Body) -> None:
    """第二十四条: a head count of the school, of a grade, or of a class of one."""
    require(
        act, body,
        {"roll": shapes.one_of("present", "on-roll"), "stage": shapes.one_of("", "primary", "junior", "senior"),
         "cohort": shapes.is_count, "class_no": is_.is_class_or_none, "count": shapes.is_count, "on": _DAY},
    )  # fmt: skip
    allow(act, body, _ALWAYS)
    if bool(body["stage"]) != is_.is_year(body["cohort"]):
        raise wrong(act, "cohort")
    if body["class_no"] and not body["stage"]:
        raise wrong(act, "class_no")
    if body["on"] != act.occurred_on:
        raise wrong(act, "on")


def _reviewed(act: Act, body: Body) -> None:
    """第二十四条: the statement that two people signed; whether they did is asked where its card is at hand."""
    require(act, body, {"semester": is_semester, "statement": is_.is_object, "signatures": _are_signatures})
    allow(act, body, _ALWAYS)
    try:
        review = Review.from_json(body["statement"])
    except Refusal:
        raise wrong(act, "statement") from None
    if review.last_day > act.occurred_on:
        raise wrong(act, "statement")


def _are_signatures(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= _MOST_SIGNATURES
        and all(is_.is_object(each) and each.keys() == {"keyid", "sig"} for each in value)
        and all(shapes.is_text(text) for each in value for text in each.values())
    )


def _reversed(act: Act, body: Body) -> None:
    """Which acts are taken back, and what stood before them; whether that is so is asked of the ledger."""
    require(act, body, {"acts": _is_span, "before": is_.is_object})
    allow(act, body, _ALWAYS)
    if not body["before"].keys() <= _RESTORABLE or not all(map(_fits, body["before"], body["before"].values())):
        raise wrong(act, "before")


def _is_span(value: Any) -> bool:
    """Some places in a ledger, each once, in their order."""
    return (
        isinstance(value, list)
        and 0 < len(value) <= _MOST_ACTS
        and all(map(shapes.is_ordinal, value))
        and sorted(set(value)) == value
    )


def _fits(column: str, value: object) -> bool:
    if column in OBJECTS:
        return is_.is_object(value)
    return type(value) is int if column in INTEGERS else shapes.is_note(value)


def _echo(kind: str) -> Check:
    """Our own words, and the bundle that brought them."""
    rules = {**NOTICE_BODIES[kind], "bundle": shapes.is_hash}

    def check(act: Act, body: Body) -> None:
        require(act, body, rules)

    return check


_ECHOED = ("change-approved", "change-refused", "transfer-notified", "handover-completed", "handover-refused")
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        **{kind: _plain(kind) for kind in _PLAIN},
        **{kind: _echo(kind) for kind in _ECHOED},
        "corrected": _corrected,
        "updated": _updated,
        "progressed": _progressed,
        "transfer-requested": _requested,
        "progress-requested": _requested,
        "dossier-received": _received,
        "staff-reported": _reported_staff,
        "roster-stated": _stated_roster,
        "semester-reviewed": _reviewed,
        "reversed": _reversed,
    }
)
