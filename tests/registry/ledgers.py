"""A registry file for the tests, over either engine: opened, filled, and tampered with behind our own back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xjcli.errors import Refusal, entry
from xjcli.registry import connect as opening
from xjcli.registry.ledger import Registry
from xjcli.schema.act import Act, Draft

SETTINGS = {"school_code": "2132000456", "installation": "i-test-1"}
AT, WHO = "2026-09-01T00:30:00Z", "测试老师"
#: What another program runs: it opens the registry, then does what its last argument says.
_OTHER = """
import os, signal, sys
from pathlib import Path
from xjcli.registry.ledger import Registry
registry = Registry(Path(sys.argv[1]), "write", key=bytes.fromhex(sys.argv[2]) or None)
run = registry.connection.execute
exec(sys.argv[3])
"""


class Book:
    """One registry file. What `open` opened is closed with the book."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self.path, self.key = path, key
        self._open: list[Registry] = []
        with self.open("create") as registry, registry.transaction():
            registry.connection.executemany("insert into settings values (?,?)", sorted(SETTINGS.items()))

    def open(self, mode: opening.Mode = "write") -> Registry:
        registry = Registry(self.path, mode, key=self.key)
        self._open.append(registry)
        return registry

    def close(self) -> None:
        for registry in self._open:
            registry.close()

    def add(self, *drafts: Draft) -> list[Act]:
        """Append these in one errand of their own."""
        with self.open() as registry:
            return append(registry, *drafts)

    def tamper(self, *statements: str) -> None:
        """What someone with the file (and its key) could do: everything, without our guards; they stay as they were."""
        with self.open() as registry:
            run = registry.connection.execute
            guards = registry.rows("select name, sql from sqlite_master where type = 'trigger'")
            run("begin immediate")
            for guard in guards:
                run(f"drop trigger {guard['name']}")
            for statement in statements:
                assert run(statement).rowcount != 0, statement
            for guard in guards:
                run(guard["sql"])
            run("commit")

    def other_program(self, code: str) -> subprocess.Popen[str]:
        """Another real program with the registry open, running `code` (it has `registry` and `run`)."""
        command = [sys.executable, "-c", _OTHER, str(self.path), (self.key or b"").hex(), code]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def snapshot(self) -> bytes:
        return self.path.read_bytes()


def append(registry: Registry, *drafts: Draft) -> list[Act]:
    """One errand: these acts in one transaction."""
    with registry.transaction():
        before = registry.head().seq
        registry.append(drafts, command="test", recorded_at=AT, recorded_by=WHO)
        return list(registry.acts(first=before + 1))


def code_of(caught: pytest.ExceptionInfo[Refusal]) -> str:
    """The refusal's code; it must be a registry matter."""
    code = caught.value.problems[0].code
    assert int(entry(code).family) == 40
    return code


def refusal(act: Any, *args: Any, **kwargs: Any) -> str:
    """The registry.* code that this call must be refused with."""
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return code_of(caught)
