"""The recovery key (第二十五条): 48 digits in eight groups, printed once, for the day the passphrase is forgotten.

The form is that of BitLocker, which school offices know: a group is 16 random bits times eleven, so that a digit
read wrongly, or two that were swapped, are told group by group before anything is tried. Digits need no input method
and no word list. 128 bits, so nothing has to be stretched.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from xjcli.errors import Problem, Refusal

SECRET_BYTES = 16
GROUPS, DIGITS = 8, 6
_FACTOR = 11
_MOST = 2**16


def new_secret() -> bytes:
    """128 bits from the system's random source."""
    return secrets.token_bytes(SECRET_BYTES)


def spell(secret: bytes) -> str:
    """The eight groups of six digits, with hyphens."""
    numbers = [int.from_bytes(secret[at : at + 2], "big") for at in range(0, SECRET_BYTES, 2)]
    return "-".join(f"{number * _FACTOR:0{DIGITS}}" for number in numbers)


def read(text: str) -> bytes:
    """The secret as a person typed it, with or without hyphens or spaces, in full-width digits too.

    Refuses `lock.recovery-form` for another count of digits, `lock.recovery-group` with the number of a wrong group.
    """
    digits = re.sub(r"[\s\-–—_.,]+", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(rf"[0-9]{{{GROUPS * DIGITS}}}", digits):
        raise Refusal(Problem("lock.recovery-form", params={"digits": sum(sign.isdigit() for sign in digits)}))
    numbers = [int(digits[at : at + DIGITS]) for at in range(0, len(digits), DIGITS)]
    wrong = [place for place, number in enumerate(numbers, 1) if number % _FACTOR or number // _FACTOR >= _MOST]
    if wrong:
        raise Refusal(*(Problem("lock.recovery-group", params={"group": place}) for place in wrong))
    return b"".join((number // _FACTOR).to_bytes(2, "big") for number in numbers)
