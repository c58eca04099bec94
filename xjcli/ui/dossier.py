"""The screens of a pupil's dossier; what stands here was masked by its procedure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.ui.tables import listing

Result = dict[str, Any]
_DIGEST = 12


def added(result: Result) -> Iterator[str]:
    stored = result["operation"] is not None
    key = "dossier.added" if stored or not result["added"] else "dossier.add-plan"
    yield phrase(
        key, name=result["pupil"]["name"], added=result["added"], unchanged=result["unchanged"], title=result["title"]
    )
    yield phrase("dossier.list-next", record=result["pupil"]["record_id"]) if stored else phrase("dry-run")


def imported(result: Result) -> Iterator[str]:
    """How many files went where; those left out are told one by one as problems."""
    left = len(result["unmatched"]) + len(result["ambiguous"])
    key = "dossier.import-plan" if result["dry_run"] else "dossier.imported"
    yield phrase(key, added=result["added"], unchanged=result["unchanged"], title=result["title"], left=left)
    if result["dry_run"]:
        yield phrase("dry-run")


def listed(result: Result) -> Iterator[str]:
    """The seven kinds, each with its pieces."""
    yield phrase("dossier.of", name=result["pupil"]["name"], record=result["pupil"]["record_id"])
    for item in result["items"]:
        yield ""
        yield f"{item['item']}  {pick(item['title'], item['title_en'])}"
        if item["generated"]:
            yield "   " + phrase("dossier.generated", acts=item["generated"])
        if item["pieces"]:
            yield from ("   " + line for line in pieces(item["pieces"]))
    yield ""
    yield phrase("dossier.tally", electronic=result["electronic"], paper=result["paper"])


def pieces(found: list[Result]) -> Iterator[str]:
    yield from listing(
        ("on", "title", "form", "place", "copies"),
        [
            (
                piece["on"], piece["title"], phrase(f"form.{piece['form']}"),
                piece["place"] or piece["digest"][:_DIGEST], piece["copies"] or "",
            )
            for piece in found
        ],
    )  # fmt: skip


def sent(result: Result) -> Iterator[str]:
    yield from pieces(result["pieces"])
    where = {"name": result["pupil"]["name"], "school": f"{result['to_name']} {result['to']}".strip()}
    tally = {"electronic": result["electronic"], "paper": result["paper"]}
    if result["file"] is None:
        yield phrase("dossier.send-plan", **where, **tally)
        yield phrase("dry-run")
        return
    yield phrase("dossier.sent", **where, **tally, file=result["file"])
    yield phrase("dossier.sent-next")


def received(result: Result) -> Iterator[str]:
    where = {"name": result["pupil"]["name"], "school": f"{result['from_name']} {result['from']}".strip()}
    if result["unchanged"]:
        yield phrase("dossier.received-before", **where)
        return
    key = "dossier.received" if result["operation"] is not None else "dossier.receive-plan"
    yield phrase(key, **where, added=result["added"], taken=len(result["taken_over"]))
    stored = result["operation"] is not None
    yield phrase("dossier.list-next", record=result["pupil"]["record_id"]) if stored else phrase("dry-run")


def handover_list(result: Result) -> Iterator[str]:
    yield phrase("dossier.tally", electronic=result["electronic"], paper=result["paper"])
    yield phrase("transfer.letter-plan" if result["dry_run"] else "transfer.letter", file=result["file"])
    if result["number"]:
        yield phrase("form.numbers", numbers=result["number"])
