"""Screen texts: authority."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {}
