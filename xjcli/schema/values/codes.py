"""第三条: 学校实施, 属地管理. A school and an authority are known by their codes, never by a name that can
change.

学校(机构)标识码: 10 digits = 2 kind of school + 2 province + 6 serial, no check digit (编制规则); a renamed
school keeps it, a school that changes its kind gets a new one, none is used again
(《学校(机构)代码管理办法》, 2011). An authority is known by the six digits of its region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from xjcli.errors import Problem
from xjcli.schema.values.normalise import clean_number
from xjcli.schema.values.resident import PROVINCES

Level = Literal["PROVINCE", "PREFECTURE", "COUNTY"]

_ALL = ("primary", "junior", "senior")
#: Kinds of school of the 编制规则 with the stages they may teach; a school of nine or twelve years counts
#: by its highest.
TYPE_STAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "11": (), "21": ("primary",), "22": ("primary",), "31": ("primary", "junior"), "32": ("junior",),
        "33": ("junior",), "34": _ALL, "35": ("senior",), "36": (), "37": _ALL, "41": (), "42": (),
        "51": _ALL, "91": (), "92": (), "93": (),
    }
)  # fmt: skip
SPECIAL, SPECIALISED = "51", "37"
#: Statistics give the Production and Construction Corps in Xinjiang a code of its own.
_SCHOOL_PROVINCES = PROVINCES | {"66", "81", "82"}


@dataclass(frozen=True, slots=True)
class SchoolCode:
    """A 学校标识码 of the right shape."""

    text: str

    @property
    def type(self) -> str:
        """Two digits, kind of school: 21 primary, 31 junior, 34 senior or complete, 37 specialised, 51
        special.
        """
        return self.text[:2]

    @property
    def province(self) -> str:
        """Two digits of GB/T 2260."""
        return self.text[2:4]

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages that a school of this kind may teach; empty if the kind is none of this program's, or
        unknown.
        """
        return TYPE_STAGES.get(self.type, ())


@dataclass(frozen=True, slots=True)
class AuthorityCode:
    """The code of a 学籍主管部门: the six digits of its region."""

    text: str

    @property
    def level(self) -> Level:
        """By its zeros: 440000 province, 440100 prefecture, 440106 county."""
        if self.text.endswith("0000"):
            return "PROVINCE"
        return "PREFECTURE" if self.text.endswith("00") else "COUNTY"


def parse_school_code(text: str) -> tuple[SchoolCode | None, list[Problem]]:
    """Read a 学校标识码. Refused for its shape only; an unknown kind or province warns (`school-code.*`)."""
    number = clean_number(text)
    if not (number.isascii() and number.isdigit()):
        return None, [Problem("school-code.characters")]
    if len(number) != 10:
        return None, [Problem("school-code.length", params={"length": len(number)})]
    code = SchoolCode(number)
    problems: list[Problem] = []
    if code.type not in TYPE_STAGES:
        problems.append(Problem("school-code.type-unknown", "warn", params={"type": code.type}))
    if code.province not in _SCHOOL_PROVINCES:
        problems.append(Problem("school-code.province-unknown", "warn", params={"province": code.province}))
    return code, problems


def parse_authority_code(text: str) -> tuple[AuthorityCode | None, list[Problem]]:
    """Read the six digits of an authority. Refused for its shape or a prefix that does not exist
    (`authority-code.*`).
    """
    number = clean_number(text)
    if len(number) != 6 or not (number.isascii() and number.isdigit()):
        return None, [Problem("authority-code.shape", params={"length": len(number)})]
    if number[:2] not in _SCHOOL_PROVINCES:
        return None, [Problem("authority-code.province", params={"province": number[:2]})]
    return AuthorityCode(number), []
