"""第六条: 学校不得以虚假信息建立学籍. What a single cell cannot show: columns of one pupil that contradict
each other.

Only a birth date that differs from the identity number refuses; everything else warns, because the tables
behind it are the national importer's practice, not a named text. What a number's region says is never
compared with birthplace, 家庭 or 户口: it was assigned once, somewhere else. Codes are those of data/codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from xjcli.errors import Problem
from xjcli.schema.values.codes import SPECIAL

_Person = Mapping[str, str]

CHINA = "156"
#: Nationality/region codes of Chinese citizens, with the 港澳台侨外 code that belongs to each special region.
_CHINESE = MappingProxyType({"156": "", "344": "01", "446": "03", "158": "05"})
#: 港澳台侨外 → 身份证件类型 that fits, and the prefix of the residence permit that fits as well.
_COMPATRIOT = MappingProxyType({"01": ("6", "81"), "03": ("7", "82"), "05": ("8", "83")})
_FOREIGN = frozenset({"41", "51"})
_FOREIGN_DOCUMENTS = frozenset({"A", "9", "Z"})
_NO_NUMBER_TYPE = "Z"
_DISABLED_HEALTH = "50"
_NO_DISABILITY = frozenset({"", "none"})
#: 随班就读 → 残疾类型 that fit it (the national importer's rule).
_INCLUSIVE_FITS = MappingProxyType(
    {
        "visual": frozenset({"visual"}),
        "hearing": frozenset({"hearing"}),
        "intellectual": frozenset({"intellectual"}),
        "other": frozenset({"speech", "physical", "mental", "multiple", "other"}),
    }
)
#: Stage → age on 31 August of the year of entering it (义务教育法第十一条: 6), and the tolerance in years.
_AGE_AT_ENTRY = MappingProxyType(
    {
        ("primary", "6-3"): 6, ("junior", "6-3"): 12, ("senior", "6-3"): 15,
        ("primary", "5-4"): 6, ("junior", "5-4"): 11, ("senior", "5-4"): 15,
    }
)  # fmt: skip
_AGE_TOLERANCE = 2
_PHONE = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}|(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?", re.ASCII)
_PHONE_MARKS = str.maketrans("", "", " ()（）")
_MEMBERS = ("member1", "member2")
_YES = "1"


def find_conflicts(person: _Person, place: Mapping[str, Any], *, today: date) -> list[Problem]:
    """Every contradiction between the columns of one pupil; `where` is the field to look at.

    `person` holds stored texts by field name, `place` stage and cohort and, where it is not 6-3, `system`.
    Cells that are wrong by themselves are the parsers' business (`schema.values`) and are passed over here.
    """
    problems: list[Problem] = []
    get = person.get
    number = get("document_number", "")
    if len(number) == 18 and number[:17].isdigit():
        _compare_number(number, get("birth_date", ""), get("sex", ""), problems)
    elif not number and get("document_type") == _NO_NUMBER_TYPE:
        _check_no_number(person, problems)
    disability = get("disability", "")
    inclusive = get("inclusive", "")
    if inclusive or disability:
        _check_inclusive(person, inclusive, disability, problems)
    if get("health") == _DISABLED_HEALTH and disability in _NO_DISABILITY:
        problems.append(Problem("person.health-disability", "warn", "disability"))
    overseas = get("overseas", "")
    nationality = get("nationality", "")
    if overseas not in ("", "00") or nationality not in ("", CHINA):
        _check_origin(nationality, overseas, get("document_type", ""), number, problems)
    _check_contacts(person, problems)
    _check_age(get("birth_date", ""), place, today, problems)
    return problems


def _compare_number(number: str, birth_date: str, sex: str, problems: list[Problem]) -> None:
    """第五条: 出生日期 = places 7–14, sex = parity of place 17 (rare lawful exceptions, so it only warns)."""
    if birth_date and number[6:14] != birth_date[:4] + birth_date[5:7] + birth_date[8:]:
        problems.append(Problem("person.birth-differs", "refuse", "birth_date"))
    if sex in ("1", "2") and (number[16] in "13579") != (sex == "1"):
        problems.append(Problem("person.sex-differs", "warn", "sex"))


def _check_no_number(person: _Person, problems: list[Problem]) -> None:
    """类型为“其他”且无号码: 在校就读证明, and at least one guardian with a document."""
    problems.append(Problem("person.proof-needed", "note", "document_number"))
    for member in _MEMBERS:
        if person.get(f"{member}_document_number") and person.get(f"{member}_guardian", _YES) in (_YES, ""):
            return
    problems.append(Problem("person.guardian-document", "warn", "member1_document_number"))


def _check_inclusive(person: _Person, inclusive: str, disability: str, problems: list[Problem]) -> None:
    """随班就读 and 残疾类型 go together; in a special school a disability without 随班就读 is the rule."""
    if inclusive in ("", "none"):
        special = person.get("school_code", "").startswith(SPECIAL)
        if inclusive and disability not in _NO_DISABILITY and not special:
            problems.append(Problem("person.inclusive-none", "warn", "inclusive"))
        return
    fitting = _INCLUSIVE_FITS.get(inclusive)
    if fitting is not None and disability not in fitting:
        problems.append(Problem("person.inclusive-disability", "warn", "disability"))


def _check_origin(nationality: str, overseas: str, document_type: str, number: str, problems: list[Problem]) -> None:
    """第二十八条: nationality, 港澳台侨外 and document have to tell one story."""
    if nationality and nationality not in _CHINESE:
        if overseas and overseas not in _FOREIGN and overseas != "99":
            problems.append(Problem("person.foreign-overseas", "warn", "overseas"))
        if document_type and document_type not in _FOREIGN_DOCUMENTS:
            problems.append(Problem("person.foreign-document", "warn", "document_type"))
        return
    if nationality and overseas in _FOREIGN:
        problems.append(Problem("person.chinese-overseas", "warn", "overseas"))
    belongs = _CHINESE.get(nationality, "")
    if belongs and overseas and overseas != belongs:
        problems.append(Problem("person.region-overseas", "warn", "overseas"))
    fitting = _COMPATRIOT.get(overseas)
    if fitting is None or not document_type or document_type == fitting[0]:
        return
    if not (len(number) == 18 and number.startswith(fitting[1])):
        problems.append(Problem("person.compatriot-document", "warn", "document_type"))


def _check_contacts(person: _Person, problems: list[Problem]) -> None:
    """A phone that cannot ring, and a relation 其他 without its 关系说明. An empty member is not asked
    about.
    """
    get = person.get
    phone = get("phone")
    if phone and not _rings(phone):
        problems.append(Problem("person.phone", "warn", "phone"))
    for member in _MEMBERS:
        phone = get(f"{member}_phone")
        if phone and not _rings(phone):
            problems.append(Problem("person.phone", "warn", f"{member}_phone"))
        if get(f"{member}_relation") == "other" and not get(f"{member}_relation_note"):
            problems.append(Problem("person.relation-note", "warn", f"{member}_relation_note"))


def _rings(phone: str) -> bool:
    return _PHONE.fullmatch(phone) is not None or _PHONE.fullmatch(phone.translate(_PHONE_MARKS)) is not None


def _check_age(birth_date: str, place: Mapping[str, Any], today: date, problems: list[Problem]) -> None:
    """Age on 31 August of the year of entry, against the usual one ± 2; a birth after today is impossible."""
    if not birth_date:
        return
    if birth_date > today.isoformat():
        problems.append(Problem("person.birth-future", "refuse", "birth_date"))
        return
    usual = _AGE_AT_ENTRY.get((place.get("stage", ""), place.get("system") or "6-3"))
    cohort = place.get("cohort")
    if usual is None or not isinstance(cohort, int):
        return
    age = cohort - int(birth_date[:4]) - (birth_date[5:] > "08-31")
    if abs(age - usual) > _AGE_TOLERANCE:
        problems.append(Problem("person.age-unusual", "warn", "birth_date", {"age": age, "usual": usual}))
