"""Every act of one pupil, in order, with its article and its evidence (第十三条)."""

from __future__ import annotations

from typing import Any

from xjcli.desk import Desk
from xjcli.procedures.pupils import brief, require_pupil
from xjcli.report import Report
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME
from xjcli.schema.masking import mask_field, mask_number, mask_text

#: Texts that the program writes; everything else was written by hand, and a number may have slipped into it.
_OURS = ("digest", "package", "bundle", "seal", "rule", "case")
#: A correction holds each field with both its values (第十条).
_SIDES = ("from", "to")
_NUMBERS = ("number", "registry_number")


def history(desk: Desk, pupil: str) -> Report:
    """`acts[]` with kind, dates, who, basis, evidence digests and a masked body."""
    record = require_pupil(desk, pupil)
    acts = [_item(act) for act in desk.registry.acts(record_id=record.record_id)]
    return Report({"pupil": brief(desk, record), "total": len(acts), "acts": acts})


def _item(act: Act) -> dict[str, Any]:
    return {
        "seq": act.seq,
        "kind": act.kind,
        "occurred_on": act.occurred_on,
        "recorded_at": act.recorded_at,
        "recorded_by": act.recorded_by,
        "operation": act.operation,
        "article": act.basis.get("article"),
        "pack": act.basis.get("pack"),
        "evidence": act.basis.get("evidence", []),
        "body": masked_body(act.body) if act.body is not None else None,
        "hash": act.hash,
    }


def masked_body(body: dict[str, Any]) -> dict[str, Any]:
    """A body with every personal value masked, whatever its depth."""
    return {key: _masked(key, value) for key, value in body.items()}


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        if key == "number":
            return {**value, "value": mask_number(value.get("value", ""))}
        return {
            inner: _masked(key if inner in _SIDES and key in BY_NAME else inner, part) for inner, part in value.items()
        }
    if isinstance(value, list):
        return [_masked(key, part) for part in value]
    if key in _NUMBERS and isinstance(value, str):
        return mask_number(value)
    if not isinstance(value, str):
        return value
    shown = mask_field(key, value) if key in BY_NAME else value
    return shown if key in _OURS else mask_text(shown)
