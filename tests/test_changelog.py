"""What is stored for ever stands in CHANGELOG: no act kind, format or schema version without its line."""

from __future__ import annotations

import re
from pathlib import Path

from xjcli.authority.store import SCHEMA_VERSION
from xjcli.registry.migrations import VERSION
from xjcli.schema.act import KINDS
from xjcli.schema.bundle import SCHEMA as BUNDLE
from xjcli.schema.dossier import SCHEMA as DOSSIER

TEXT = re.sub(r"\s+", " ", (Path(__file__).resolve().parent.parent / "CHANGELOG.md").read_text("utf-8"))


def test_every_act_kind_is_named() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in TEXT] == []


def test_the_formats_and_schema_versions_are_named() -> None:
    assert f"`{BUNDLE}`" in TEXT
    assert f"`{DOSSIER}`" in TEXT
    assert f"registry schema versions up to {VERSION};" in TEXT
    assert f"authority database version {SCHEMA_VERSION}." in TEXT
