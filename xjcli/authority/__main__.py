"""`xj-authority`: answers --version before anything is imported; everything else begins in `app`."""

from __future__ import annotations

import sys


def main() -> None:
    """Console script `xj-authority` and `python -m xjcli.authority`."""
    if sys.argv[1:] == ["--version"]:
        from xjcli import __version__

        sys.stdout.write(f"xj-authority {__version__}\n")
        return
    from xjcli.authority.app import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
