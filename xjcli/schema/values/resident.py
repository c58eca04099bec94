"""第五条: 学籍号以学生居民身份证号为基础生成. So the identity number is read part by part, and each part
says what is wrong.

GB 11643-1999: 6 region + 8 birth + 3 sequence (odd = male) + MOD 11-2 check. The same 18 places carry the
residence permits of 2018 (81 Hong Kong, 82 Macao, 83 Taiwan) and the foreign permanent residence card of
2023 (9 + province 2 + nationality 3 + birth 8 + sequence 3 + check). A number keeps the region code of the
day it was assigned, so a region never rejects: only the two-digit prefix is checked hard, an unknown county
asks for the 户口簿.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xjcli.errors import Problem
from xjcli.schema.values.normalise import clean_number

Holder = Literal["pupil", "guardian"]
#: Answers whether a six-digit region code was ever in force. Never decides more than a warning.
RegionKnown = Callable[[str], bool]

RESIDENT_ID = "resident-id"
HK_PERMIT = "hk-residence-permit"
MO_PERMIT = "mo-residence-permit"
TW_PERMIT = "tw-residence-permit"
FOREIGN_PERMIT = "foreign-permanent-residence"
LEGACY_15 = "legacy-15"

#: GB/T 2260, first two digits, with 71 (Taiwan). 91 is the legacy prefix of overseas holders.
PROVINCES = frozenset(
    (
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
        "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    )
)  # fmt: skip
_KIND_OF_PREFIX = {
    **dict.fromkeys(PROVINCES, RESIDENT_ID),
    "81": HK_PERMIT, "82": MO_PERMIT, "83": TW_PERMIT, "91": RESIDENT_ID,
}  # fmt: skip
#: MOD 11-2 weights are powers of two, and 13 ≡ 2 (mod 11): reading the 17 digits in base 13 *is* the
#: weighted sum.
_CHECK = "10X98765432"
_CHECK_OF_REST = tuple(_CHECK[(2 * rest) % 11] for rest in range(11))
_ODD = frozenset("13579")
_OLDEST_YEAR = 1900


@dataclass(frozen=True, slots=True, repr=False)
class ResidentId:
    """A number that passed every check. `birth_date` is what it says, which need not be true of its holder.

    Its text never shows in a traceback or a log (第二十五条): `repr` masks it.
    """

    text: str
    birth_date: date
    kind: str

    @property
    def region(self) -> str:
        """Six digits, in force when the number was assigned. Of a foreign permanent residence card: 9,
        province, nationality.
        """
        return self.text[:6]

    @property
    def sex(self) -> str:
        """GB/T 2261.1: '1' male, '2' female."""
        return "1" if self.text[16:17] in _ODD or (len(self.text) == 15 and self.text[14] in _ODD) else "2"

    def __repr__(self) -> str:
        return f"ResidentId({self.text[:6]}{'*' * (len(self.text) - 10)}{self.text[-4:]}, {self.kind})"


def check_character(body: str) -> str:
    """The MOD 11-2 check character (ISO 7064) of 17 digits. Raises ValueError for anything else."""
    if len(body) != 17 or not (body.isascii() and body.isdigit()):
        raise ValueError("17 digits are needed")
    return _CHECK_OF_REST[int(body, 13) % 11]


def parse_resident(
    text: str, *, today: date, holder: Holder = "pupil", region_known: RegionKnown | None = None
) -> tuple[ResidentId | None, list[Problem]]:
    """Read an 18-place identity number in any typing. The number is None exactly when a problem refuses.

    Problems `id.*`, every failing part at once. `holder="guardian"` turns a 15-digit number of before 1999
    from a refusal into a warning. `region_known` is asked about the six-digit region; without it, regions
    are not looked up.
    """
    if len(text) == 18 and text.isascii():
        body = text[:17]
        if body.isdigit() and _CHECK_OF_REST[int(body, 13) % 11] == text[17]:
            kind = _KIND_OF_PREFIX.get(text[:2])
            if kind is not None and text[0] != "9":
                try:
                    birth = date.fromisoformat(text[6:14])
                except ValueError:
                    birth = date.max
                if birth <= today and birth.year >= _OLDEST_YEAR and (not region_known or region_known(text[:6])):
                    return ResidentId(text, birth, kind), []
    return _read_parts(clean_number(text), today, holder, region_known)


def kind_of(number: str) -> str:
    """What an 18-place number is, by its prefix; empty if no such prefix exists."""
    if number[0] == "9" and number[1:3] in PROVINCES:
        return FOREIGN_PERMIT
    return _KIND_OF_PREFIX.get(number[:2], "")


def promote_legacy(text: str) -> str:
    """The 18-place number that belongs to a 15-digit one: 19 goes into the year, a check character to the
    end.
    """
    body = f"{text[:6]}19{text[6:]}"
    return body + check_character(body)


def _read_parts(
    number: str, today: date, holder: Holder, region_known: RegionKnown | None
) -> tuple[ResidentId | None, list[Problem]]:
    wrong_shape = _find_shape(number, holder)
    if wrong_shape is not None and wrong_shape.code != "id.legacy-15":
        return None, [wrong_shape]
    problems = [wrong_shape] if wrong_shape is not None else []
    full = promote_legacy(number) if len(number) == 15 else number
    kind = kind_of(full)
    if not kind:
        problems.append(Problem("id.province", params={"province": full[:2]}))
    elif kind != FOREIGN_PERMIT and region_known is not None and not region_known(full[:6]):
        problems.append(Problem("id.region-unknown", "warn", params={"region": full[:6]}))
    birth = _read_birth(full[6:14], today, problems)
    if _CHECK_OF_REST[int(full[:17], 13) % 11] != full[17]:
        problems.append(Problem("id.check-digit"))
    if birth is None or any(problem.severity == "refuse" for problem in problems):
        return None, problems
    return ResidentId(number, birth, LEGACY_15 if len(number) == 15 else kind), problems


def _find_shape(number: str, holder: Holder) -> Problem | None:
    """The first thing that keeps the number from being read part by part, if any."""
    if len(number) == 15 and number.isascii() and number.isdigit():
        return Problem("id.legacy-15", "warn" if holder == "guardian" else "refuse")
    if "E+" in number:
        return Problem("id.scientific")
    if len(number) != 18:
        return Problem("id.length", params={"length": len(number)})
    for position, sign in enumerate(number, start=1):
        if not ("0" <= sign <= "9" or (position == 18 and sign == "X")):
            return Problem("id.characters", params={"position": position})
    return None


def _read_birth(digits: str, today: date, problems: list[Problem]) -> date | None:
    try:
        birth = date.fromisoformat(digits)
    except ValueError:
        problems.append(Problem("id.birth-date"))
        return None
    if birth > today:
        problems.append(Problem("id.future-birth"))
    elif birth.year < _OLDEST_YEAR:
        problems.append(Problem("id.before-1900", "warn", params={"year": birth.year}))
    return birth
