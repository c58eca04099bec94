"""Each command's screen: from a result to lines. What stands here was masked by its procedure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.language import pick
from xjcli.report.locks import protection
from xjcli.report.phrases import phrase
from xjcli.ui import importing
from xjcli.ui.situation import said
from xjcli.ui.tables import acts, listing, pupils

Result = dict[str, Any]


def init(result: Result) -> Iterator[str]:
    if "plan" in result:
        yield from (f"{key}: {value}" for key, value in result["plan"].items())
        yield phrase("dry-run")
        return
    yield phrase("init.done", **result)
    yield phrase("init.card", **result)
    yield from protection(result)
    yield phrase("init.next")


def find(result: Result) -> Iterator[str]:
    items = result["items"]
    if not items:
        yield phrase("find.none")
        return
    yield from pupils(items)
    yield phrase("find.total", total=result["total"], shown=len(items))
    yield phrase("find.next")


def show(result: Result) -> Iterator[str]:
    yield from pupils([result])
    yield phrase(
        "show.status", status=phrase(f"status.{result['status']}"), dossier=phrase(f"dossier-state.{result['dossier']}")
    )
    if result["situation"]:
        yield phrase("show.situation", said=said(result["situation"]))
    if result["open_case"]:
        yield phrase("show.case", act=phrase(f"kind.{result['open_case']['kind']}"), on=result["open_case"]["on"])
    if result["handover"]:
        yield phrase("show.handover", **result["handover"])
    if result["reason"]:
        yield phrase("show.reason", reason=result["reason"])
    yield ""
    colon = phrase("ask.colon")
    yield from (phrase(f"field.{name}") + colon + str(part["text"]) for name, part in result["person"].items())
    yield phrase("show.next", record=result["record_id"])


def history(result: Result) -> Iterator[str]:
    yield from pupils([result["pupil"]])
    yield ""
    yield from acts(result["acts"])
    yield phrase("history.next")


def status(result: Result) -> Iterator[str]:
    yield from stands(result)
    yield phrase("status.next", next=result["next"])


def stands(result: Result) -> Iterator[str]:
    """Whose registry it is, how many pupils stand where, what was sent, what waits."""
    yield phrase("status.school", **result)
    yield phrase("status.counts", records=result["records"], standing=_counts("standing", result["standing"]))
    if result["number_state"]:
        yield phrase("status.numbers", numbers=_counts("number_state", result["number_state"]))
    yield phrase("status.exchange", unsent=result["unsent"], stages=_counts("stage", result["stage"]))
    if result["open_cases"] or any(result["handovers"].values()):
        yield phrase("status.waiting", open_cases=result["open_cases"], **result["handovers"])


def _counts(family: str, counts: dict[str, int]) -> str:
    return pick("，", ", ").join(f"{phrase(f'{family}.{name}')} {count}" for name, count in counts.items()) or "-"


def enroll(result: Result) -> Iterator[str]:
    key = "enroll.done" if result["record_id"] else "enroll.plan"
    yield phrase(
        key,
        name=result["name"],
        record=result["record_id"],
        number=result["registry_number"],
        state=phrase(f"number_state.{result['number_state']}"),
    )
    if result["record_id"]:
        yield phrase("enroll.next")


def assign(result: Result) -> Iterator[str]:
    yield phrase("assign.done", count=result["changed"], class_no=result["class"])
    if result["operation"] is None:
        yield phrase("dry-run")


def resubmit(result: Result) -> Iterator[str]:
    yield phrase("resubmit.done", name=result["name"])
    yield phrase("enroll.next" if result["operation"] else "dry-run")


def import_plan(result: Result) -> Iterator[str]:
    yield phrase("import.plan", **{key: result[key] for key in ("new", "changed", "unchanged", "conflict", "refused")})
    yield from importing.changes(result["changes"])
    if result["updated"] or result["corrected"]:
        yield phrase("import.changes", updated=result["updated"], corrected=result["corrected"])


def import_(result: Result) -> Iterator[str]:
    yield from import_plan(result)
    yield from importing.papers(result)
    if result["operation"]:
        yield phrase("import.stored", stored=result["stored"], seconds=result["seconds"])
        if result["rest"]:
            yield phrase("import.rest", remaining=result["remaining"], rest=result["rest"], file=result["file"])
        yield phrase("import.next")
    elif result["plan"]:
        yield from importing.lines(result["lines"])
        yield phrase("import.plan-saved", plan=result["plan"], file=result["file"])
        if result["refused"] or result["conflict"]:
            yield phrase("import.mend")
    elif result["dry_run"]:
        yield phrase("dry-run")
    else:
        yield phrase("import.nothing")
        if result["refused"] or result["conflict"]:
            yield phrase("import.mend")


def export(result: Result) -> Iterator[str]:
    yield phrase("export.plan" if result["dry_run"] else "export.done", **result)
    if result["masked"]:
        yield phrase("export.masked")
    elif not result["dry_run"]:
        yield phrase("disclose.recorded")


def disclose(result: Result) -> Iterator[str]:
    labels = "、".join(result["labels"])
    key = "disclose.plan" if result["dry_run"] else "disclose.done"
    yield phrase(
        key, rows=result["rows"], count=len(result["labels"]), labels=labels, file=result["file"],
        recipient=result["to"], approval=result["approval"],
    )  # fmt: skip
    if result["dry_run"]:
        yield phrase("dry-run")
        return
    yield phrase("disclose.recorded")
    yield phrase("disclose.slip", entry=result["entry"])


def template(result: Result) -> Iterator[str]:
    yield phrase("template.done", columns=result["columns"], file=result["file"])
    yield (
        phrase("dry-run")
        if result["dry_run"]
        else phrase("template.next", row=result["example_row"], file=result["file"])
    )


def bundles(result: Result) -> Iterator[str]:
    """What push and build did."""
    if not result["bundles"]:
        yield phrase("bundle.none")
        return
    yield from listing(
        ("seq", "bundle", "acts", "stage"),
        [(item["seq"], item["id"][:16], item["acts"], phrase(f"stage.{item['stage']}")) for item in result["bundles"]],
    )
    if result.get("dry_run"):
        yield phrase("dry-run")
        return
    if result.get("target") and any(item["stage"] in ("sent", "received") for item in result["bundles"]):
        yield phrase("push.done", target=result["target"])
    yield phrase("push.next")


def pull(result: Result) -> Iterator[str]:
    if result["rosters"]:
        yield phrase("roster.received")
    if not result["receipts"] and not result["decisions"] and not result["notices"]:
        if not result["rosters"]:
            yield phrase("pull.none")
        return
    yield phrase("pull.done", **result)
    for each in result["told"][:_TOLD]:
        reason = phrase("pull.reason", reason=each["reason"]) if each["reason"] else ""
        yield phrase("pull.told", **{**each, "kind": phrase(f"kind.{each['kind']}"), "reason": reason})
    if len(result["told"]) > _TOLD:
        yield phrase("pull.more", count=len(result["told"]) - _TOLD)
    yield phrase("dry-run" if result["dry_run"] else f"pull.next.{_after_pull(result)}")


#: So many of the things that the authority told are shown; `--json` has them all.
_TOLD = 10


def _after_pull(result: Result) -> str:
    """What comes next: what was sent back goes first, then whatever waits for us, then the new numbers."""
    if result["refused"]:
        return "refused"
    if result["notices"]:
        return "notices"
    return "approved" if result["approved"] else "nothing"


def sync(result: Result) -> Iterator[str]:
    yield from bundles(result)
    yield from pull(result)


def recover(result: Result) -> Iterator[str]:
    """What came back; what is lost for good is among the problems."""
    yield phrase("recover.done" if result["bundles"] else "recover.none", **result)
    yield phrase("recover.not-yet" if result["recovering"] else "recover.next")


def bundle(result: Result) -> Iterator[str]:
    yield phrase("bundle.verified" if result.get("verified") else "bundle.claim")
    yield from (f"{key}: {value}" for key, value in result.items() if key not in ("parts", "verified"))
    yield from (f"  {part['name']}  {part['size']}  {part['sha256'][:16]}…" for part in result["parts"])


def key(result: Result) -> Iterator[str]:
    yield phrase("key.card", card=result["card"])
    yield phrase("key.fingerprint", fingerprint=result["fingerprint"])
    if result["leader"]:
        yield phrase("leader.shown", leader=result["leader"])
    if not result["trusted"]:
        yield phrase("key.none")
    yield from (phrase("key.trusted", **line) for line in result["trusted"])
    yield from protection(result)


def trust(result: Result) -> Iterator[str]:
    yield phrase("key.done", **result)


def settings(result: Result) -> Iterator[str]:
    if "settings" in result:
        yield from (f"{name} = {value}" for name, value in sorted(result["settings"].items()))
        if result["custody"]:
            yield phrase("custody.stands", **result["custody"])
    else:
        yield phrase("settings.changed", **result)


def doctor(result: Result) -> Iterator[str]:
    yield from listing(
        ("check", "result"),
        [(phrase(f"check.{check['name']}"), phrase("ok" if check["ok"] else "failed")) for check in result["checks"]],
    )
    if all(check["ok"] for check in result["checks"]):
        yield phrase("doctor.done", acts=result["acts"], head=result["head"][:16])


def id_check(result: Result) -> Iterator[str]:
    yield from listing(
        ("input", "document-kind", "birth", "sex", "valid"),
        [
            (
                item["input"], phrase(f"document.{item['kind']}") if item["kind"] else "", item["birth_date"] or "",
                phrase(f"sex.{item['sex']}") if item["sex"] else "", phrase("yes" if item["valid"] else "no"),
            )
            for item in result["items"]
        ],
    )  # fmt: skip
    yield phrase("id.summary", **result)


def numbers(result: Result) -> Iterator[str]:
    yield phrase("number.confirmed", **result)
    yield from importing.against_list(result["differences"])
    if result["states_kept"]:
        yield phrase("number.states-kept", count=result["states_kept"])
    if result["plan"]:
        yield phrase("number.plan-saved", plan=result["plan"])


def number(result: Result) -> Iterator[str]:
    for name, value in result.items():
        if value not in ("", None):
            yield phrase(f"number.part.{name}") + phrase("ask.colon") + _part(name, value)


#: Stored words of a number, with the family of phrases that says each.
_PART_WORDS = {
    "meaning": "number.meaning", "number_state": "number_state", "status": "status", "standing": "standing",
    "sex": "sex",
}  # fmt: skip


def _part(name: str, value: object) -> str:
    if isinstance(value, bool):
        return phrase("yes" if value else "no")
    return phrase(f"{_PART_WORDS[name]}.{value}") if name in _PART_WORDS else str(value)
