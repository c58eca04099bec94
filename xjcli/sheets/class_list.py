"""第二十四条: the list of a class that its teacher answers and signs, out as a workbook and back in as answers.

A sheet is known by a line of its own that says whose it is and what the ledger said when it was written, a row by its
record id, a column by its heading: so sheets, rows and columns may come back in any order, from any program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_file, read_bounded
from xjcli.schema.values.normalise import clean_text
from xjcli.sheets.cells import as_text
from xjcli.sheets.container import DEFAULT_LIMITS
from xjcli.sheets.read import open_source
from xjcli.sheets.table import Cell, RawSheet, column_letter
from xjcli.sheets.xlsx import Column, Page, write_book

FORM = "xj.class-list/1"
PRESENT, ABSENT, UNKNOWN = "在", "不在", "不认识"
NUMBER, KEY, NAME, SEX, STATUS, ANSWER, REMARK = (
    "序号", "记录号", "姓名", "性别", "学籍状态", "在班", "去向或说明",
)  # fmt: skip
#: Lines at the end for pupils who sit in class and have no record here.
BLANK_LINES = 5
_SIGNATURE = "班主任签名"
_COLUMNS = (
    Column(NUMBER, 6), Column(KEY, 18), Column(NAME, 14), Column(SEX, 6), Column(STATUS, 18),
    Column(ANSWER, 10, True, (PRESENT, ABSENT, UNKNOWN)), Column(REMARK, 30),
)  # fmt: skip
_WORDS = {
    **dict.fromkeys((PRESENT, "在班", "√", "✓"), PRESENT), **dict.fromkeys((ABSENT, "不在班"), ABSENT),
    UNKNOWN: UNKNOWN,
}  # fmt: skip
_HEADER_WITHIN = 20
_MARK_WORDS = 9
_MOST_DIGITS = 15


class Mark(NamedTuple):
    """What a sheet says of itself: whose, which class, which sheet of how many, how many pupils, the ledger's head."""

    school: str
    semester: str
    class_key: str
    sheet: str
    pupils: int
    seq: int
    head: str
    day: str

    def line(self) -> str:
        return " ".join((FORM, *map(str, self)))


class Line(NamedTuple):
    """A pupil of the list: record id, name, sex and status as people say them."""

    key: str
    name: str
    sex: str
    status: str


class Answer(NamedTuple):
    """A row that came back: the row as Excel counts, the texts of it, `answer` one of the three words, "" or "?"."""

    row: int
    key: str
    name: str
    status: str
    answer: str
    remark: bool


@dataclass(slots=True)
class Returned:
    """A sheet that came back. `letters` are where its columns stand now."""

    name: str
    mark: Mark
    answers: list[Answer] = field(default_factory=list)
    letters: Mapping[str, str] = field(default_factory=dict)

    def at(self, row: int, heading: str = ANSWER) -> str:
        return f"{self.name}!{self.letters[heading]}{row}"


def page_of(title: str, school: str, label: str, mark: Mark, lines: Sequence[Line]) -> Page:
    """The sheet of one class."""
    above = (
        title,
        f"学校：{school}　班级：{label}　学期：{mark.semester}　人数：{mark.pupils}　日期：{mark.day}",
        f"每名学生在“{ANSWER}”列选 {PRESENT}、{ABSENT} 或 {UNKNOWN}；在班而名单上没有的写在表后空行",
        mark.line(),
    )
    return Page(label, _COLUMNS, [*_rows(lines)], above=above, signed=True)


def _rows(lines: Sequence[Line]) -> Iterator[list[str]]:
    for number, line in enumerate(lines, start=1):
        yield [str(number), line.key, line.name, line.sex, line.status, "", ""]
    for number in range(1, BLANK_LINES + 1):
        yield [f"补{number}", "", "", "", "", "", ""]
    yield [f"{_SIGNATURE}：", "", "", "", "", "", ""]
    yield [f"{_SIGNATURE}日期：", "", "", "", "", "", ""]


def write_class_list(path: Path, pages: Sequence[Page], *, force: bool = False) -> None:
    """Write these sheets. Raises Refusal: `sheet.write-format`, and `file.*` of `files.atomic_file`."""
    require_workbook(path)
    with atomic_file(path, private=True, force=force) as stream:
        write_book(stream, pages)


def require_workbook(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise Refusal(Problem("sheet.write-format", where=path.name, params={"formats": "xlsx"}))


def read_class_list(path: Path) -> tuple[list[Returned], list[str]]:
    """Every sheet of a class, and the names of the sheets that are none.

    Raises Refusal: `class-list.no-mark` where no sheet is one, `sheet.*` and `file.*` where the file is no workbook.
    """
    found: list[Returned] = []
    others: list[str] = []
    source = open_source(read_bounded(path, DEFAULT_LIMITS.file_bytes), path.name)
    for sheet in source.sheets:
        returned = _returned(sheet)
        if returned is not None:
            found.append(returned)
        elif any(any(row) for row in sheet.rows):
            others.append(sheet.name)
    if not found:
        raise Refusal(Problem("class-list.no-mark", where=path.name))
    return found, [*others, *source.hidden]


def _returned(sheet: RawSheet) -> Returned | None:
    mark, places, head = None, {}, 0
    for number, row in enumerate(sheet.rows[:_HEADER_WITHIN], start=1):
        texts = [_text(cell) for cell in row]
        mark = mark or next(filter(None, map(_mark, texts)), None)
        if {KEY, NAME, ANSWER, REMARK} <= set(texts):
            places, head = {heading: texts.index(heading) for heading in texts if heading}, number
            break
    if mark is None or not head:
        return None
    returned = Returned(sheet.name, mark, letters={name: column_letter(index) for name, index in places.items()})
    for number, row in enumerate(sheet.rows[head:], start=head + 1):
        answer = _answer(number, {name: _text(row[index]) for name, index in places.items()})
        if answer is not None:
            returned.answers.append(answer)
    return returned


def _answer(number: int, texts: Mapping[str, str]) -> Answer | None:
    """The row as it was answered; None for the lines that are left empty and those of the signature."""
    if any(text.startswith(_SIGNATURE) for text in texts.values()):
        return None
    key, name, said, remark = (texts[heading] for heading in (KEY, NAME, ANSWER, REMARK))
    if not (key or name or said or remark or texts.get(SEX)):
        return None
    word = _WORDS.get(said, "?") if said else ""
    return Answer(number, key.lower(), name, texts.get(STATUS, ""), word, bool(remark))


def is_count(text: str) -> bool:
    """True for a number as `Mark.line` writes one: an altered line may hold anything."""
    return len(text) <= _MOST_DIGITS and text.isascii() and text.isdecimal()


def _mark(text: str) -> Mark | None:
    words = text.split()
    if len(words) != _MARK_WORDS or words[0] != FORM or not (is_count(words[5]) and is_count(words[6])):
        return None
    school, semester, class_key, sheet, pupils, seq, head, day = words[1:]
    return Mark(school, semester, class_key, sheet, int(pupils), int(seq), head, day)


def _text(cell: Cell) -> str:
    """The text of a cell, numbers and dates as they read; a formula that was never calculated is no answer: "?"."""
    text, problem = as_text("text", cell)
    return clean_text(text) if problem is None or text else "?"
