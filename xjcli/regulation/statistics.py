"""第二十四条: each semester a school goes through its registrations. These are the figures it goes by (学生概况):
how many pupils the school keeps the record of, and of what kind they are, per class, per grade and in all.

Counted is everyone who is on the roll on the day, present or not; who has left, or has only asked to come, is not.
What nobody stated counts nowhere but in the group of the unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from xjcli.schema.record import ON_ROLL, Record
from xjcli.schema.values.classes import STAGES, System, grade_of

#: What is not stated, in a kind that everyone is one of.
UNKNOWN = ""
TOTAL = "total"
_HAN = "01"


@dataclass(frozen=True, slots=True)
class Group:
    """A class (`grade_no`, `class_no`), a grade (no class) or the school (grade 0), and how many are of each kind."""

    grade_no: int
    class_no: str
    counts: Mapping[str, int]

    def count(self, kind: str) -> int:
        """How many of the group are of this kind (`sex:2`, `minority`); 0 of a kind that does not occur."""
        return self.counts.get(kind, 0)

    @property
    def total(self) -> int:
        """How many pupils."""
        return self.count(TOTAL)


@dataclass(frozen=True, slots=True)
class Statistics:
    """学生概况 of one day."""

    day: date
    school: Group
    grades: tuple[Group, ...]
    classes: tuple[Group, ...]

    def values(self, kind: str) -> tuple[str, ...]:
        """The values that occur of a kind that everyone is one of: of `sex` 1 and 2."""
        head = f"{kind}:"
        found = (name.removeprefix(head) for name in self.school.counts if name.startswith(head))
        return tuple(sorted(found, key=_rank(kind)))


def _rank(kind: str) -> Callable[[str], tuple[bool, int, str]]:
    """Ages by their number, statuses as the life cycle has them, codes as they are; the unknown last."""

    def rank(value: str) -> tuple[bool, int, str]:
        number = ON_ROLL.index(value) if kind == "status" else int(value) if kind == "age" and value else 0
        return value == UNKNOWN, number, value

    return rank


def _stated(name: str) -> Callable[[Record], str]:
    return lambda record: str(record.person.get(name) or UNKNOWN)


def _yes(name: str) -> Callable[[Record, str], bool]:
    return lambda record, _county: record.person.get(name) == "1"


#: Kinds of which each pupil is exactly one.
PARTITIONS: Mapping[str, Callable[[Record], str]] = MappingProxyType(
    {
        "sex": lambda record: record.sex,
        "status": lambda record: record.status,
        "household": _stated("household_type"),
        "entry": _stated("entry_way"),
        "attendance": _stated("attendance_mode"),
    }
)
#: Kinds that a pupil is, or is not; the second argument is the region of the school.
FLAGS: Mapping[str, Callable[[Record, str], bool]] = MappingProxyType(
    {
        "minority": lambda record, _county: record.person.get("ethnicity", "") not in ("", _HAN),
        "migrant": _yes("migrant_child"),
        "elsewhere": lambda record, county: elsewhere(str(record.person.get("household_region") or ""), county),
        "left-behind": lambda record, _county: record.person.get("left_behind", "") not in ("", "0"),
        "orphan": _yes("orphan"),
        "martyr": _yes("martyr_family"),
        "subsidy": _yes("gets_subsidy"),
        "aid": _yes("needs_aid"),
        "disability": lambda record, _county: record.person.get("disability", "") not in ("", "none"),
    }
)


def elsewhere(household: str, county: str) -> bool:
    """非本县户籍: the household is registered outside the region of the school; nobody knows without both codes."""
    if not household or not county:
        return False
    within = county.removesuffix("0000").removesuffix("00") if county.endswith("00") else county
    return not household.startswith(within)


def age_on(birth_date: str, day: date) -> str:
    """周岁 on this day: full years, as text; empty where no date of birth is known."""
    if not birth_date:
        return UNKNOWN
    born = date.fromisoformat(birth_date)
    return str(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def statistics(records: Iterable[Record], day: date, *, county: str = "", system: System = "6-3") -> Statistics:
    """Count the pupils on the roll among `records`, as they stand on `day`.

    `county` is the six digits of the school's region; without it nobody is from elsewhere.
    """
    school: Counter[str] = Counter({TOTAL: 0})
    grades: dict[int, Counter[str]] = {}
    classes: dict[tuple[int, str], Counter[str]] = {}
    for record in records:
        if record.status not in ON_ROLL:
            continue
        kinds = tuple(_kinds(record, day, county))
        grade_no = _grade(record, day, system)
        for counter in (
            school,
            grades.setdefault(grade_no, Counter()),
            classes.setdefault((grade_no, record.class_no), Counter()),
        ):
            counter.update(kinds)
    return Statistics(
        day,
        Group(0, "", MappingProxyType(dict(school))),
        tuple(Group(number, "", MappingProxyType(dict(grades[number]))) for number in sorted(grades)),
        tuple(Group(*place, MappingProxyType(dict(classes[place]))) for place in sorted(classes)),
    )


def _kinds(record: Record, day: date, county: str) -> Iterator[str]:
    yield TOTAL
    yield from (f"{kind}:{of(record)}" for kind, of in PARTITIONS.items())
    yield f"age:{age_on(record.birth_date, day)}"
    yield from (kind for kind, is_one in FLAGS.items() if is_one(record, county))


def _grade(record: Record, day: date, system: System) -> int:
    stage = next(name for name in STAGES if name == record.stage)
    return grade_of(stage, record.cohort, day, system)
