"""`xj`: answers --version before anything is imported; everything else begins in `app`."""

from __future__ import annotations

import sys


def main() -> None:
    """Console script `xj` and `python -m xjcli`."""
    if sys.argv[1:] == ["--version"]:
        from xjcli import __version__

        sys.stdout.write(f"xj {__version__}\n")
        return
    from xjcli.app import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
