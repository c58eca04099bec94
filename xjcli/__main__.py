"""`xj`: answers --version before anything is imported; everything else begins in `app`."""

import os
import sys


def main() -> None:
    """Console script `xj` and `python -m xjcli`."""
    if sys.argv[1:] == ["--version"]:
        answer_version("xj")
    from xjcli.app import run

    try:
        run(sys.argv[1:])
    except SystemExit as leaving:
        leave(leaving.code if isinstance(leaving.code, int) else 0)


def leave(status: int) -> None:
    """End the process at once, everything written: taking the interpreter down is a tenth of a short command."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):  # nobody reads it any more, its disk is full, or it is closed
            continue
    os._exit(status)


def answer_version(program: str) -> None:
    """Print the version and leave at once: a script asks this often, and taking an interpreter down costs time."""
    from xjcli import __version__

    sys.stdout.write(f"{program} {__version__}\n")
    leave(0)


if __name__ == "__main__":
    main()
