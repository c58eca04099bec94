"""第二十三、二十五条: who may write at a shared desk, and that the last one is never locked out."""

from __future__ import annotations

from datetime import date

import pytest

from xjcli.regulation.safeguards import AtDesk, Registrar, find_desk_problems

TODAY = date(2026, 9, 1)
DAYS = 180


def person(name: str, role: str = "registrar", *, seen: str = "2026-08-31", until: str = "", user: str = "") -> AtDesk:
    return AtDesk(Registrar(name, role, "2020-09-01", "2020-08-01", until), user, seen)


WANG, LI, READER = person("王老师"), person("李老师"), person("赵老师", "reader")
AWAY, GONE = person("孙老师", seen="2026-03-01"), person("周老师", until="2026-06-30")


def found(people: list[AtDesk], name: str, *, login: str = "", days: int = DAYS) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in find_desk_problems(people, name, login, TODAY, days)]


@pytest.mark.parametrize(
    ("people", "name", "problems"),
    [
        ([], "王老师", []),
        ([WANG], "王老师", []),
        ([WANG], "谁也不认识", []),
        ([READER], "赵老师", [("registrar.reader", "refuse")]),
        ([WANG, GONE], "周老师", [("registrar.not-serving", "refuse")]),
        ([GONE, READER], "周老师", [("registrar.not-serving", "warn")]),
        ([WANG, AWAY], "孙老师", [("registrar.locked", "refuse")]),
        ([AWAY], "孙老师", [("registrar.locked", "warn")]),
        ([AWAY, GONE, READER], "孙老师", [("registrar.locked", "warn")]),
    ],
)
def test_who_may_write(people: list[AtDesk], name: str, problems: list[tuple[str, str]]) -> None:
    assert found(people, name) == problems


@pytest.mark.parametrize(("seen", "days", "locked"), [
    ("2026-03-05", 180, False), ("2026-03-04", 180, True), ("2020-09-01", 0, False), ("2026-08-30", 1, True),
])  # fmt: skip
def test_an_account_locks_after_so_many_days_and_never_with_none(seen: str, days: int, locked: bool) -> None:
    assert found([WANG, person("孙老师", seen=seen)], "孙老师", days=days) == (
        [("registrar.locked", "refuse")] if locked else []
    )


def test_a_name_with_an_account_of_its_own_is_used_in_that_account_only() -> None:
    mine = person("王老师", user="wang")
    assert found([mine], "王老师", login="wang") == []
    assert found([mine], "王老师", login="li") == [("registrar.account", "refuse")]
