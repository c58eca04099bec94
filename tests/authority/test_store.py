"""One room speaks SQL, and its schema is good for PostgreSQL as well."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

import xjcli.authority
from xjcli.authority.store import Store
from xjcli.authority.store.engine import _guards
from xjcli.authority.store.tables import APPEND_ONLY, CASE_PREFIXES, DENSE, metadata
from xjcli.errors import Refusal


def test_only_the_store_speaks_sql() -> None:
    house = Path(xjcli.authority.__file__).parent
    for path in house.rglob("*.py"):
        if "store" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names.append(node.module or "")
            assert not any(name.startswith(("sqlalchemy", "sqlite3")) for name in names), path.name


def test_every_table_can_be_made_on_postgresql() -> None:
    dialect: Any = postgresql.dialect
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect()))
    assert len(_guards("postgresql")) == 2 + 2 * len(APPEND_ONLY) + len(DENSE) + len(CASE_PREFIXES)


def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is not a database, whatever it says" * 100)
    with pytest.raises(Refusal) as caught, Store(tmp_path / "x.db").reading() as tx:
        tx.exec_driver_sql("select 1 from meta")
    assert caught.value.problems[0].code == "authority.store-unusable"
