"""One school of an invented county with one fault of each kind, planted by the hands of those who make such faults.

Everything is recorded with the real command lines; only what happens outside the programs is done beside them: a proof
that is deleted, a cell of the roster that a spreadsheet has spoiled, a row of a table changed behind everybody's back.
"""

from __future__ import annotations

import csv
import json
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.end_to_end.at_desk import Days, Seat, clock_at, county, school
from tests.people import Inventor, Pupil
from tests.procedures.desks import resident, sheet
from tests.proofs import png
from xjcli.registry.connect import connect
from xjcli.registry.evidence import FOLDER
from xjcli.schema.values.classes import class_label

OURS, THEIRS = "2132000001", "2132000002"
PUPILS = 42
FOUNDED, REVIEWED = date(2026, 9, 1), date(2026, 10, 20)
#: The day on which the heads were counted, and the one on which a child left without a word.
COUNTED, LEFT = "2026-10-19", "2026-10-12"
Rows = list[dict[str, str]]
#: Who proves whose child it is that has no document.
GUARDIAN = {
    "member1_name": "样大山", "member1_relation": "父亲", "member1_guardian": "是",
    "member1_document_type": "居民身份证", "member1_document_number": resident(911, born="19900101"),
}  # fmt: skip


def number_of(person: Pupil, order: int) -> str:
    """A number as an official list has it: G and the document, L where there is none."""
    document = person.get("document_number", "")
    return f"G{document}" if len(document) == 18 else f"L320102{person['birth_date']}{order:04}"


def newcomer(order: int, name: str, **changed: str) -> list[str]:
    """The answers of an enrolment into the first grade, as options."""
    answers = {
        "name": name, "sex": "男" if order % 2 else "女", "birth_date": "2020-03-05", "document_type": "居民身份证",
        "document_number": resident(order), "grade": "一年级", "class_no": "1", "entry_month": "202609", **changed,
    }  # fmt: skip
    return [word for field_name, value in answers.items() for word in ("--set", f"{field_name}={value}")]


@dataclass
class Story:
    """The county, and who is who: part → record id."""

    folder: Path
    days: Days
    office: Seat
    ours: Seat
    theirs: Seat
    people: list[Pupil]
    who: dict[str, str] = field(default_factory=dict)
    undoable: str = ""
    lost: Path = Path()

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    @property
    def proof(self) -> Path:
        return self.folder / "户口簿.png"

    @property
    def roster(self) -> Path:
        return self.folder / "国网.csv"

    def carry(self, *, up: bool = True) -> None:
        """Both schools and the authority exchange what they have, over the stick."""
        for seat in (self.ours, self.theirs):
            if up:
                seat.do("push", "--to", self.stick)
        self.office.do("intake", self.stick)
        self.office.do("outbox", self.stick)
        for seat in (self.ours, self.theirs):
            seat.do("pull", "--from", self.stick)

    def approve(self) -> None:
        self.office.do("approve", "--all-clean", "--yes")

    def exported(self) -> Rows:
        """Our own roll as the national workbook has it, row by row; the family's headings repeat."""
        path = self.folder / "上报.csv"
        self.ours.do("export", path, "--as", "national-b", "--full", "--because", "上报", "--force", "--yes")
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading, *lines = csv.reader(file)
        names = [name + "#" * heading[:index].count(name) for index, name in enumerate(heading)]
        return [dict(zip(names, line, strict=True)) for line in lines]

    def write_roster(self, rows: Rows) -> None:
        with self.roster.open("w", encoding="utf-8-sig", newline="") as file:
            names = list(dict.fromkeys(name for row in rows for name in row))
            writer = csv.writer(file)
            writer.writerow([name.rstrip("#") for name in names])
            writer.writerows([row.get(name, "") for name in names] for row in rows)

    def row_of(self, rows: Rows, part: str) -> dict[str, str]:
        """The row of this pupil, by the document that its record has."""
        document = self.person(part)["document_number"]
        return next(row for row in rows if row["身份证件号"] == document)

    def person(self, part: str) -> dict[str, Any]:
        """What is recorded of this pupil, unmasked: read beside the program, as nobody at a desk could."""
        with closing(connect(self.ours.home / "registry.db", "read")) as there:
            row = there.execute("select person from records where record_id = ?", (self.who[part],)).fetchone()
        found: dict[str, Any] = json.loads(row[0])
        return found

    def behind_the_back(self, home: Path, name: str, statement: str, **values: Any) -> None:
        """A change of a table that no program has made."""
        engine = create_engine(f"sqlite:///{(home / name).as_posix()}")
        with engine.begin() as there:
            there.execute(text(statement), values)


def founded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A school whose pupils were taken on and are level with the authority, and a second school of the county."""
    days = clock_at(monkeypatch, FOUNDED)
    office, authority_print = county(folder)
    ours, theirs = (school(folder, office, authority_print, code) for code in (OURS, THEIRS))
    people = list(Inventor(7, FOUNDED).school(OURS, PUPILS))
    for order, person in enumerate(people):
        person["registry_number"] = number_of(person, order)
    story = Story(folder, days, office, ours, theirs, people)
    story.stick.mkdir()
    story.proof.write_bytes(png())
    monkeypatch.chdir(folder)
    for seat in (ours, theirs):
        seat.do("registrar", "add", "测试老师", "--trained", "2026-08-20", "--yes")
    ours.do("import", sheet(folder / "接管.xlsx", people), "--as", "take-on", "--yes")
    story.carry()
    return story


def planted(story: Story) -> None:
    """One fault of each kind, as they come about between the first day and the review."""
    _choose(story)
    _what_will_run_out(story)
    story.days.today = date(2026, 9, 21)
    _what_other_schools_do(story)
    story.days.today = date(2026, 10, 19)
    _what_waits_at_the_authority(story)
    _what_was_not_sent(story)
    story.days.today = REVIEWED
    _what_nobody_recorded(story)


#: The parts in the story that are played by pupils with an identity number above the first grade.
PARTS = (
    "on-leave", "proof-lost", "left", "dropout", "moving", "asked", "bad-phone", "died", "held", "class", "phone",
    "ethnicity", "two-numbers", "listed-twice", "not-listed", "damaged", "moved",
)  # fmt: skip


def _choose(story: Story) -> None:
    by_name = {item["name"]: item["record_id"] for item in story.ours.do("find", "--limit", "100")["items"]}
    known = [each for each in story.people if len(each.get("document_number", "")) == 18 and each["grade"] != "一年级"]
    story.who = {part: by_name[person["name"]] for part, person in zip(PARTS, known, strict=False)}
    assert len(story.who) == len(PARTS)


def _what_will_run_out(story: Story) -> None:
    """第七、十三、十五、十九条: a leave that ends, a proof that gets lost, a dossier not opened and one not sent on."""
    ours, who = story.ours, story.who
    lost = story.folder / "证明.png"
    lost.write_bytes(png(5, 5))
    for part, until, proof in (("on-leave", "2026-10-09", story.proof), ("proof-lost", "2027-03-31", lost)):
        ours.do("leave", who[part], "--until", until, "--ground", "illness", "--evidence", proof, "--yes")
    ours.do("enroll", *newcomer(901, "样小甲"), "--yes")
    who["no-dossier"] = _found(story, "样小甲")
    _asked_for(story, "moved")
    story.carry()
    ours.do("transfer", "release", who["moved"], "--yes")
    story.carry()
    story.approve()
    story.carry(up=False)


def _asked_for(story: Story, part: str) -> None:
    """The other school asks for this pupil."""
    person = story.person(part)
    told = {name: person[name] for name in ("name", "sex", "birth_date", "document_type", "document_number")}
    answers = [word for name, value in {**told, "grade": "二年级", "class_no": "1", "entry_month": "202509"}.items()
               for word in ("--set", f"{name}={value}")]  # fmt: skip
    story.theirs.do(
        "transfer", "request", "--from", OURS, "--reason", "迁居", "--evidence", story.proof, *answers, "--yes"
    )


def _what_other_schools_do(story: Story) -> None:
    """第五、十四、二十一条: another school asks for a pupil and registers a child that we shall register too."""
    died = story.person("died")
    story.ours.do(
        "decease", story.who["died"], "--died-on", "2026-09-20", "--certificate", "虚构证字1号", "--confirm-name",
        died["name"], "--evidence", story.proof, "--yes",
    )  # fmt: skip
    _asked_for(story, "moving")
    story.theirs.do("enroll", *newcomer(951, "样小丁"), "--evidence", story.proof, "--yes")
    story.carry()
    story.approve()
    story.carry(up=False)


def _what_waits_at_the_authority(story: Story) -> None:
    """第五、十条: a correction that waits, and a child whom another school has already."""
    ours, who = story.ours, story.who
    ours.do("correct", who["asked"], "--set", "native_place=虚构市", "--evidence", story.proof, "--yes")
    ours.do("enroll", *newcomer(951, "样小丙"), "--evidence", story.proof, "--yes")
    who["two-schools"] = _found(story, "样小丙")
    story.carry()


def _what_was_not_sent(story: Story) -> None:
    """第四、六、二十二、二十三条: recorded and not sent; and what is wrong with the record or the office itself."""
    ours, who = story.ours, story.who
    ours.do("update", who["bad-phone"], "--set", "phone=123", "--yes")
    ours.do(
        "dropout", who["dropout"], "--since", COUNTED, "--ground", "外出务工", "--township", "虚构镇人民政府",
        "--because", "家访记录", "--yes",
    )  # fmt: skip
    ours.do("enroll", *newcomer(903, "样小戊"), "--evidence", story.proof, "--yes")
    who["not-sent"] = _found(story, "样小戊")
    same = newcomer(901, "样小甲", document_type="其他", document_number="", **GUARDIAN)
    twin = ours.do("enroll", *same, "--evidence", story.proof, "--because", "家长称是另一名学生", "--yes")
    who["twin"], story.undoable = twin["record_id"], twin["operation"]
    ours.do("registrar", "add", "新来老师", "--yes")


def _what_nobody_recorded(story: Story) -> None:
    """第十三、二十四条: a child who left without a word, a head count that was miscounted, a proof that is gone."""
    ours = story.ours
    (left,) = ours.do("find", story.who["left"])["items"]
    mine, other = _class_of(left), "一年级(1)班"
    for place, off in ((mine, -1), (other, +1)):
        ours.do("assert", "roster", "--class", place, "--count", str(_present(story, place) + off), "--on", COUNTED,
                "--yes")  # fmt: skip
    story.who["counted-class"], story.who["miscounted-class"] = mine, other
    (stored,) = [path for path in (ours.home / FOLDER).rglob("*") if path.is_file() and path.read_bytes() == png(5, 5)]
    stored.unlink()
    story.lost = stored
    story.behind_the_back(
        story.office.home, "authority.db", "update records set class_no = '09' where record_id = :r",
        r=story.who["held"],
    )  # fmt: skip


def _class_of(item: dict[str, Any]) -> str:
    return class_label(item["grade"], item["class"])


def _present(story: Story, place: str) -> int:
    """How many sit in this class, as the review counts them."""
    classes = story.ours.run("reconcile").result["identity"]["classes"]
    return int(next(line["closing"] for line in classes if line["label"] == place))


def _found(story: Story, name: str) -> str:
    (item,) = story.ours.do("find", name)["items"]
    return str(item["record_id"])


def spoiled(story: Story) -> Rows:
    """第二十四条: the roster of the system above with its own faults; whom we registered yesterday it does not know."""
    rows = story.exported()
    row = {part: story.row_of(rows, part) for part in (*PARTS, "not-sent", "two-schools")}
    row["class"]["班级号"] = "9"
    row["phone"]["联系电话"] = "13900001111"
    row["ethnicity"]["民族"] = "藏族"
    row["two-numbers"]["学籍号"] = "G" + resident(905)
    row["damaged"]["身份证件号"] = "3.20106E+17"
    row["bad-phone"]["联系电话"] = next(
        each["phone"] for each in story.people if each["name"] == row["bad-phone"]["姓名"]
    )
    strangers = [row[part] for part in ("not-sent", "two-schools", "not-listed", "moved")]
    twin = next(each for each in rows if each["姓名"] == "样小甲" and not each["身份证件号"])
    left = [each for each in rows if each is not twin and all(each is not other for other in strangers)]
    first = next(each for each in rows if each["年级"].startswith("一年级") and each["身份证件号"])
    new = {**first, "姓名": "样小新", "身份证件号": resident(907), "出生日期": "20200305", "性别": "男", "学籍号": ""}
    return [*left, dict(row["listed-twice"]), {**new, "学籍号": "G" + resident(907)}]


def mended(story: Story) -> Rows:
    """The same roster after the system above has mended what was its own fault."""
    rows = story.exported()
    for part in ("died", "moved", "moving"):
        rows.remove(story.row_of(rows, part))
    return rows
