"""Canonical JSON (RFC 8785) for what is hashed and signed: equal content, equal bytes.

Only strings, integers within ±(2⁵³−1), booleans, null, lists and string-keyed objects with ASCII keys may stand
in it; for those, orjson's sorted output is byte for byte the RFC's form (a test holds it against the rfc8785
package). Floats and duplicate keys are refused, so one value has one spelling only.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

LARGEST_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """The bytes are not the one canonical spelling of their value."""


def canonical(value: Json | dict[str, Any]) -> bytes:
    """The one spelling of `value` as UTF-8. Raises TypeError for what has none (a lone surrogate, another type)."""
    import orjson  # not at the top: reading commands spell nothing

    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def parse_canonical(data: bytes) -> Any:
    """Read bytes that must already be canonical; raises NotCanonical for anything else.

    Reading and writing again must give the same bytes: this catches duplicate keys, white space, other escapes,
    another key order; floats and large integers are refused while reading.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse, parse_int=_integer)
        if canonical(value) != data:
            raise NotCanonical("another spelling")
        _require_ascii_keys(value)
    except (UnicodeError, TypeError, json.JSONDecodeError, RecursionError) as error:
        raise NotCanonical("not canonical JSON") from error
    return value


def _refuse(text: str) -> NoReturn:
    raise NotCanonical("a number that is not a small integer")


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST_INTEGER:
        _refuse(text)
    return int(text)


def _require_ascii_keys(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                raise NotCanonical("a key outside ASCII")
            _require_ascii_keys(inner)
    elif isinstance(value, list):
        for inner in value:
            _require_ascii_keys(inner)
