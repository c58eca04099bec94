"""第三条、第十三条: what the national system calls a pupil's state (学生当前状态), beside our statuses.

The two lists were drawn up apart. A code that says the same is no difference; where they differ, the table of acts says
what would settle it. Nothing here changes a status: each change has its own act, its own proof and its own article.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xjcli.regulation.lifecycle import ROWS
from xjcli.schema import record as at

#: 其他 may be anything, so it leads to nothing.
OTHER = "99"

#: Status → the national codes that say the same; it is called by the first. 转入、升入办理中 is not on our roll yet.
STATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        at.ENROLLED: ("01", "05"),
        at.ON_LEAVE: ("02",),
        at.ABROAD: ("13", OTHER),
        at.DROPPED_OUT: ("06",),
        at.MISSING: ("15",),
        at.WITHDRAWN: ("03", OTHER),
        at.EXPELLED: ("14",),
        at.TRANSFERRED_OUT: ("10",),
        at.GRADUATED: ("07",),
        at.COMPLETED: ("08",),
        at.LEFT_EARLY: ("09",),
        at.DEREGISTERED: ("11",),
    }
)


def differs(status: str, code: str) -> bool:
    """True where the national code says something else than this status; False for a status it has no word for."""
    return status in STATES and code not in STATES[status]


def leading(status: str, code: str) -> list[str]:
    """The acts that lead from this status to what the code says, in the order of the table; none for 其他."""
    return [
        act
        for (before, act), line in ROWS.items()
        if before == status and line.after != status and code != OTHER and code in STATES.get(line.after, ())
    ]
