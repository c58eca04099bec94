"""Push, then pull: the errand of a nightly script."""

from __future__ import annotations

from xjcli.desk import Desk
from xjcli.procedures.pull import pull
from xjcli.procedures.push import push
from xjcli.procedures.recovering import find_recovering
from xjcli.report import Report


def sync(desk: Desk, target: str = "", *, dry_run: bool = False) -> Report:
    """Both ways over one target; what one of them finds wrong never hides the other's result."""
    up = push(desk, target, dry_run=dry_run)
    waited = not dry_run and bool(find_recovering(desk))
    down = pull(desk, target or str(up.result.get("target", "")), dry_run=dry_run)
    if waited and not find_recovering(desk):  # both sides agree now: what could not be signed before is sent
        up = push(desk, target)
    return Report({**up.result, **down.result}, [*up.problems, *down.problems])
