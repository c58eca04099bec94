"""kill -9 inside the one transaction of an errand, at counted statements: moments that a clock hardly ever hits.

The page cache is made tiny, so that half an errand is already in the file and only the journal can take it back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.ledgers import Book
from xjcli.registry.doctor import examine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what a power cut looks like on POSIX")

PUPILS = 120
MOMENTS = 6
#: Appends PUPILS acts and dies before statement number LAST, or says how many statements there were.
_ERRAND = """
from tests.regulation.acts import opened
count = 0
def trace(statement):
    global count
    count += 1
    if count == LAST:
        os.kill(os.getpid(), signal.SIGKILL)
run('pragma cache_size = 5')
registry.connection.set_trace_callback(trace)
with registry.transaction():
    registry.append([opened(f'r-{n:04d}', name='测' * 9, native_place='某地' * 200) for n in range(PUPILS)],
                    command='test', recorded_at='', recorded_by='')
print(count)
"""


@pytest.fixture(params=[None, bytes(range(32))], ids=["sqlite3", "sqlcipher3"])
def books(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Book]]:
    made = [Book(tmp_path / f"{number}.db", request.param) for number in range(MOMENTS + 1)]
    yield made
    for book in made:
        book.close()


def errand(book: Book, last: int) -> tuple[int, str]:
    with book.other_program(_ERRAND.replace("LAST", str(last)).replace("PUPILS", str(PUPILS))) as program:
        out, _ = program.communicate()
    return program.returncode, out


def test_an_errand_killed_at_any_statement_leaves_nothing_and_can_be_done_again(books: list[Book]) -> None:
    code, out = errand(books.pop(), 0)
    assert code == 0
    statements = int(out)
    assert statements > 2 * PUPILS
    journals = 0
    # The last two are the errand's own row in `operations` and the commit itself.
    for book, last in zip(
        books, [2, statements // 3, statements // 2, *range(statements - 2, statements + 1)], strict=True
    ):
        assert errand(book, last) == (-9, "")
        journal = book.path.with_name(f"{book.path.name}-journal")
        journals += journal.exists() and journal.stat().st_size > 0
        with book.open("read") as registry:
            assert registry.head().seq == 0
            assert registry.rows("select count(*) from records")[0][0] == 0
            assert [check for check in examine(registry) if not check.ok] == []
        assert errand(book, 0)[0] == 0
        with book.open("read") as registry:
            assert registry.head().seq == PUPILS
            assert [check for check in examine(registry) if not check.ok] == []
    assert journals >= 3, "no kill came while the file held half an errand"
