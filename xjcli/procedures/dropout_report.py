"""辍学情况报告 (第二十二条): the same report to three addressees, each numbered, in Word and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Refusal
from xjcli.papers.together import together
from xjcli.procedures.issue import Paper, issue
from xjcli.procedures.key import require_authority
from xjcli.procedures.pupils import grade_today
from xjcli.reference import codes, region_name
from xjcli.regulation.finishing import is_migrant, retained_until
from xjcli.schema.record import Record
from xjcli.schema.values.classes import grade_label

KIND = "dropout-report"
_ENDINGS = (".docx", ".md")


@dataclass(frozen=True, slots=True)
class Absence:
    """What the registrar says of a pupil who stays away."""

    since: date
    ground: str
    township: str = ""


class Names(NamedTuple):
    """The three addressees of the report, as it names them."""

    township: str
    county: str
    authority: str


def names_of(desk: Desk, township: str) -> Names:
    """By settings, and by the card of the authority that this school trusts."""
    try:
        authority = require_authority(desk).name
    except Refusal:
        authority = "学籍主管部门"
    return Names(township, desk.settings.county or "县级教育行政部门", authority)


def write_reports(
    desk: Desk, records: Sequence[Record], absence: Absence, names: Names, folder: Path, on: date
) -> list[str]:
    """Write all of them, or none; gives the files' names, which name no pupil. The two files of one report say the
    same and bear one number.
    """
    addressees = {"township": names.township, "county": names.county, "authority": names.authority}
    written: list[str] = []
    with together() as put, desk.registry.transaction():
        for record in records:
            values = _values(desk, record, absence, on) | addressees
            for which, addressee in addressees.items():
                paths = [folder / f"{KIND}-{record.record_id}-{which}{ending}" for ending in _ENDINGS]
                paper = Paper(KIND, {**values, "addressee": addressee}, {}, record.record_id)
                issue(desk, paper, paths, put, force=True)
                written += [path.name for path in paths]
    return written


def _values(desk: Desk, record: Record, absence: Absence, on: date) -> dict[str, str]:
    said = record.person.get
    region = str(said("household_region", ""))
    place = region_name(region) or region
    return {
        "name": record.name,
        "sex": codes("sex").label(record.sex),
        "birth_date": _day(date.fromisoformat(record.birth_date)),
        "registry_number": record.registry_number,
        "grade": grade_label(grade_today(desk, record.stage, record.cohort, absence.since)),
        "class_no": record.class_no,
        "household_region": place,
        "address": str(said("address", "")),
        "guardian": str(said("member1_name", "")),
        "guardian_phone": str(said("member1_phone", "") or said("phone", "")),
        "since": _day(absence.since),
        "ground": absence.ground,
        "retained_until": _day(retained_until(record, desk.settings.system)),
        "migrant_note": _MIGRANT.format(place=place or "户籍所在地")
        if is_migrant(record, desk.settings.region)
        else "",
        "school": desk.settings.name,
        "registrar": desk.registrar,
        "reported_on": _day(on),
    }


_MIGRANT = (
    "\u3000\u3000该生为外来务工人员随迁子女。依照第二十二条第二款，我校已备好其学籍档案，"
    "请学籍主管部门于学期末转交其户籍所在地（{place}）县级教育行政部门。"
)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
