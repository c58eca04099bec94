"""What `xj demo` shows: a bar while it runs, on a terminal only, and the story of the county afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from xjcli.report import Session
from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.report.tables import table

Result = dict[str, Any]


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar with the name of the step, on standard error; nothing at all where no terminal is."""
    if Session.json or not sys.stderr.isatty():
        yield lambda _name, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(24), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(name: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=phrase(f"demo.at.{name}") if name else "")

        yield tell


def screen(result: Result) -> Iterator[str]:
    """Step by step with the counts, then where everything lies and what to look at."""
    first, second = (school["name"] for school in result["schools"])
    yield phrase("demo.offices", first=first, second=second)
    yield phrase("demo.workbooks", pupils=result["pupils"], planted=len(result["planted"]))
    yield phrase("demo.refused", rows=result["refused"]["rows"])
    yield from (f"   {each['where']}: {pick(each['zh'], each['en'])}" for each in result["refused"]["items"])
    yield phrase("demo.stored", stored=result["stored"])
    yield from (f"   ({each['where']}: {pick(each['zh'], each['en'])})" for each in result["reminded"])
    yield phrase("demo.enrolled", name=result["enrolled_name"])
    yield phrase("demo.verified", bundles=result["verified_bundles"])
    yield phrase("demo.sent", **result["sent"])
    cases = ", ".join(each["case"] for each in result["duplicates"])
    yield phrase("demo.decided", approved=result["approved"], refused=result["refused_cases"], cases=cases)
    letters = ", ".join(f"{letter} {count}" for letter, count in result["issued"].items())
    yield phrase("demo.issued", issued=sum(result["issued"].values()), letters=letters)
    heads = [phrase("column.name"), phrase("column.number")]
    rows = [(each["name"], each["registry_number"]) for each in result["numbers"]]
    yield from (f"   {line}" for line in table(heads, rows))
    if result["nothing_new"]:
        yield phrase("demo.again")
    proven = result["heads_equal"] and all(result["doctors"].values())
    yield phrase("demo.proven" if proven else "demo.not-proven", answers=result["verified_answers"])
    yield phrase("demo.folder", folder=result["folder"], seconds=result["seconds"])
    yield phrase("demo.next", home=result["schools"][0]["home"], office=result["authority"]["home"])
