"""python -m tests.bench [NAME …]: all, without a name; the names stand in README.md beside this."""

from __future__ import annotations

import platform
import sys
from os import cpu_count

from tests.bench import (
    against,
    check,
    due,
    export_workbook,
    growth,
    import_workbook,
    promote,
    read_commands,
    reading,
    reconcile,
    startup,
    store,
)

BENCHES = {
    "startup": startup.main,
    "read": read_commands.main,
    "sheet": reading.main,
    "import": import_workbook.main,
    "export": export_workbook.main,
    "promote": promote.main,
    "check": check.main,
    "due": due.main,
    "growth": growth.main,
    "reconcile": reconcile.main,
    "against": against.main,
    "store": store.main,
}

if __name__ == "__main__":
    chosen = sys.argv[1:] or list(BENCHES)
    if unknown := set(chosen) - set(BENCHES):
        raise SystemExit(f"{', '.join(sorted(unknown))}: choose from {', '.join(BENCHES)}")
    sys.stdout.write(f"Python {platform.python_version()}, {platform.system()}, {cpu_count()} cores; medians\n")
    for name in chosen:
        BENCHES[name]()
