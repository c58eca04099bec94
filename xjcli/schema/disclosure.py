"""第二十五条: a disclosure as the access log keeps it, one line of text, and read back for the slip. Pure.

The line is chained and stays as it was written, so its words are for ever; a ground whose own words look like the
line's is refused before anything leaves.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(
    r"批准文号 (?P<approval>.+?)；提供给 (?P<recipient>.+?)；用途 (?P<purpose>.+?)；内容 (?P<items>[^；]+)；"
    r"(?P<count>[0-9]+) 人(?:；(?P<because>.+))?",
    re.DOTALL,
)


class Disclosure(NamedTuple):
    """On whose approval, to whom, what for, which items of how many pupils, and the registrar's own words."""

    approval: str
    recipient: str
    purpose: str
    items: str
    pupils: int
    because: str = ""

    def to_text(self) -> str:
        """The line that the access log keeps."""
        line = (
            f"批准文号 {self.approval}；提供给 {self.recipient}；用途 {self.purpose}；内容 {self.items}；"
            f"{self.pupils} 人"
        )
        return f"{line}；{self.because}" if self.because else line


def disclosure_of(text: str) -> Disclosure | None:
    """What a line of the access log says of a disclosure; None for a line about something else."""
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    return Disclosure(
        found["approval"], found["recipient"], found["purpose"], found["items"], int(found["count"]),
        found["because"] or "",
    )  # fmt: skip
