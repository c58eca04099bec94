"""Cells in, stored values out, with every problem at its cell (第四条, 第六条, 第七条).

A column is read at a time and each different text once, so that 10,000 pupils of 71 columns take well under a
second; only document numbers are read one by one and never remembered. Checks across fields (birth date and
number, sex, age) are the import procedure's: this is about what stands in a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import cast

from xjcli.errors import Problem
from xjcli.reference import codes
from xjcli.report.progress import Tell, silent
from xjcli.schema.columns import FIELDS, Field
from xjcli.schema.shapes import LONGEST_NOTE
from xjcli.schema.values.classes import Stage, System
from xjcli.schema.values.documents import OTHER, check_document
from xjcli.schema.values.resident import Holder
from xjcli.sheets.cells import as_text
from xjcli.sheets.findings import Finding, Gap, PupilRow, Sheet
from xjcli.sheets.headers import REGISTRY_NUMBER, need_of
from xjcli.sheets.place import Place, School, place_of
from xjcli.sheets.table import EXAMPLE_MARK, Cell, Table, without_collecting
from xjcli.sheets.values import (
    Memo,
    bounded,
    judge_damage,
    parse_auxiliary,
    parse_phone,
    parse_registry,
    parser_of,
    plain_text,
)

_PLACE = ("grade", "class_no", "entry_month", "entry_way")
#: Of the kind "text", but digits that a spreadsheet damages like a document number.
_AUXILIARY = "auxiliary_number"


@dataclass(frozen=True, slots=True)
class Context:
    """Whose desk the sheet lies on. `region_known` answers whether a six-digit code was ever in force (or
    None).
    """

    today: date
    school_code: str
    stages: tuple[Stage, ...]
    system: System = "6-3"
    region_known: Callable[[str], bool] | None = None


def read_pupils(table: Table, *, context: Context, tell: Tell = silent) -> Sheet:
    """Every pupil of the table with stored values, and all problems. Nothing is raised for what a cell holds.

    A row with a refusal is in `rows` too, with what could be read of it; `Sheet.accepted` leaves it out.
    """
    with without_collecting():
        return _Reader(table, context, tell).read()


class _Reader:
    """One sheet being read: columns of stored values side by side, problems collected as they are found."""

    def __init__(self, table: Table, context: Context, tell: Tell) -> None:
        self.table, self.context, self._tell_how_far = table, context, tell
        live = [(number, row) for number, row in enumerate(table.rows, start=table.first_row) if not _is_blank(row)]
        self.findings: list[Finding] = []
        live = self._without_examples(live)
        self.numbers = [number for number, _row in live]
        self.cells: list[Sequence[Cell]] = list(zip(*(row for _number, row in live), strict=False))
        self.values: dict[str, list[str]] = {}
        self.told: dict[str, set[int]] = {}
        self.gaps: list[Gap] = []

    def read(self) -> Sheet:
        count = len(self.numbers)
        for place, wanted in enumerate(FIELDS):
            if wanted.name in self.table.fields:
                self._read_field(wanted)
                self._tell_how_far("check", count * place // len(FIELDS), count)
        self._tell_how_far("check", count, count)
        places = self._places()
        registry = self._registry_numbers()
        self._find_other_school()
        for wanted in FIELDS:
            if wanted.name in self.values:
                self._find_gaps(wanted)
        refused = {finding.row for finding in self.findings if finding.problem.severity == "refuse"}
        refused.update(row for gap in self.gaps if gap.severity == "refuse" for row in gap.rows)
        rows = self._rows(places, registry)
        return Sheet(self.table, rows, self.findings, self.gaps, frozenset(refused))

    def _without_examples(self, rows: list[tuple[int, Sequence[Cell]]]) -> list[tuple[int, Sequence[Cell]]]:
        """The rows without a template's example, which is left aside and said."""
        column = self.table.fields.get("name")
        if column is None:
            return rows
        kept: list[tuple[int, Sequence[Cell]]] = []
        for number, row in rows:
            name = row[column.index] if column.index < len(row) else ""
            if isinstance(name, str) and name.lstrip().startswith(EXAMPLE_MARK):
                note = Problem("sheet.example-row", "note", self.table.address(number, "name"))
                self.findings.append(Finding(number, column.index, note))
            else:
                kept.append((number, row))
        return kept

    def _read_field(self, wanted: Field) -> None:
        texts = self._texts(wanted.name, "auxiliary" if wanted.name == _AUXILIARY else wanted.kind)
        if wanted.kind == "document":
            values = self._documents(wanted, texts)
        elif wanted.kind in ("grade", "class"):
            values = list(texts)  # judged together in `_places`
        elif wanted.name == _AUXILIARY:
            values = self._one_by_one(wanted.name, texts, parse_auxiliary)
        elif wanted.kind == "phone":
            values = self._one_by_one(wanted.name, texts, parse_phone)
        elif wanted.kind == "text":
            values = self._plain(wanted.name, texts)
        else:
            memo = Memo(parser_of(wanted, self.context.today))
            values = [*map(memo.__getitem__, texts)]
            if memo.bad:
                for index, text in enumerate(texts):
                    for problem in memo.bad.get(text, ()):
                        self._tell(index, wanted.name, problem)
            if wanted.kind == "code":
                self._find_lost_zeros(wanted, values)
        self.values[wanted.name] = values

    def _plain(self, name: str, texts: Sequence[str]) -> list[str]:
        """Free texts, none longer than can be sent."""
        values = [plain_text(text) if text else "" for text in texts]
        if max(map(len, values), default=0) > LONGEST_NOTE:
            for index, value in enumerate(values):
                values[index], problems = bounded(value, LONGEST_NOTE)
                for problem in problems:
                    self._tell(index, name, problem)
        return values

    def _find_lost_zeros(self, wanted: Field, values: Sequence[str]) -> None:
        """A code such as 01 that was stored as the number 1 is read, and said."""
        column = self.cells[self.table.fields[wanted.name].index] if self.cells else ()
        if float not in set(map(type, column)):
            return
        for index, cell in enumerate(column):
            if type(cell) is float and values[index].startswith("0") and values[index] != "0":
                label = codes(wanted.table).label(values[index])
                self._tell(index, wanted.name, Problem("sheet.zero-restored", "note", params={"label": label}))

    def _texts(self, name: str, kind: str) -> Sequence[str]:
        """The column as texts; a cell that is not text becomes one only where nothing can be lost."""
        column = self.cells[self.table.fields[name].index] if self.cells else ()
        if set(map(type, column)) <= {str}:
            return cast("Sequence[str]", column)
        texts: list[str] = []
        for index, cell in enumerate(column):
            text, problem = as_text(kind, cell)
            if problem is not None:
                self._tell(index, name, problem)
            texts.append(text)
        return texts

    def _one_by_one(
        self, name: str, texts: Sequence[str], parse: Callable[[str], tuple[str, list[Problem]]]
    ) -> list[str]:
        values: list[str] = []
        for index, text in enumerate(texts):
            value, problems = parse(text) if text else ("", ())
            values.append(value)
            for problem in problems:
                self._tell(index, name, problem)
        return values

    def _documents(self, wanted: Field, texts: Sequence[str]) -> list[str]:
        """Document numbers, each under the type of its own row. Never remembered, never compared here."""
        holder: Holder = "pupil" if wanted.group == "pupil" else "guardian"
        types = self.values.get(wanted.name.replace("_number", "_type")) or [""] * len(texts)
        today, known = self.context.today, self.context.region_known
        values: list[str] = []
        for index, (kind, text) in enumerate(zip(types, texts, strict=True)):
            if not text or not text.strip():
                values.append("")  # `_find_gaps` knows for whom that is a problem
                continue
            if not kind and holder == "pupil":
                values.append("")  # its type is missing or unknown, and said already
                self.told.setdefault(wanted.name, set()).add(index)
                continue
            number, problems = check_document(kind, text, today=today, holder=holder, region_known=known)
            values.append(number)
            if problems or number.endswith("000"):
                for problem in judge_damage(text, number, problems):
                    self._tell(index, wanted.name, problem)
        return values

    def _places(self) -> list[Place]:
        """Stage, cohort and class of every row; different combinations of cells are few."""
        count = len(self.numbers)
        columns = [self.values.get(name) or [""] * count for name in _PLACE]
        school = School(self.context.stages, self.context.system, self.context.today)
        judged: dict[tuple[str, ...], Place] = {}
        places: list[Place] = []
        for index, key in enumerate(zip(*columns, strict=True)):
            place = judged.get(key)
            if place is None:
                grade, class_no, month, way = key
                place = judged[key] = place_of(grade, class_no, month, way, school)
            places.append(place)
            for name, problem in place.problems:
                self._tell(index, name, problem)
        self.values["class_no"] = [place.class_no for place in places]
        self.values["grade"] = [f"{place.stage}-{place.cohort}" if place.stage else "" for place in places]
        return places

    def _registry_numbers(self) -> list[str]:
        if REGISTRY_NUMBER not in self.table.fields:
            return [""] * len(self.numbers)
        texts = self._texts(REGISTRY_NUMBER, "registry")
        return self._one_by_one(REGISTRY_NUMBER, texts, lambda text: parse_registry(text, self.context.today))

    def _find_other_school(self) -> None:
        own = self.context.school_code
        for index, code in enumerate(self.values.get("school_code", ())):
            if code and code != own:
                self._tell(index, "school_code", Problem("sheet.other-school", params={"code": code, "own": own}))

    def _find_gaps(self, wanted: Field) -> None:
        need = need_of(wanted)
        values = self.values[wanted.name]
        if need == "optional" or "" not in values:
            return
        told = self.told.get(wanted.name, ())
        empty: Iterable[int] = (index for index, value in enumerate(values) if not value and index not in told)
        if wanted.group == "member2":
            filled = self._filled("member2_")
            empty = (index for index in empty if filled[index])
        elif wanted.name == "document_number":
            types = self.values.get("document_type", [""] * len(values))
            empty = (index for index in empty if types[index] != OTHER)
        elif wanted.name == "grade":
            # Unreadable 入学年月 or 班级 is said at its own cell; only a row without any of them lacks a
            # grade.
            elsewhere = self.told.get("entry_month", set()) | self.told.get("class_no", set())
            empty = (index for index in empty if index not in elsewhere and self._lacks_month(index))
        rows = [self.numbers[index] for index in empty]
        if rows:
            self.gaps.append(Gap(wanted.name, "refuse" if need == "required" else "warn", rows))

    def _lacks_month(self, index: int) -> bool:
        """Where 年级 has no column of its own, an empty 入学年月 is the gap that is reported."""
        return "grade" in self.table.fields or "entry_month" not in self.table.fields

    def _filled(self, prefix: str) -> list[bool]:
        columns = [values for name, values in self.values.items() if name.startswith(prefix)]
        return [any(cells) for cells in zip(*columns, strict=True)]

    def _rows(self, places: list[Place], registry: list[str]) -> list[PupilRow]:
        names = sorted(self.values)  # once for all rows: in the order in which canonical JSON writes them
        rows: list[PupilRow] = []
        columns = zip(*map(self.values.__getitem__, names), strict=True)
        for number, place, issued, cells in zip(self.numbers, places, registry, columns, strict=True):
            fields = dict(zip(compress(names, cells), filter(None, cells), strict=True))
            rows.append(PupilRow(number, fields, place.stage, place.cohort, issued))
        return rows

    def _tell(self, index: int, name: str, problem: Problem) -> None:
        """Put a problem at its cell; a field without a column of its own is said at the row."""
        row, column = self.numbers[index], self.table.fields.get(name)
        params = {**problem.params, "header": column.header if column else ""}
        where = self.table.address(row, name)
        self.findings.append(
            Finding(row, column.index if column else -1, Problem(problem.code, problem.severity, where, params))
        )
        self.told.setdefault(name, set()).add(index)


def _is_blank(row: Sequence[Cell]) -> bool:
    if not any(row):
        return all(isinstance(cell, str) for cell in row)
    return not any(cell.strip() if isinstance(cell, str) else True for cell in row)
