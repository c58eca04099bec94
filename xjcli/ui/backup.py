"""The screens of backups and of bringing one back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import listing

Result = dict[str, Any]


def copies(result: Result) -> Iterator[str]:
    yield from listing(
        ("copied-at", "copy-reason", "kilobytes", "file"),
        [
            (item["at"], phrase(f"copy.{item['reason']}"), item["bytes"] // 1024, item["file"])
            for item in result["items"]
        ],
    )
    yield phrase("copies.rotation", newest=result["newest"], days=result["days"], folder=result["folder"])


def written(result: Result) -> Iterator[str]:
    if result["dry_run"]:
        yield phrase("backup.plan", files=result["files"], acts=result["acts"])
        yield phrase("dry-run")
        return
    kilobytes = result["bytes"] // 1024
    yield phrase("backup.done", file=result["file"], files=result["files"], acts=result["acts"], kilobytes=kilobytes)
    yield phrase("backup.next")


def plan(result: Result) -> Iterator[str]:
    yield phrase("restore.plan", name=result["name"], made_at=result["made_at"], acts=result["acts"])


def restored(result: Result) -> Iterator[str]:
    if result["dry_run"]:
        yield from plan(result)
        yield phrase("dry-run")
        return
    yield phrase(
        "restore.done", name=result["name"], made_at=result["made_at"], acts=result["acts"], home=result["home"]
    )
    if result["aside"]:
        yield phrase("restore.aside", folder=result["aside"])
    yield phrase("restore.next")
