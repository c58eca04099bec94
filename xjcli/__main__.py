"""`xj`: answers --version before anything is imported; everything else begins in `app`."""

import os
import sys


def main() -> None:
    """Console script `xj` and `python -m xjcli`."""
    if sys.argv[1:] == ["--version"]:
        answer_version("xj")
    from xjcli.app import run

    run(sys.argv[1:])


def answer_version(program: str) -> None:
    """Print the version and leave at once: a script asks this often, and taking an interpreter down costs time."""
    from xjcli import __version__

    sys.stdout.write(f"{program} {__version__}\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
