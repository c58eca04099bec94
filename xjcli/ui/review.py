"""The screens of the signed review: the figures as two people see them before they sign, and what no longer holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.report.wholes import whole
from xjcli.ui.reconcile import open_line, reconcile, signed_differences, total
from xjcli.ui.tables import listing

Result = dict[str, Any]


def written(result: Result) -> Iterator[str]:
    yield from reconcile(result)
    if "leader" in result:
        yield phrase("review.people", registrar=result["registrar"], leader=result["leader"])
    if result["file"]:
        yield phrase("review.written", file=result["file"])
    else:
        yield phrase("dry-run" if result["dry_run"] else "review.unwritten", semester=result["semester"])


def statement(result: Result) -> Iterator[str]:
    """The figures of the school and its grades; the classes stand in --json."""
    yield phrase(
        "review.head", name=result["name"], semester=result["semester"], first=result["from"], last=result["to"]
    )
    for roll, lines in result["figures"].items():
        yield phrase(f"reconcile.{roll}")
        yield from listing(
            ("whole", "opening", "gains", "losses", "closing"),
            [
                (whole(line, line["class_no"]), line["opening"], total(line["in"]), total(line["out"]), line["closing"])
                for line in lines if line["of"] != "class"
            ],
        )  # fmt: skip
    yield phrase("review.people", registrar=result["registrar"], leader=result["leader"])
    for point in result["open"]:
        yield open_line(point)
    if result["because"]:
        yield phrase("review.because", because=result["because"])


def signed(result: Result) -> Iterator[str]:
    yield from statement(result)
    yield phrase("review.signed" if result["file"] else "dry-run", file=result["file"], semester=result["semester"])


def submitted(result: Result) -> Iterator[str]:
    yield from statement(result)
    yield from differences(result["differences"])
    yield phrase("review.submitted" if result["operation"] else "dry-run")


def shown(result: Result) -> Iterator[str]:
    if not result["items"]:
        yield phrase("review.none")
        return
    yield from listing(
        ("semester", "seq", "on", "registrar", "leader", "outcome"),
        [
            (item["semester"], item["act"], item["on"], item["registrar"], item["leader"], _outcome(item))
            for item in result["items"]
        ],
    )
    for item in result["items"]:
        yield from differences(item["differences"])


def _outcome(item: Mapping[str, Any]) -> str:
    if not item["verified"]:
        return phrase("review.unverified")
    if not item["counts"]:
        return phrase("review.replaced")
    return phrase("review.broken" if item["differences"] else "review.holds")


def differences(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each signed figure that is another one now."""
    yield from signed_differences(list(found))


def leader(result: Result) -> Iterator[str]:
    if result["dry_run"]:
        yield phrase("dry-run")
        return
    if "file" not in result:
        yield phrase("leader.revoked", **result)
        return
    yield phrase("leader.made", **result)
    if result["replaced"]:
        yield phrase("leader.replaced", **result)
