"""Each command's screen: from a result to lines. What stands here was masked before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xjcli.authority.person_screen import label, person, text
from xjcli.report.language import current
from xjcli.report.locks import protection
from xjcli.report.phrases import phrase
from xjcli.report.tables import table
from xjcli.report.wholes import whole

Result = dict[str, Any]
_SHOWN = 50


def init(result: Result) -> Iterator[str]:
    if result.get("dry_run"):
        yield from (f"{name}: {value}" for name, value in result.items() if value)
        yield phrase("authority.rehearsed")
        return
    yield phrase("authority.created", **result)
    yield from key(result)


def key(result: Result) -> Iterator[str]:
    yield phrase("authority.card", **result)
    yield phrase("authority.fingerprint", **result)
    yield from protection(result)
    yield phrase("authority.card-next")


def school_added(result: Result) -> Iterator[str]:
    yield phrase("authority.school-added", **result)
    yield phrase("authority.school-next")


def school_revoked(result: Result) -> Iterator[str]:
    yield phrase("authority.school-revoked", **result)


def schools(result: Result) -> Iterator[str]:
    rows = [
        (item["code"], item["name"], item["records"], item["added_at"], item["revoked_at"] or "")
        for item in result["items"]
    ]
    yield from _listing(("school", "name", "pupils", "since", "revoked"), rows)


def _listing(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield from table([phrase(f"authority.column.{head}") for head in heads], rows)


def intake(result: Result) -> Iterator[str]:
    if not result["bundles"]:
        yield phrase("authority.intake-none")
        return
    yield from _bundles(result, "outcome", lambda value: phrase(f"authority.outcome.{value}"))
    if result.get("dry_run"):
        yield phrase("authority.rehearsed")
        return
    yield phrase("authority.intake-next" if result["accepted"] else "authority.outbox-hint")


def outbox(result: Result) -> Iterator[str]:
    if result.get("returned"):
        yield phrase("authority.returned", count=len(result["returned"]))
    if not result["bundles"]:
        yield phrase("authority.outbox-none")
        return
    yield from _bundles(result, "type", lambda value: phrase(f"authority.type.{value}"))
    if result.get("dry_run"):
        yield phrase("authority.rehearsed")
        return
    yield phrase("authority.outbox-done", **result)


def _bundles(result: Result, last: str, word: Any) -> Iterator[str]:
    rows = [
        (item["school"], item["seq"] or "", item["id"][:12], word(item[last]), item["file"])
        for item in result["bundles"]
    ]
    yield from _listing(("school", "seq", "bundle", last, "file"), rows)


def pending(result: Result) -> Iterator[str]:
    if not result["total"]:
        yield phrase("authority.pending-none")
        return
    rows = [
        (
            item["case"], item["school"], phrase(f"authority.kind.{item['kind']}"), item["record_id"],
            " ".join(_words(problem) for problem in item["problems"]),
        )
        for item in result["items"][:_SHOWN]
    ]  # fmt: skip
    yield from _listing(("case", "school", "kind", "record", "problem"), rows)
    yield phrase("authority.pending-total", **result)
    yield phrase("authority.pending-next")


def show(result: Result) -> Iterator[str]:
    yield phrase("authority.case", **{**result, "state": phrase(f"authority.state.{result['state']}")})
    yield from (f"  {_words(problem)}" for problem in result["problems"])
    yield from person(result["pupil"], "  ")
    yield from _asked(result)
    for piece in result["evidence"]:
        yield phrase("authority.evidence", digest=piece["digest"][:16], size=piece["size"] or "–")
    for other in result["conflicts"]:
        yield phrase("authority.conflict" if other["case"] else "authority.conflict-registered", **other)
        yield from person(other["pupil"], "    ")
    yield phrase("authority.case-next", case=result["case"])


def _asked(result: Result) -> Iterator[str]:
    """What a change asks; where a handover stands."""
    if "change" in result:
        yield phrase("authority.change", **{**result, "change": phrase(f"kind.{result['change']}")})
        for line in result["changes"]:
            old, new = (text(line["field"], str(line[side])) for side in ("from", "to"))
            yield phrase("authority.change-line", field=label(line["field"]), old=old or "–", new=new)
    moved = result.get("handover")
    if moved:
        shown = {name: "–" if value is None else value for name, value in moved.items()}
        words = {"state": phrase(f"handover.{moved['state']}"), "party": phrase(f"party.{moved['party']}")}
        yield phrase("authority.handover", **{**shown, **words})
        yield phrase("authority.handover-days", **shown)
        if moved["reason"]:
            yield phrase("authority.handover-reason", reason=moved["reason"])
        if moved["origin"]:
            yield phrase("authority.handover-origin")
            yield from person(moved["origin"], "    ")


def transfers(result: Result) -> Iterator[str]:
    if not result["total"]:
        yield phrase("authority.transfers-none")
        return
    rows = [
        (
            item["case"], item["from_school"], item["to_school"], phrase(f"handover.{item['state']}"),
            phrase(f"party.{item['party']}"), "" if item["days"] is None else item["days"],
        )
        for item in result["items"][:_SHOWN]
    ]  # fmt: skip
    yield from _listing(("case", "from", "to", "state", "party", "days"), rows)
    yield phrase("authority.transfers-total", **result)


def approve(result: Result) -> Iterator[str]:
    yield phrase("authority.approved", **result)
    yield phrase("authority.decided-next")


def would_approve(result: Result) -> Iterator[str]:
    yield phrase("authority.approved", **result)
    yield phrase("authority.rehearsed")


def refuse(result: Result) -> Iterator[str]:
    yield phrase("authority.refused", **result)
    yield phrase("authority.decided-next")


def would_refuse(result: Result) -> Iterator[str]:
    yield phrase("authority.refused", **result)
    yield phrase("authority.rehearsed")


def roster(result: Result) -> Iterator[str]:
    if result["items"]:
        rows = [
            (
                item["school"], item["name"], item["cohort"], item["class_no"], item["registry_number"],
                phrase(f"authority.standing.{item['standing']}"), item["record_id"],
            )
            for item in result["items"][:_SHOWN]
        ]  # fmt: skip
        yield from _listing(("school", "name", "cohort", "class", "number", "standing", "record"), rows)
    yield phrase("authority.roster-total", total=result["total"], shown=min(_SHOWN, len(result["items"])))
    if "file" in result:
        yield phrase("authority.roster-file", **result)


def review(result: Result) -> Iterator[str]:
    rows = [
        (
            item["school"], item["name"], phrase(f"authority.review.{item['state']}"), item["received_at"],
            item["registrar"], item["leader"], len(item["open"]) or "", len(item["differences"]) or "",
        )
        for item in result["items"]
    ]  # fmt: skip
    yield from _listing(
        ("school", "name", "review", "received", "registrar", "leader", "unsettled", "differences"), rows
    )
    for item in result["items"]:
        for each in item["differences"][:_SHOWN]:
            yield phrase("authority.review-difference", school=item["school"], **_difference(each))
    yield phrase("authority.review-total", **result)


def _difference(each: dict[str, Any]) -> dict[str, Any]:
    column = phrase(f"reconcile.flow.{each['code']}" if each["code"] else f"column.{each['column']}")
    words = {"where": whole(each, each["class"]), "roll": phrase(f"reconcile.{each['roll']}")}
    return {**words, "column": column, "was": each["was"], "now": each["is"]}


def doctor(result: Result) -> Iterator[str]:
    yield from _listing(
        ("check", "result"),
        [
            (phrase(f"check.{check['name']}"), phrase("authority.whole" if check["ok"] else "authority.broken"))
            for check in result["checks"]
        ],
    )


def _words(problem: dict[str, Any]) -> str:
    return str(problem[current()])
