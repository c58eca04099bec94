"""After a restoration (第三条): fetch back what was sent since the backup, then the answers, and say what is lost."""

from __future__ import annotations

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures import recovering
from xjcli.procedures.pull import pull
from xjcli.registry import exchange
from xjcli.report import Report


def recover(desk: Desk, source: str = "", *, dry_run: bool = False) -> Report:
    """Bring the registry to where the authority last saw it. Exit 0 with zero counts where nothing is lacking.

    What the authority gives back is taken in by the pull itself; broken off, it goes on where it stood.
    """
    at = recovering.since(desk)
    if not at:
        return Report(_result(desk, 0, 0, 0, dry_run=dry_run), [Problem("recover.not-needed", "note")])
    pulled = pull(desk, source, dry_run=dry_run)
    brought = next((each.params for each in pulled.problems if each.code == "recover.brought"), {})
    counts = (int(brought.get(name, 0)) for name in ("bundles", "acts", "files"))
    problems = [*pulled.problems]
    if not recovering.since(desk):
        problems.append(Problem("recover.unsent", "note"))
    return Report(_result(desk, *counts, dry_run=dry_run), problems)


def _result(desk: Desk, bundles: int, acts: int, files: int, *, dry_run: bool) -> dict[str, object]:
    last = exchange.last(desk.registry, "up")
    return {
        "bundles": bundles,
        "acts": acts,
        "evidence": files,
        "seq": last.seq if last else 0,
        "recovering": recovering.since(desk),
        "dry_run": dry_run,
    }
