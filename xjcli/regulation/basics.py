"""第十条: which fields of a pupil are 基础信息, whose every change the school and then the authority approve.

The article does not list them; the form of 第七条 does. What the form groups as contact and status the school itself
keeps up to date (第十三条), and so it does with how the people of the family can be reached. Grade and class follow
from acts of their own. A province may list fields that the school alone approves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from xjcli.schema.columns import BY_NAME, FIELDS, IDENTITY_FIELDS

Nature = Literal["basic", "kept", "class", "place"]

#: Of a family member only these change from day to day; who it is, is basic information.
_MEMBER_CONTACT = ("address", "phone", "employer", "position")
#: Where the pupil stands in the school: 升级、留级、跳级、转学 change it, never a correction.
_PLACE = frozenset({"school_code", "grade"})
_CLASS = "class_no"
#: 班内学号 and 就读方式 say how the pupil attends this year; no register or certificate proves them.
_ATTENDANCE = frozenset({"class_seat", "attendance_mode"})

#: 第十三条: the school keeps these up to date and asks nobody.
KEPT: frozenset[str] = (
    frozenset(field.name for field in FIELDS if field.group in ("contact", "status"))
    | frozenset(f"member{number}_{name}" for number in (1, 2) for name in _MEMBER_CONTACT)
    | _ATTENDANCE
)
#: 第十条: 基础信息.
BASIC: frozenset[str] = frozenset(BY_NAME) - KEPT - _PLACE - {_CLASS}


def nature(field: str) -> Nature:
    """How a field is changed: `basic` is corrected, `kept` is updated, `class` is assigned, `place` follows."""
    if field in BASIC:
        return "basic"
    if field in KEPT:
        return "kept"
    return "class" if field == _CLASS else "place"


def touches_identity(changed: Iterable[str]) -> bool:
    """第六条: a change of one of these is compared with the roll before anything else."""
    return any(name in IDENTITY_FIELDS for name in changed)


def awaits_authority(changed: Iterable[str], school_alone: Collection[str]) -> bool:
    """第十条: 报学籍主管部门核准, unless each changed field is one that the province leaves to the school alone."""
    return any(name not in school_alone for name in changed)
