"""第五条: 学籍号, 一人一号，终身不变. Its rule was issued separately
(《学校(机构)人员基础信息代码编制规则》, 2013-09-18).

19 places: G (formal) + identity number; L (temporary) + region of the school 6 + birth 8 + 4 random; J
(self-coded, no usable identity number) + region 6 + birth 8 + sequence 3 + check. Only the national system
issues them. What this program makes itself is `TMP-…`, which nobody can take for one. A G number may
lawfully differ from an identity number corrected later.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from xjcli.errors import Problem
from xjcli.schema.values.normalise import clean_number
from xjcli.schema.values.resident import PROVINCES, RegionKnown, check_character, kind_of

Prefix = Literal["G", "J", "L"]
FORMAL, SELF_CODED, TEMPORARY = "formal", "self-coded", "temporary"
_MEANING: dict[str, str] = {"G": FORMAL, "J": SELF_CODED, "L": TEMPORARY}
_LOCAL = re.compile(r"TMP-[0-9A-HJKMNP-TV-Z]{8}", re.ASCII)
#: Crockford's letters: nothing that a person reads aloud can be mistaken for another.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True, repr=False)
class RegistryNumber:
    """A 学籍号 of the right shape. Its text never shows in a traceback or a log (第二十五条): `repr` masks
    it.
    """

    text: str

    @property
    def prefix(self) -> Prefix:
        """G formal, J self-coded, L temporary."""
        return cast("Prefix", self.text[0])

    @property
    def tail(self) -> str:
        """The 18 places after the letter; of a G number the identity number it was made from."""
        return self.text[1:]

    @property
    def birth_date(self) -> date | None:
        """The birth date it carries, or None where its eight digits are no date."""
        return _read_birth(self.text)

    def __repr__(self) -> str:
        return f"RegistryNumber({self.text[:7]}********{self.text[15:]})"


@dataclass(frozen=True, slots=True, repr=False)
class Parts:
    """What each place of a 学籍号 says. `order` is the sequence (G, J: 3 digits) or the random tail (L: 4).

    `check` is empty for L, `check_holds` None. All of it together *is* the number: mask what is shown.
    """

    prefix: Prefix
    meaning: str
    region: str
    birth_date: date | None
    order: str
    sex: str | None
    check: str
    check_holds: bool | None


def parse_registry_number(
    text: str, *, today: date | None = None, region_known: RegionKnown | None = None
) -> tuple[RegistryNumber | None, list[Problem]]:
    """Read a 学籍号 in any typing; None exactly when a problem refuses. Problems `number.*`.

    G: the tail must be a real date and hold its check digit. J: both only warn. L: an impossible date
    warns, and there is no check digit, its last four places are random. `today` is needed to see a birth in
    the future.
    """
    number = clean_number(text)
    wrong_shape = _find_shape(number)
    if wrong_shape is not None:
        return None, [wrong_shape]
    formal = number[0] == "G"
    problems: list[Problem] = []
    birth = _read_birth(number)
    if birth is None or (today is not None and birth > today):
        problems.append(Problem("number.birth-date", "refuse" if formal else "warn"))
    if number[0] != "L" and check_character(number[1:18]) != number[18]:
        problems.append(Problem("number.check-digit", "refuse" if formal else "warn"))
    if not _region_plausible(number, region_known):
        problems.append(Problem("number.region-unknown", "warn", params={"region": number[1:7]}))
    refused = any(problem.severity == "refuse" for problem in problems)
    return None if refused else RegistryNumber(number), problems


def find_birth_difference(number: RegistryNumber, birth_date: str) -> list[Problem]:
    """Warns where a 学籍号 carries another birth date than the record's (ISO text): it keeps the one it was
    issued with.
    """
    if number.text[7:15] == birth_date.replace("-", ""):
        return []
    return [Problem("number.birth-differs", "warn")]


def explain(number: RegistryNumber) -> Parts:
    """The places of a 学籍号, for `xj number explain`."""
    text, prefix = number.text, number.prefix
    random_tail = prefix == "L"
    return Parts(
        prefix=prefix,
        meaning=_MEANING[prefix],
        region=text[1:7],
        birth_date=_read_birth(text),
        order=text[15:] if random_tail else text[15:18],
        sex=("1" if int(text[17]) % 2 else "2") if prefix == "G" else None,
        check="" if random_tail else text[18],
        check_holds=None if random_tail else check_character(text[1:18]) == text[18],
    )


def make_local(record_id: str) -> str:
    """The school's own mark for a record without a national number: `TMP-` and 8 letters, always the same
    for a record.
    """
    value = int.from_bytes(hashlib.sha256(record_id.encode()).digest()[:5], "big")
    return "TMP-" + "".join(_LETTERS[(value >> shift) & 31] for shift in range(35, -1, -5))


def is_local(text: str) -> bool:
    """True for a mark made by `make_local`; it holds nothing about a person and needs no masking."""
    return _LOCAL.fullmatch(text) is not None


def _find_shape(number: str) -> Problem | None:
    if is_local(number):
        return Problem("number.local")
    if len(number) == 18 and number.isascii() and number[:17].isdigit():
        return Problem("number.prefix-missing")
    if len(number) != 19:
        return Problem("number.length", params={"length": len(number)})
    if number[0] not in _MEANING:
        return Problem("number.prefix")
    for position, sign in enumerate(number[1:], start=2):
        if not ("0" <= sign <= "9" or (position == 19 and sign == "X")):
            return Problem("number.characters", params={"position": position})
    return None


def _read_birth(text: str) -> date | None:
    try:
        return date.fromisoformat(text[7:15])
    except ValueError:
        return None


def _region_plausible(number: str, region_known: RegionKnown | None) -> bool:
    """Of a G number any prefix an identity number can have; L and J carry the region of a school."""
    if number[0] == "G":
        return bool(kind_of(number[1:]))
    return number[1:3] in PROVINCES and (region_known is None or region_known(number[1:7]))
