"""第二十四条: what a teacher's answers say beside the roll, each finding with the command that would settle it.

The roll goes on while a list lies in a classroom: a pupil whose status or class changed since it was written is told,
and nobody is blamed for the old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.pupils import grade_today
from xjcli.schema.masking import mask_text
from xjcli.schema.record import ARRIVING, ENROLLED, GONE, ON_ROLL, Record
from xjcli.schema.values.classes import class_label
from xjcli.schema.values.normalise import name_key
from xjcli.sheets.class_list import ABSENT, KEY, NAME, PRESENT, UNKNOWN, Answer, Returned

_NAME_SHOWN = 20
#: What brings a pupil back who sits in class while the record says otherwise.
_BACK = {ARRIVING: "xj transfer show {record}", **dict.fromkeys(ON_ROLL, "xj resume {record}")}


@dataclass(frozen=True, slots=True)
class Reading:
    """One sheet beside the roll: every record by id, and who is in this class now."""

    desk: Desk
    sheet: Returned
    records: Mapping[str, Record]
    pupils: Sequence[Record]

    @property
    def label(self) -> str:
        """The sheet's name; a teacher may have put anything there (第二十五条)."""
        return mask_text(self.sheet.name)

    def rows(self) -> list[Answer]:
        """The rows of pupils who were listed."""
        return [answer for answer in self.sheet.answers if answer.key]

    def counts(self) -> dict[str, Any]:
        said = [answer.answer for answer in self.rows()]
        listed = {answer.key for answer in self.rows()}
        lost = sum(pupil.record_id not in listed for pupil in self.pupils)
        unanswered = len(said) - sum(map(said.count, (PRESENT, ABSENT, UNKNOWN))) + lost
        return {
            "class": self.label, "pupils": self.sheet.mark.pupils, "present": said.count(PRESENT),
            "absent": said.count(ABSENT), "unknown": said.count(UNKNOWN), "unanswered": unanswered,
            "extra": sum(not answer.key for answer in self.sheet.answers), "complete": not unanswered,
        }  # fmt: skip


def find_in(reading: Reading) -> Iterator[Problem]:
    """Everything that a sheet leaves open (warn), and what is only told (note)."""
    rows = reading.rows()
    if rows and not any(answer.answer for answer in rows):
        yield Problem("class-list.not-answered", "warn", reading.label, {"count": len(rows)})
    seen: set[str] = set()
    for answer in reading.sheet.answers:
        if not answer.key:
            yield _extra(reading, answer)
        elif answer.key in seen:
            yield _problem(reading, "class-list.twice", answer, heading=KEY)
        else:
            seen.add(answer.key)
            yield from _row(reading, answer, silent=not any(each.answer for each in rows))
    for record in reading.pupils:
        if record.record_id not in seen:
            code = "class-list.row-missing" if not _since(reading, record) else "class-list.not-listed"
            yield Problem(code, "warn", reading.label, _of(record, f"xj show {record.record_id}"))


def _row(reading: Reading, answer: Answer, *, silent: bool) -> Iterator[Problem]:
    record = reading.records.get(answer.key)
    if record is None:
        yield _problem(reading, "class-list.key", answer, heading=KEY, near=_near(reading, answer.name))
        return
    if name_key(record.name) != name_key(answer.name) and not _since(reading, record):
        yield Problem(
            "class-list.name", "warn", reading.sheet.at(answer.row, NAME), _of(record, f"xj show {answer.key}")
        )
    if _moved(reading, record):
        yield Problem(
            "class-list.changed", "note", reading.sheet.at(answer.row), {**_of(record), "status": record.status}
        )
        if record not in reading.pupils:
            return
    if answer.answer == "?":
        yield _problem(reading, "class-list.unreadable", answer)
    elif not answer.answer and not silent:
        yield _problem(reading, "class-list.unanswered", answer)
    elif answer.answer:
        yield from _judge(reading, answer, record)


def _judge(reading: Reading, answer: Answer, record: Record) -> Iterator[Problem]:
    """The answer beside the record. Whoever is on leave, abroad or taught elsewhere is not expected in class."""
    where, here = reading.sheet.at(answer.row), record.status == ENROLLED
    if answer.answer == PRESENT:
        if not here and not _moved(reading, record):
            back = _BACK.get(record.status, "xj show {record}").format(record=record.record_id)
            yield Problem("class-list.present", "warn", where, {**_of(record, back), "status": record.status})
    elif here and not record.situation.get("studies_at"):
        code = "class-list.absent" if answer.answer == ABSENT else "class-list.unknown"
        yield Problem(code, "warn", where, _of(record, f"xj history {record.record_id}"))


def _extra(reading: Reading, answer: Answer) -> Problem:
    """In class and not on the list: the record of the same name, if there is one, says what is likely."""
    name = mask_text(answer.name)[:_NAME_SHOWN]
    where = reading.sheet.at(answer.row, NAME)
    found = [record for record in reading.records.values() if name_key(record.name) == name_key(answer.name)]
    if not answer.name or not found:
        return Problem("class-list.extra", "warn", where, {"name": name, "next": "xj enroll --basis transfer"})
    record = max(found, key=lambda each: (each.status in ON_ROLL, each.status == ARRIVING, each.last_seq))
    params = {**_of(record, _settled(record, reading)), "name": name, "status": record.status}
    return Problem("class-list.extra-near", "warn", where, {**params, "class": label_of(reading.desk, record)})


def _settled(record: Record, reading: Reading) -> str:
    if record.status in GONE:
        return "xj transfer request"
    if record.status == ENROLLED:
        key = reading.sheet.mark.class_key.rpartition("-")[2]
        return f"xj assign {record.record_id} --class {key}"
    return _BACK.get(record.status, "xj show {record}").format(record=record.record_id)


def _near(reading: Reading, name: str) -> str:
    """The pupil of this class who bears the name of a row whose key is nobody's, or ""."""
    found = [each.record_id for each in reading.pupils if name_key(each.name) == name_key(name)]
    return found[0] if len(found) == 1 else ""


def _since(reading: Reading, record: Record) -> bool:
    """An act on this record came after the list was written."""
    return record.last_seq > reading.sheet.mark.seq


def _moved(reading: Reading, record: Record) -> bool:
    """The record is in another class or state than the list was written for."""
    return _since(reading, record) and (record not in reading.pupils or _status_differs(reading, record))


def _status_differs(reading: Reading, record: Record) -> bool:
    from xjcli.report.phrases import in_language

    shown = {answer.key: answer.status for answer in reading.rows()}.get(record.record_id, "")
    return shown != in_language(f"status.{record.status}", english=False)


def _problem(reading: Reading, code: str, answer: Answer, *, heading: str = "", near: str = "") -> Problem:
    where = reading.sheet.at(answer.row, heading) if heading else reading.sheet.at(answer.row)
    params = {"name": mask_text(answer.name)[:_NAME_SHOWN], "record": near or mask_text(answer.key)[:_NAME_SHOWN]}
    return Problem(code, "warn", where, params)


def _of(record: Record, following: str = "") -> dict[str, str | int]:
    return {"name": record.name, "record": record.record_id, "next": following}


def label_of(desk: Desk, record: Record) -> str:
    """三年级(2)班, as this day sees the cohort."""
    return class_label(grade_today(desk, record.stage, record.cohort), record.class_no)
