"""Screen texts of corrections, promotion and undoing."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "column.field": ("项目", "field"),
    "column.from": ("原值", "from"),
    "column.to": ("新值", "to"),
    "change.empty": ("（空）", "(empty)"),
}  # fmt: skip
