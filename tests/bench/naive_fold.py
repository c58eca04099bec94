"""One process that does nothing but read a school's acts and fold them once: what a review is measured against."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from xjcli.registry.ledger import Registry
from xjcli.regulation.fold import fold


def main(path: str) -> None:
    gc.disable()  # as the program itself does
    with Registry(Path(path), "read") as registry:
        fold(registry.acts())


if __name__ == "__main__":
    main(sys.argv[1])
