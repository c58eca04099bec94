"""The lists among the forms (第十三、二十四条): the roster, who graduated with which certificate, who came and went.

What a list holds comes from the ledger's movements, so a pupil who went on into our own junior section still stands on
the list of those who finished primary school, and the list of changes proves 期初 + 增 − 减 = 期末.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.form_values import Rows, lines_of, of_nobody
from xjcli.procedures.outgoing import pick
from xjcli.procedures.stated import require_key, where_of
from xjcli.registry import tallies
from xjcli.registry.projections import load
from xjcli.regulation.rolls import Balance, Key, Movement, Roll, Seat, balance, find_movements
from xjcli.report.phrases import in_language
from xjcli.schema.masking import mask_text
from xjcli.schema.record import ENROLLED, ON_ROLL, Record
from xjcli.schema.values.classes import STAGES, Stage, grade_label, grade_of
from xjcli.schema.values.time import Semester

_GRADUATED = "21"
_MALE, _FEMALE = "1", "2"
_ROLLS: tuple[tuple[Roll, tuple[str, ...]], ...] = (("present", (ENROLLED,)), ("on-roll", ON_ROLL))


class Listing(NamedTuple):
    """What a list says: its values, its rows, and the records that it names."""

    values: Mapping[str, str]
    rows: Rows
    records: Sequence[Record]


def roster(desk: Desk, grade: str, *, masked: bool) -> Listing:
    """在校生花名册: everyone whose record the school keeps, by class."""
    ids = [each for status in ON_ROLL for each in pick(desk, grade, "", status)]
    _require_anybody(grade, ids)
    found = load(desk.registry.connection, ids)
    records = sorted((found[each] for each in ids), key=order)
    rows = of_nobody()[1] | {"pupils": _numbered(lines_of(desk, records, masked=masked))}
    enrolled = sum(record.status == ENROLLED for record in records)
    return Listing({"count": str(len(records)), "enrolled": str(enrolled)}, rows, records)


def graduates(desk: Desk, grade: str, since: str, until: str, *, masked: bool) -> Listing:
    """毕业证书发放名册: who graduated in these days; by default in the school year of the last graduation."""
    ends = [each for each in find_movements(desk.registry.acts()) if (each.roll, each.code) == ("on-roll", _GRADUATED)]
    last = max((each.on for each in ends), default=desk.today.isoformat())
    first_day, last_day = _school_year(date.fromisoformat(last))
    since, until = since or first_day.isoformat(), until or last_day.isoformat()
    key = require_key(desk, grade, "", min(date.fromisoformat(until), desk.today))
    ends = [each for each in ends if since <= each.on <= until and _place(each)[: len(key)] == key]
    _require_anybody(grade, ends)
    found = load(desk.registry.connection, {each.record_id for each in ends})
    ends.sort(key=lambda each: (each.stage, -each.cohort, each.class_no, each.seq))
    records = [found[each.record_id] for each in ends]
    lines = list(lines_of(desk, records, masked=masked))
    for line, end in zip(lines, ends, strict=True):
        line.update(_as_it_was(desk, end))
    rows = of_nobody()[1] | {"pupils": _numbered(lines)}
    return Listing({"since": since, "until": until, "count": str(len(ends))}, rows, records)


def _as_it_was(desk: Desk, end: Movement) -> dict[str, str]:
    """Class, day and certificate of a graduation, whatever happened since."""
    return {
        "grade": _grade(desk, end, end.on), "class_no": end.class_no, "changed_on": end.on,
        "certificate": str(_said(desk, end).get("certificate", "")),
    }  # fmt: skip


def changes(desk: Desk, grade: str, since: str, until: str, *, masked: bool) -> Listing:
    """学籍异动名册: who came, went or changed his grade in these days, counted, and both rolls balanced."""
    last = min(date.fromisoformat(until), desk.today)
    key = require_key(desk, grade, "", last)
    movements = find_movements(desk.registry.acts())
    told = [each for each in _told(movements) if since <= each.on <= until and _place(each)[: len(key)] == key]
    found = load(desk.registry.connection, {each.record_id for each in told})
    lines = [_change(desk, each, found[each.record_id], masked=masked) for each in told]
    rows = of_nobody()[1] | {
        "moves": _numbered(lines) or [dict.fromkeys(_MOVE, "") | {"what": "无"}],
        "flows": list(_flows(told)) or [{"what": "无", "boys": "0", "girls": "0", "total": "0"}],
        "grades": list(_balances(desk, movements, since, last, key)),
    }  # fmt: skip
    return Listing({"count": str(len(told))}, rows, list(found.values()))


def _told(movements: Iterable[Movement]) -> list[Movement]:
    """One line for each act and pupil: over the school's border, or into another grade. A class is no 异动."""
    lines: dict[tuple[int, str], Movement] = {}
    for each in movements:
        if each.reach == "school" or (each.reach == "grade" and each.sign > 0):
            if each.roll == "present":
                lines[each.seq, each.record_id] = each
            else:
                lines.setdefault((each.seq, each.record_id), each)
    return sorted(lines.values(), key=lambda each: (each.on, each.seq))


_MOVE = ("no", "registry_number", "name", "sex", "grade", "class_no", "what", "on", "whither")


def _change(desk: Desk, move: Movement, record: Record, *, masked: bool) -> dict[str, str]:
    body = _said(desk, move)
    (line,) = lines_of(desk, [record], masked=masked)
    whither = " ".join(str(body[name]) for name in ("name", "school") if body.get(name))
    return {
        **line, "grade": _grade(desk, move, move.on), "class_no": move.class_no, "on": move.on,
        "what": in_language(f"reconcile.flow.{move.code}", english=False),
        "whither": whither if move.kind == "handover-completed" else "",
    }  # fmt: skip


def _flows(told: Iterable[Movement]) -> Iterator[dict[str, str]]:
    counts: Counter[tuple[str, str]] = Counter((each.code, each.sex) for each in told)
    for code in dict.fromkeys(code for code, _ in counts):
        boys, girls = counts[code, _MALE], counts[code, _FEMALE]
        total = sum(count for (each, _), count in counts.items() if each == code)
        yield {
            "what": in_language(f"reconcile.flow.{code}", english=False), "boys": str(boys), "girls": str(girls),
            "total": str(total),
        }  # fmt: skip


def _balances(
    desk: Desk, movements: Sequence[Movement], since: str, last: date, chosen: Key
) -> Iterator[dict[str, str]]:
    """Each grade in class, then the whole in class and on the roll; of one class or grade where it was named."""
    for roll, statuses in _ROLLS:
        standing = {Seat(*place): pupils for place, pupils in tallies.by_class(desk.registry, statuses).items()}
        found = balance(movements, roll, since, last.isoformat(), standing)
        if roll == "present" and not chosen:
            grades = sorted((key for key in found if len(key) == 2), key=lambda key: (STAGES.index(key[0]), -key[1]))
            yield from (_balance(where_of(desk, key, last), found[key]) for key in grades if _anyone(found[key]))
        label = f"{where_of(desk, chosen, last)}（{in_language(f'form.roll.{roll}', english=False)}）"
        yield _balance(label, found.get(chosen, Balance(0, {}, {}, 0)))


def _anyone(line: Balance) -> bool:
    return bool(line.opening or line.entered or line.left or line.closing)


def _balance(label: str, line: Balance) -> dict[str, str]:
    return {
        "label": label, "opening": str(line.opening), "entered": str(sum(line.entered.values())),
        "left": str(sum(line.left.values())), "closing": str(line.closing),
    }  # fmt: skip


def _school_year(day: date) -> tuple[date, date]:
    """The first and the last day of the school year of this day."""
    term = Semester.of(day)
    autumn = term if term.season == "autumn" else term.previous()
    return autumn.first_day, autumn.next().last_day


def _require_anybody(grade: str, found: Sequence[object]) -> None:
    """A grade or a class of which nobody is named is a slip of the pen."""
    if grade and not found:
        raise Refusal(Problem("form.nobody", params={"grade": mask_text(grade[:20])}))


def _place(move: Movement) -> tuple[str, int, str]:
    return move.stage, move.cohort, move.class_no


def _grade(desk: Desk, move: Movement, on: str) -> str:
    return grade_label(grade_of(cast("Stage", move.stage), move.cohort, date.fromisoformat(on), desk.settings.system))


def _said(desk: Desk, move: Movement) -> Mapping[str, Any]:
    """The body of the act that moved the pupil; of an approval that of the act which waited for it."""
    (act,) = desk.registry.acts(move.seq, move.seq)
    if act.kind == "change-approved" and act.body is not None:
        (act,) = desk.registry.acts(act.body["act"], act.body["act"])
    return act.body or {}


def _numbered(lines: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return [{**line, "no": str(number)} for number, line in enumerate(lines, start=1)]


def order(record: Record) -> tuple[str, int, str, str]:
    return record.stage, -record.cohort, record.class_no, record.record_id
