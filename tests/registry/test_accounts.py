"""Whose desk it is, and when each of them was last seen."""

from __future__ import annotations

import getpass

import pytest

from tests.registry.ledgers import Book
from tests.regulation.acts import opened
from xjcli.registry import accounts, staff
from xjcli.registry.access import record_access
from xjcli.registry.accounts import Account
from xjcli.regulation.safeguards import Registrar


def test_named_goes_before_the_systems_account_and_that_before_the_usual_one(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "li")
    with book.open() as registry:
        assert accounts.at_desk(registry, "", "王老师") == "王老师"
        with registry.transaction():
            accounts.keep(registry, Account("李老师", "li"))
            accounts.keep(registry, Account("赵老师", ""))
        assert accounts.at_desk(registry, "", "王老师") == "李老师"
        assert accounts.at_desk(registry, "赵老师", "王老师") == "赵老师"
        monkeypatch.setattr(getpass, "getuser", lambda: "wang")
        assert accounts.at_desk(registry, "", "王老师") == "王老师"


def test_a_system_without_accounts_has_no_login_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert accounts.login_name() == ""


def test_recording_and_seeing_and_being_let_in_count_as_being_seen(book: Book) -> None:
    with book.open() as registry:
        with registry.transaction():
            for name in ("王老师", "李老师", "赵老师", "孙老师"):
                staff.keep(registry, Registrar(name, "registrar", "2025-09-01"))
            registry.append([opened("r-1")], command="x", recorded_at="2026-05-01T00:00:00Z", recorded_by="王老师")
            accounts.keep(registry, Account("赵老师", "zhao", "2026-07-01T00:00:00Z"))
        record_access(registry, at="2026-06-01T00:00:00Z", who="李老师", why="核对", command="show", record_ids=["r-1"])
        found = {each.registrar.name: (each.os_user, each.last_seen) for each in accounts.people(registry)}
    assert found == {
        "王老师": ("", "2026-05-01"), "李老师": ("", "2026-06-01"), "赵老师": ("zhao", "2026-07-01"),
        "孙老师": ("", "2025-09-01"),
    }  # fmt: skip
