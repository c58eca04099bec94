"""Whole processes, one after the other in turns, medians: a machine that gets slower slows both sides alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds, and the most memory it held in MiB (0.0 where the system does not say)."""

    seconds: float
    mebibytes: float


def environment(scratch: Path) -> dict[str, str]:
    """Ours without the user's homes; compiled modules are kept, as they are where the program is installed."""
    dropped = (
        "XJ_HOME",
        "XJ_AUTHORITY_HOME",
        "XJ_LANG",
        "XJ_KEY_FD",
        "XJ_PASSPHRASE_FD",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONUNBUFFERED",
    )
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    kept |= {"PYTHON_KEYRING_BACKEND": "tests.keyrings.FileKeyring", "XJ_TEST_KEYRING": str(scratch / "ring.json")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(scratch / "compiled"), "PYTHONUTF8": "1"}


#: Stands in a command line for the number of a descriptor on which the file of this name in the scratch folder comes.
KEY, PASSPHRASE = "{key}", "{passphrase}"


def run(line: Sequence[str], scratch: Path, *, allowed: Sequence[int] = (0,)) -> Run:
    """Run one command line to its end, its output thrown away."""
    handed = {word: os.open(scratch / word.strip("{}"), os.O_RDONLY) for word in (KEY, PASSPHRASE) if word in line}
    started = time.perf_counter()
    with subprocess.Popen(
        [str(handed.get(word, word)) for word in line], cwd=scratch, env=environment(scratch),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=handed.values(),
    ) as process:  # fmt: skip
        peak = _wait(process)
    seconds = time.perf_counter() - started
    for descriptor in handed.values():
        os.close(descriptor)
    if process.returncode not in allowed:
        raise SystemExit(f"{' '.join(line)[:300]} ended with {process.returncode}")
    return Run(seconds, peak)


def _wait(process: subprocess.Popen[bytes]) -> float:
    if sys.platform == "win32":
        process.wait()
        return 0.0
    else:  # noqa: RET505  mypy reads one branch per platform
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss / (MEBI if sys.platform == "darwin" else 1024)


def in_turns(
    lines: Mapping[str, Sequence[str]],
    scratch: Path,
    *,
    rounds: int,
    before: Callable[[], object] | None = None,
    allowed: Sequence[int] = (0,),
) -> dict[str, Run]:
    """The median of each, run in turns; `before` makes each start the same. The first round only warms up."""
    found: dict[str, list[Run]] = {name: [] for name in lines}
    for turn in range(rounds + 1):
        for name, line in lines.items():
            if before is not None:
                before()
            done = run(line, scratch, allowed=allowed)
            if turn:
                found[name].append(done)
    return {
        name: Run(statistics.median(each.seconds for each in runs), max(each.mebibytes for each in runs))
        for name, runs in found.items()
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, its baseline, the ratio and the target it is held against."""

    what: str
    ours: Run
    baseline: Run
    target: str
    faster: bool = False

    @property
    def ratio(self) -> float:
        """Ours over the baseline; the other way round where `faster`."""
        pair = (self.baseline, self.ours) if self.faster else (self.ours, self.baseline)
        return pair[0].seconds / pair[1].seconds

    def __str__(self) -> str:
        cells = (
            self.what, f"{self.ours.seconds * 1000:.0f} ms", f"{self.baseline.seconds * 1000:.0f} ms",
            f"{self.ratio:.2f} ×", self.target, f"{self.ours.mebibytes:.0f} MiB", f"{self.baseline.mebibytes:.0f} MiB",
        )  # fmt: skip
        return f"| {' | '.join(cells)} |"


def say(title: str, lines: Sequence[Line]) -> None:
    """The table as Markdown."""
    sys.stdout.write(
        f"\n### {title}\n\n"
        "| what | xj | baseline | ratio | target | xj peak | baseline peak |\n"
        "|---|---:|---:|---:|---|---:|---:|\n" + "".join(f"{line}\n" for line in lines)
    )
    sys.stdout.flush()


def xj(home: Path, *words: str) -> list[str]:
    """A command line of `xj` as a module of this interpreter."""
    return [sys.executable, "-m", "xjcli", "--home", str(home), *words]


def new_school(home: Path, scratch: Path, *more: str) -> None:
    """An empty registry of an invented school; in clear, unless `more` says how it is closed."""
    words = "init --school-code 2132000001 --name 测试小学 --region 320102 --stage primary --authority 320102"
    run(xj(home, *words.split(), "--registrar", "测试老师", "--yes", *(more or ["--plain"])), scratch)


def new_secrets(scratch: Path) -> None:
    """A key and a passphrase, as files that are handed in on a descriptor."""
    (scratch / KEY.strip("{}")).write_bytes(os.urandom(32))
    (scratch / PASSPHRASE.strip("{}")).write_text("a passphrase of the bench", "utf-8")


def new_workbook(path: Path, pupils: int, scratch: Path) -> None:
    """A national workbook of invented pupils, written by a process of its own so that ours stays small."""
    run([sys.executable, "-m", "tests.bench.workbook", str(path), str(pupils)], scratch)


def filled_school(home: Path, book: Path, scratch: Path) -> Path:
    """A school that took on every pupil of the workbook. Gives its home."""
    new_school(home, scratch)
    run(xj(home, "import", str(book), "--as", "take-on", "--yes"), scratch)
    return home
