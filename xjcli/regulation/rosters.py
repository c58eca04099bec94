"""第二十四条: the roll is checked every semester; here against what the system above has, and against what we told it.

Pure judgement, three ways: what is recorded here now, what stands there now, and what had been recorded here when we
last sent. A pupil is matched once: by registry number, by document, and without a document by name, sex and birth date.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xjcli.regulation.basics import nature
from xjcli.schema.record import ARRIVING, CANCELLED, HOLDING, ISSUED, ON_ROLL, REFUSED, Record
from xjcli.schema.values.normalise import name_key

#: Fewer matched pupils than this say nothing about the semester of a roster.
_FEW = 3
_NUMBER = "registry_number"
_DOCUMENT = "document_number"


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil of the other roster; `unread` are the fields whose cells were refused and are not compared."""

    where: str
    values: Mapping[str, str]
    registry_number: str = ""
    unread: frozenset[str] = frozenset()

    def value(self, name: str) -> str:
        return "" if name in self.unread else self.values.get(name, "")

    @property
    def number(self) -> str:
        return "" if _NUMBER in self.unread else self.registry_number

    @property
    def key(self) -> tuple[str, str, str]:
        """Name, sex and birth date, as 查重 compares them."""
        return name_key(self.value("name")), self.value("sex"), self.value("birth_date")


@dataclass(slots=True)
class Matching:
    """Who is who: the pairs, further lines and further records of one child, and who stands on one side only."""

    pairs: list[tuple[Line, Record]] = field(default_factory=list)
    repeated: list[tuple[Line, Record]] = field(default_factory=list)
    doubled: list[tuple[Line, Record, Record]] = field(default_factory=list)
    there_only: list[Line] = field(default_factory=list)
    here_only: list[Record] = field(default_factory=list)


class Found(NamedTuple):
    """One difference: its kind, the likely cause, who, where, and the fields (name, here, there), not masked yet."""

    kind: str
    cause: str
    record: Record | None
    line: Line | None
    fields: tuple[tuple[str, str, str], ...] = ()
    other: str = ""


#: Earlier states of a record, oldest first: the act after which it stood so, and its fields.
Past = Sequence[tuple[int, Mapping[str, str]]]


def stated(record: Record) -> dict[str, str]:
    """The fields of a record as a line of a roster has them."""
    place = {"class_no": record.class_no, "entry_month": record.entry_month, "grade": f"{record.stage}-{record.cohort}"}
    return {**record.person, **place}


def match(lines: Iterable[Line], records: Iterable[Record]) -> Matching:
    """Every line and every record once. A record that still holds its number goes before one that has left."""
    return _Matcher([each for each in records if each.status != CANCELLED]).match(list(lines))


class _Matcher:
    """The indexes of one matching, and whom it has matched already."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = sorted(records, key=lambda each: (each.status in HOLDING, each.opened_seq))
        self.by_number = {each.registry_number: each for each in self.records if each.registry_number}
        self.by_document = {each.document_number: each for each in self.records if each.document_number}
        self.by_key: dict[tuple[str, str, str], list[Record]] = {}
        for each in self.records:
            self.by_key.setdefault((each.name_key, each.sex, each.birth_date), []).append(each)
        self.taken: set[str] = set()
        self.found = Matching()

    def match(self, lines: Sequence[Line]) -> Matching:
        left = list(lines)
        for find in (self._numbered, self._documented, self._without_document, self._namesake):
            left = [line for line in left if not self._take(line, find(line))]
        self.found.there_only = left
        self.found.here_only = [
            each for each in self.records if each.status in ON_ROLL and each.record_id not in self.taken
        ]
        return self.found

    def _take(self, line: Line, record: Record | None) -> bool:
        if record is None:
            return False
        if record.record_id in self.taken:
            self.found.repeated.append((line, record))
            return True
        self.taken.add(record.record_id)
        self.found.pairs.append((line, record))
        other = self.by_document.get(line.value(_DOCUMENT))
        if other and other is not record and other.status in HOLDING and other.record_id not in self.taken:
            self.taken.add(other.record_id)
            self.found.doubled.append((line, record, other))
        return True

    def _numbered(self, line: Line) -> Record | None:
        """A number alone is not a child: the document or the name has to be the same, or not legible."""
        record = self.by_number.get(line.number)
        if record is None:
            return None
        document, name = line.value(_DOCUMENT), line.value("name")
        same = not document or document == record.document_number or written_alike(name, record.name)
        return record if same else None

    def _documented(self, line: Line) -> Record | None:
        return self.by_document.get(line.value(_DOCUMENT))

    def _without_document(self, line: Line) -> Record | None:
        """Where one side has no document: the only one of that name, sex and birth date."""
        found = [each for each in self._free(line) if not (line.value(_DOCUMENT) and each.document_number)]
        return found[0] if len(found) == 1 else None

    def _namesake(self, line: Line) -> Record | None:
        """With another document on either side: on the roll here, nobody else of that name, and not matched yet."""
        found = [each for each in self._free(line) if each.status in ON_ROLL]
        return found[0] if len(found) == 1 else None

    def _free(self, line: Line) -> list[Record]:
        if not all(line.key):
            return []
        return [each for each in self.by_key.get(line.key, ()) if each.record_id not in self.taken]


def find_shift(pairs: Iterable[tuple[Line, Record]]) -> tuple[int, int, int]:
    """By how many years most grades are off, for how many pupils, of how many; (0, …) where they are not."""
    shifts: Counter[int] = Counter()
    for line, record in pairs:
        stage, _, cohort = line.value("grade").partition("-")
        if cohort and stage == record.stage:
            shifts[record.cohort - int(cohort)] += 1
    total = shifts.total()
    years, count = shifts.most_common(1)[0] if shifts else (0, 0)
    return (years, count, total) if total >= _FEW and count * 2 > total else (0, 0, total)


def written_alike(one: str, other: str) -> bool:
    """The same name in other characters: dots, widths, blanks, compatibility forms of a rare character."""
    return name_key(unicodedata.normalize("NFKC", one)) == name_key(unicodedata.normalize("NFKC", other))


def judge(found: Matching, *, sent: int, past: Callable[[Collection[str]], Mapping[str, Past]]) -> list[Found]:
    """Every difference. `sent` is the last act that we sent; `past` tells the history of those that differ."""
    compared = [(line, record, differing(line, record)) for line, record in found.pairs if record.status in ON_ROLL]
    gone = [record for _line, record in found.pairs if record.status not in ON_ROLL]
    told = past({each.record_id for each in (*gone, *(record for _, record, fields in compared if fields))})
    differences: list[Found] = []
    for line, record in found.pairs:
        if record.status not in ON_ROLL:
            differences.append(Found("state", _why_gone(record, sent, told[record.record_id]), record, line))
    for line, record, fields in compared:
        differences += _numbers(line, record)
        differences += find_fields(line, record, fields, sent, told.get(record.record_id, ()))
    differences += [Found("two-records", "listed-twice", record, line) for line, record in found.repeated]
    differences += [
        Found("two-records", "recorded-twice", record, line, (), other.record_id)
        for line, record, other in found.doubled
    ]
    differences += [Found("there-only", _why_unknown(line), None, line) for line in found.there_only]
    differences += [Found("here-only", _why_missing(record, sent), record, None) for record in found.here_only]
    return differences


def differing(line: Line, record: Record) -> tuple[tuple[str, str, str], ...]:
    """Fields that the line fills and that are recorded otherwise; an empty cell says nothing."""
    here = stated(record)
    return tuple(
        (name, str(here.get(name, "")), there)
        for name, there in line.values.items()
        if there and name != "school_code" and name not in line.unread and here.get(name, "") != there
    )


def _numbers(line: Line, record: Record) -> list[Found]:
    """第五条, 一人一号: the number there is another, or is the one that we have only proposed."""
    number = line.number
    if not number or (number == record.registry_number and record.number_state == ISSUED):
        return []
    issued = record.number_state == ISSUED
    if number == record.registry_number:
        return [Found("state", "number-proposed", record, line)]
    fields = ((_NUMBER, record.registry_number, number),)
    return [Found("two-numbers", "number-issued-twice" if issued else "number-proposed", record, line, fields)]


def find_fields(
    line: Line, record: Record, fields: Iterable[tuple[str, str, str]], sent: int, past: Past
) -> list[Found]:
    """One difference for each cause and each way in which the fields are mended."""
    groups: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for each in fields:
        kind = "two-numbers" if each[0] == _DOCUMENT and each[1] else "fields"
        groups.setdefault((kind, why_differs(record, each, sent, past), nature(each[0])), []).append(each)
    return [Found(kind, cause, record, line, tuple(each)) for (kind, cause, _), each in groups.items()]


def why_differs(record: Record, change: tuple[str, str, str], sent: int, past: Past) -> str:
    """The three ways: we changed it since we last sent, they changed it, or both did."""
    name, here, there = change
    if name in ("name", "former_name", "member1_name", "member2_name") and written_alike(here, there):
        return "typed-differently"
    case = record.open_case
    if case and case["kind"] == "corrected" and name in case["body"]["changes"]:
        return "correction-waits" if case["seq"] <= sent else "correction-not-sent"
    before = [str(values.get(name, "")) for seq, values in past if seq <= sent]
    if not before:
        return "not-sent"
    if here == before[-1]:
        return "sent-not-applied" if there in before else "changed-there"
    return "changed-here" if there in before else "changed-both"


def _why_gone(record: Record, sent: int, past: Past) -> str:
    if record.status == ARRIVING:
        return "arriving"
    return "left-not-sent" if past[-1][0] > sent else "left-here"


def _why_unknown(line: Line) -> str:
    return "not-legible" if {_DOCUMENT, _NUMBER, "name"} & line.unread else "not-recorded"


def _why_missing(record: Record, sent: int) -> str:
    """空挂: on our roll and not on theirs."""
    if record.standing == REFUSED:
        return "refused"
    if record.opened_seq > sent:
        return "not-sent"
    if record.handover:
        return "moving"
    return "not-decided" if record.standing == "pending" else "approved-not-listed"
